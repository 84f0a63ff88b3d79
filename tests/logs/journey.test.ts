import { FormPage, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const form = 'main form[data-autosave]'
const log = `/portfolios/${world.enrolment.amara}/logs/clinics`

type Agent = Awaited<ReturnType<typeof world.as>>

const answers = {
  'f.specialty': 'cardiology',
  'f.setting': 'face-to-face',
  'f.newPatients': '3',
  'f.consulted': 'yes',
  'f.declared': 'yes',
}

describe('logging a clinic from home', () => {
  let amara: Agent
  beforeAll(async () => {
    amara = await world.as('amara')
  })

  it('R87, R89: is one step from home; what is kept but does not count says why', async () => {
    const home = await amara.get('/')
    expect(home.text).toContain('href="/records/new/clinic"')
    expect(home.text).not.toContain('copy=last')
    const page = FormPage.from(await amara.get('/records/new/clinic'), form)
    expect(page.value('f.heldOn')).toBe('2026-11-22')
    const saved = await page.fill({ ...answers, 'f.newPatients': '1' }).submit(amara, 'Save')
    expect(saved.status).toBe(303)
    const record = await amara.get(saved.headers.location!)
    expect(record.text).toContain('Saved. It does not count: Fewer than two patients.')
    expect(wordsOf(record)).toContain('It does not count: Fewer than two patients.')
    expect(wordsOf(await amara.get(log))).toContain('Fewer than two patients')
  })

  it('R89: says every reason at once, on saving, on the record, in the log, and when it counts after a change', async () => {
    const page = FormPage.from(await amara.get('/records/new/clinic'), form)
    const saved = await page.fill({ ...answers, 'f.newPatients': '1', 'f.consulted': 'no' }).submit(amara, 'Save')
    const why = 'Fewer than two patients. You sat in instead of consulting yourself'
    const record = saved.headers.location!
    expect((await amara.get(record)).text).toContain(`Saved. It does not count: ${why}.`)
    expect(wordsOf(await amara.get(log))).toContain(why)
    const change = FormPage.from(await amara.get(`${record}/edit`), form)
    await change.fill({ 'f.newPatients': '3', 'f.consulted': 'yes', 'f.declared': 'yes' }).submit(amara).expect(303)
    expect((await amara.get(record)).text).toContain('Changes saved. It counts towards')
    await FormPage.from(await amara.get(`${record}/withdraw`), 'main form')
      .submit(amara)
      .expect(303)
  })

  it('copies the last one: three steps for the second clinic of the day', async () => {
    const home = await amara.get('/')
    expect(home.text).toContain('/records/new/clinic?copy=last')
    const page = FormPage.from(await amara.get('/records/new/clinic?copy=last'), form)
    expect(page.value('f.newPatients')).toBe('1')
    expect(page.value('f.declared')).toBeUndefined()
    const saved = await page.fill({ 'f.declared': 'yes', 'f.newPatients': '4' }).submit(amara, 'Save')
    expect(saved.status).toBe(303)
    expect(wordsOf(await amara.get(log))).toMatch(/1 of 40 clinics/)
  })

  it.each([
    ['a day to come', { 'f.heldOn': '2026-11-23' }],
    ['a day that is none', { 'f.heldOn': '2026-02-30' }],
    ['fewer than no patients', { 'f.newPatients': '-1' }],
    ['more patients than anybody sees', { 'f.newPatients': '1e309' }],
    ['words for a number', { 'f.newPatients': 'three' }],
    ['a setting that is not offered', { 'f.setting': 'moon' }],
  ])('takes no %s, says so at the field, and keeps what was typed', async (_what, wrong) => {
    const before = await world.db.record.count()
    const page = FormPage.from(await amara.get('/records/new/clinic'), form).fill(answers)
    const answer = await page.fill({ 'f.comment': 'Kept <b>words</b> ✍️' }).forge(wrong).submit(amara, 'Save')
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('invalid-feedback')
    expect(answer.text).toContain('Kept &lt;b&gt;words')
    expect(await world.db.record.count()).toBe(before)
  })

  it('R91: a note on difficulty reaches both supervisors’ homes', async () => {
    const page = FormPage.from(await amara.get('/records/new/clinic-difficulty'), form)
    const saved = await page.fill({ 'f.reasons': ['rota'], 'f.declared': 'yes' }).submit(amara, 'Save')
    expect(saved.status).toBe(303)
    for (const [name, role] of [
      ['helen', 'educationalSupervisor'],
      ['idris', 'clinicalSupervisor'],
    ] as const) {
      expect(wordsOf(await (await world.as(name, role)).get('/'))).toContain('Difficulty getting clinics')
    }
    expect(wordsOf(await (await world.as('ruth')).get('/'))).not.toContain('Difficulty getting clinics')
  })
})
