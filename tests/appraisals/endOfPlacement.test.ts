import { checkChain } from '../../src/evidence/index.ts'
import { enter } from '../support/enter.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const list = `/portfolios/${world.enrolment.amara}/appraisals`
const at = `${list}/new/end-of-placement`
const form = 'main form[data-autosave]'

type Agent = Awaited<ReturnType<typeof world.as>>

const written = {
  'f.overall': '3',
  'f.strengths': 'Careful and kind; <script>alert(1)</script> \u202eأمينة 🩺',
  'f.development': 'Procedures',
  'f.anyConcern': 'no',
  'f.declared': 'yes',
}

/** The answers that a level accepts, as the page offers them. */
async function filled(agent: Agent, more: Record<string, string> = {}) {
  const page = FormPage.from(await agent.get(at), form)
  const level = page.page.querySelectorAll('input[name="f.overall"]').at(-1)?.getAttribute('value') ?? '3'
  return page.fill({ ...written, 'f.overall': level, ...more })
}

describe('R51: the trainee and the end-of-placement appraisal', () => {
  it('meets the red cross with its words, on the list and on the page itself', async () => {
    const amara = await world.as('amara')
    const words = wordsOf(await amara.get(list))
    expect(words).toContain('End-of-placement appraisal')
    expect(words).toContain('Only your educational or clinical supervisor can write this.')
    const page = await amara.get(at)
    expect(page.status).toBe(200)
    expect(wordsOf(page)).toContain('Only your educational or clinical supervisor can write this.')
    expect(page.text).not.toContain('f.strengths')
    expect(wordsOf(await amara.get('/appraisals/new/end-of-placement'))).toContain('Only your educational')
  })

  it('gets a 403 that names who can, whatever is sent', async () => {
    const amara = await world.as('amara')
    const csrf = FormPage.from(await amara.get('/appraisals/new/induction-appraisal'), form)
    const hidden = { _csrf: csrf.value('_csrf')!, _role: csrf.value('_role')! }
    for (const path of [at, '/appraisals/new/end-of-placement']) {
      const refused = await amara
        .post(path)
        .type('form')
        .send({ ...hidden, ...written })
      expect(refused.status).toBe(403)
      expect(wordsOf(refused)).toContain('the educational supervisor or the clinical supervisor')
    }
    expect(await world.db.record.count({ where: { kind: 'appraisal' } })).toBe(0)
  })
})

describe('R52: nobody writes it in the supervisor’s place', () => {
  it.each([
    ['sam', 'the coordinator'],
    ['morgan', 'the administrator'],
    ['james', 'the director'],
    ['ruth', 'the tutor'],
  ] as const)('%s, %s, reads why not, and is refused', async (name, _what) => {
    const grant = await world.db.grant.findFirstOrThrow({ where: { personId: world.person[name] } })
    const agent = await world.as(name, `grant:${grant.id}`)
    const page = await agent.get(at)
    expect(wordsOf(page)).toContain('Only the trainee’s educational or clinical supervisor can write this.')
    const role = `grant:${grant.id}`
    const csrf = page.text.match(/name="_csrf" value="([^"]+)"/)?.[1] ?? ''
    const refused = await agent
      .post(at)
      .type('form')
      .send({ ...written, _role: role, _csrf: csrf })
    expect([403]).toContain(refused.status)
  })
})

describe('R70: a supervisor writes, reads through, and releases', () => {
  let helen: Agent
  let amara: Agent
  let id = ''
  let second: FormPage
  beforeAll(async () => {
    helen = await world.as('helen')
    amara = await world.as('amara')
    const clinic = { specialty: 'cardiology', setting: 'face-to-face', newPatients: 3, followUps: 0, consulted: true }
    await enter(world, 'amara', 'clinic', { ...clinic, heldOn: '2026-11-10' })
    await enter(world, 'amara', 'clinic', { ...clinic, heldOn: '2026-11-12' })
    await enter(world, 'amara', 'clinic', { ...clinic, heldOn: '2026-02-02' })
    const take = { site: world.ids.sites[0]!, months: 2, takesPerMonth: 5, patientsPerTake: 4 }
    await enter(world, 'amara', 'acute-take', { ...take, period: { from: '2026-08-05', to: '2026-10-05' } })
    await enter(world, 'amara', 'reflection-free', {
      category: 'case',
      happenedOn: '2026-11-01',
      text: 'Private thing',
    })
  })

  it('R137, R87: sees counts, totals and links of this post beside the form, prefilled with the post', async () => {
    const page = await helen.get(at)
    expect(headingOf(page.text)).toBe('End-of-placement appraisal')
    const words = wordsOf(page)
    expect(words).toContain('2 entries, 40 patients'.replace('2 entries', '1 entry'))
    expect(words).toMatch(/Clinic 2 entries/)
    expect(words).toContain('From 5 Aug 2026 to 2 Feb 2027')
    expect(words).not.toContain('Private thing')
    const open = FormPage.from(page, form)
    expect(open.value('f.post')).toBe('General medicine')
    expect(open.value('f.period.from')).toBe('2026-08-05')
    expect(open.value('f.period.to')).toBe('2027-02-02')
    expect(page.text).toContain(`/portfolios/${world.enrolment.amara}/logs/clinics`)
  })

  it.each([
    ['a range that ends before it begins', { 'f.period.from': '2027-02-02', 'f.period.to': '2026-08-05' }],
    ['a day to come', { 'f.writtenOn': '2030-01-01' }],
    ['a negative number of days', { 'f.daysAbsent': '-3' }],
    ['a huge number of days', { 'f.daysAbsent': '99999999999999999999' }],
    ['a concern without a word on it', { 'f.anyConcern': 'yes' }],
    ['no declaration', { 'f.declared': '' }],
    ['too much text', { 'f.strengths': 'x'.repeat(5001) }],
  ])('says what is wrong with %s, and keeps the rest', async (_what, wrong) => {
    const page = await filled(helen)
    const answer = await page.forge(wrong).submit(helen, 'Keep')
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('invalid-feedback')
    expect(answer.text).toContain('Procedures')
    expect(await world.db.record.count({ where: { kind: 'appraisal' } })).toBe(0)
    // D21: what was refused is the draft, right or wrong; the next one begins afresh.
    const draft = await world.db.draft.findFirstOrThrow({ where: { personId: world.person.helen } })
    expect(draft.values).toMatchObject({ 'f.development': 'Procedures' })
    await world.db.draft.deleteMany()
  })

  it('keeps it to the writer until it is released', async () => {
    second = await filled(await world.as('idris', 'clinicalSupervisor'))
    const concern = { 'f.anyConcern': 'yes', 'f.concern': 'Zebracrossing lateness' }
    const kept = await (await filled(helen, concern)).submit(helen, 'Keep')
    expect(kept.status).toBe(303)
    const record = await world.db.record.findFirstOrThrow({ where: { kind: 'appraisal' } })
    id = record.id
    expect(record).toMatchObject({ status: 'held', authorId: world.person.helen })
    expect(kept.headers.location).toBe(`${list}/${id}`)
    const mine = await helen.get(`${list}/${id}`)
    expect(wordsOf(mine)).toContain('Nobody but you can see this yet.')
    expect(wordsOf(mine)).toMatch(/Who can see this ?1 /)
    expect(mine.text).not.toContain('<script>alert')
    for (const [name, path] of [
      ['amara', `${list}/${id}`],
      ['amara', `/records/${id}`],
      ['idris', `${list}/${id}`],
      ['james', `${list}/${id}`],
      ['sam', `/records/${id}`],
    ] as const) {
      expect((await (await world.as(name)).get(path)).status).toBe(404)
    }
    expect(wordsOf(await amara.get(list))).not.toContain('not released')
    expect((await amara.get(`/portfolios/${world.enrolment.amara}/timeline`)).text).not.toContain(id)
    expect(await world.db.notice.count({ where: { personId: world.person.amara } })).toBe(0)
  })

  it('of two supervisors the first wins; the second is told who, and loses nothing', async () => {
    const idris = await world.as('idris', 'clinicalSupervisor')
    const own = (await idris.get(list)).text.match(/name="_csrf" value="([^"]+)"/)?.[1]
    const answer = await second.forge({ _csrf: own ?? '' }).submit(idris, 'Keep')
    expect(answer.status).toBe(409)
    expect(wordsOf(answer)).toContain('Dr Helen Marsh has written the end-of-placement appraisal for this post already')
    expect(await world.db.record.count({ where: { kind: 'appraisal' } })).toBe(1)
    expect((await world.db.draft.findFirstOrThrow({ where: { personId: world.person.idris } })).values).toMatchObject({
      'f.development': 'Procedures',
    })
    expect(wordsOf(await idris.get(at))).toContain('Dr Helen Marsh has written the end-of-placement appraisal')
    expect(wordsOf(await idris.get(list))).toContain('Dr Helen Marsh has written')
  })

  it('can be changed before release; a window that is behind is told so, and what it says is kept', async () => {
    const behind = FormPage.from(await helen.get(`${list}/${id}?edit=1`), form)
    const first = FormPage.from(await helen.get(`${list}/${id}?edit=1`), form)
    const done = await first
      .fill({ 'f.development': 'Procedures and clinics', 'f.declared': 'yes' })
      .submit(helen, 'Keep')
    expect(done.status).toBe(303)
    const late = await behind.fill({ 'f.development': 'Something else', 'f.declared': 'yes' }).submit(helen, 'Keep')
    expect(late.status).toBe(409)
    const again = await helen.get(`${list}/${id}`)
    expect(again.text).toContain('Something else')
    const record = await world.db.record.findUniqueOrThrow({ where: { id } })
    expect(record.values).toMatchObject({ development: 'Procedures and clinics' })
    await FormPage.from(again, '.restore form').submit(helen)
  })

  it('only its writer releases it; then it is signed, chained, told, and read by the trainee', async () => {
    const page = FormPage.from(await helen.get(`${list}/${id}`), 'form[action$="/release"]')
    const idris = await world.as('idris', 'clinicalSupervisor')
    const own = (await idris.get(list)).text.match(/name="_csrf" value="([^"]+)"/)?.[1] ?? ''
    const other = await idris
      .post(`${list}/${id}/release`)
      .type('form')
      .send({ _csrf: own, _role: 'clinicalSupervisor' })
    expect(other.status).toBe(404)
    const done = await page.submit(helen)
    expect(done.status).toBe(303)
    const again = await page.forge({ _key: 'another-key-entirely' }).submit(helen)
    expect(again.status).toBe(403)
    const version = await world.db.recordVersion.findFirstOrThrow({ where: { recordId: id } })
    expect(version).toMatchObject({ signerId: world.person.helen, assurance: 'account' })
    expect(JSON.stringify(version.rendered)).toContain('40 patients')
    expect(await checkChain({ db: world.db as never, services: world.services }, world.person.amara)).toEqual([])
    const told = await world.db.notice.findMany({ where: { personId: world.person.amara } })
    expect(told.map(({ text }) => text)).toEqual(['Dr Helen Marsh has signed your end-of-placement appraisal'])
    expect(told[0]!.href).toBe(`${list}/${id}`)
    const mail = await world.db.mail.findFirstOrThrow({ where: { purpose: 'appraisal.released' } })
    expect(mail.link).toMatchObject({ path: `${list}/${id}` })
    const read = wordsOf(await amara.get(`${list}/${id}`))
    for (const words of ['Careful and kind', 'Add the comment', 'Who can see this', 'Dr James Osei'])
      expect(read).toContain(words)
    // What the portfolio held when it was signed, for whoever reads it, and whatever is entered since.
    for (const reader of [amara, helen]) {
      const signed = wordsOf(await reader.get(`${list}/${id}`))
      expect([signed.includes('40 patients'), signed.includes('Nothing is recorded yet')]).toEqual([true, false])
    }
    expect(wordsOf(await amara.get(`/records/${id}`))).toContain('Careful and kind')
    expect(await world.db.auditEvent.count({ where: { type: 'appraisal.released', recordId: id } })).toBe(1)
    expect(wordsOf(await amara.get(list))).toContain('signed')
  })

  it('a concern noted in confidence is read by those who answer for the trainee, and found by nobody else', async () => {
    const found = async (agent: Agent) =>
      (await agent.get(`/portfolios/${world.enrolment.amara}/timeline?q=Zebracrossing`)).text.includes(id)
    const grant = await world.db.grant.findFirstOrThrow({ where: { personId: world.person.ruth } })
    const tutor = await world.as('ruth', `grant:${grant.id}`)
    expect([await found(helen), await found(amara), await found(tutor)]).toEqual([true, true, false])
    expect(wordsOf(await tutor.get(`/records/${id}`))).toContain(
      'its writer, the educational supervisor and the director',
    )
  })

  it('the database itself holds one for each post', async () => {
    const first = await world.db.appraisal.findFirstOrThrow({ where: { recordId: id } })
    const other = await enter(world, 'amara', 'reflection-free', {
      category: 'case',
      happenedOn: '2026-11-02',
      text: 'Another record',
    })
    const twice = world.db.$executeRaw`insert into "Appraisal" ("recordId", "placementId", "onlyFor")
      values (${other}::uuid, ${first.placementId}::uuid, ${first.onlyFor})`
    await expect(twice).rejects.toThrow()
  })

  it('D66: coordinators and administrators see that it is there, not what it says', async () => {
    for (const name of ['sam', 'morgan'] as const) {
      const agent = await world.as(name)
      expect(wordsOf(await agent.get(list))).toContain('End-of-placement appraisal')
      const answer = await agent.get(`${list}/${id}`)
      expect(answer.status).toBe(200)
      expect(answer.text).not.toContain('Careful')
      expect(wordsOf(answer)).toContain('not what was written')
    }
  })

  it('is not there for strangers', async () => {
    for (const name of ['tom', 'priya'] as const) expect((await (await world.as(name)).get(list)).status).toBe(404)
    expect((await world.visitor().get(list)).headers.location).toContain('/sign-in')
    for (const odd of ['nothing', '00000000-0000-7000-8000-000000000000', '%00']) {
      expect([400, 404]).toContain((await helen.get(`${list}/${odd}`)).status)
    }
    expect((await helen.get(`${list}/new/clinic`)).status).toBe(404)
  })
})
