import { readingsOf } from '../../src/progress/index.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { radiology } from '../support/radiology.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const here = await radiology(world)
const own = `/portfolios/${here.enrolment.oscar}`
const autosaved = 'main form[data-autosave]'

type Agent = Awaited<ReturnType<typeof world.as>>
let oscar: Agent
let grace: Agent
beforeAll(async () => {
  oscar = await here.as('oscar')
  grace = await here.as('grace')
})

/** Writes a form of the trainee's own and returns the record's id. */
async function entered(formKey: string, values: Record<string, string>): Promise<string> {
  const page = FormPage.from(await oscar.get(`/records/new/${formKey}`), autosaved)
  const answer = await page.fill({ ...values, 'f.declared': 'yes' }).submit(oscar)
  expect(answer.status).toBe(303)
  const record = await world.db.record.findFirstOrThrow({ where: { formKey }, orderBy: { id: 'desc' } })
  return record.id
}

describe('R13: a programme whose director of a site looks after the trainee', () => {
  it('R49: names the director to the trainee, and no supervisor that the programme does not have', async () => {
    const words = wordsOf(await oscar.get('/'))
    expect(words).toContain('Director of Training')
    expect(words).toContain('Dr Grace Wu')
    expect(words).not.toMatch(/educational supervisor/i)
    expect(words).not.toMatch(/clinical supervisor/i)
    expect(words).toContain('This phase: Phase 1')
  })

  it('leads the trainee to the logs and forms of this programme alone', async () => {
    const home = await oscar.get('/')
    expect(home.text).toContain(`${own}/logs/experience`)
    expect(home.text).not.toContain('/logs/clinics')
    const create = wordsOf(await oscar.get('/create'))
    for (const title of [
      'Experience so far',
      'Report Writing Module',
      'Cultural safety course',
      'Critically appraised topic',
    ])
      expect(create).toContain(title)
    const certificates = wordsOf(await oscar.get(`${own}/certificates`))
    expect(certificates).toContain('Add: Report Writing Module')
    expect(certificates).toContain('Add: Certificate')
  })

  it.each(['', '/curriculum', '/progress', '/timeline', '/appraisals', '/certificates', '/logs/experience'])(
    'opens the portfolio%s to the director',
    async (path) => {
      expect((await grace.get(`${own}${path}`)).status).toBe(200)
    },
  )

  it('R8: puts no supervisor on record where the programme has none', async () => {
    expect((await grace.get(`/trainees/${here.enrolment.oscar}/supervisors`)).status).toBe(404)
    expect((await (await here.as('hugo')).get(`/trainees/${here.enrolment.oscar}/supervisors`)).status).toBe(404)
  })

  it('shows the director their trainees, and nobody of another programme', async () => {
    const words = wordsOf(await grace.get('/trainees'))
    expect(words).toContain('Dr Oscar Lindqvist')
    expect(words).not.toContain('Okafor')
    expect((await grace.get(`/portfolios/${world.enrolment.amara}`)).status).toBe(404)
  })
})

describe('the six-monthly review', () => {
  const at = `${own}/appraisals/new/dot-review`
  const written = {
    'f.reviewed.from': '2026-02-02',
    'f.reviewed.to': '2026-08-02',
    'f.progress': 'on-track',
    'f.strengths': 'Careful reports',
    'f.development': 'Ultrasound',
    'f.plan': 'Two lists a week',
    'f.declared': 'yes',
  }

  async function review(metOn: string): Promise<string> {
    const page = FormPage.from(await grace.get(at), autosaved)
    const kept = await page.fill({ ...written, 'f.metOn': metOn }).submit(grace)
    expect(kept.status).toBe(303)
    const path = String(kept.headers.location)
    const release = FormPage.from(await grace.get(path), `main form[action="${path}/release"]`)
    expect((await oscar.get(path)).status).toBe(404)
    expect((await release.submit(grace)).status).toBe(303)
    return path
  }

  it('R51: is locked to the trainee, with who writes it', async () => {
    const page = await oscar.get(at)
    expect(wordsOf(page)).toContain('Only your Director of Training can write this.')
    expect(page.text).not.toContain('f.strengths')
  })

  it('R52: is written by the director alone, not by whoever looks on', async () => {
    for (const name of ['hugo', 'nina'] as const) {
      const page = await (await here.as(name)).get(at)
      expect(page.text).not.toContain('f.strengths')
    }
  })

  it('R70: is held, released and read, more than once in a rotation', async () => {
    const first = await review('2026-08-03')
    const page = await oscar.get(first)
    expect(headingOf(page.text)).toContain('Director of Training review')
    expect(wordsOf(page)).toContain('Two lists a week')
    await review('2026-11-20')
    expect(await world.db.record.count({ where: { formKey: 'dot-review', status: 'signed' } })).toBe(2)
    const version = await world.db.recordVersion.findFirstOrThrow({ orderBy: { signedAt: 'desc' } })
    expect(version).toMatchObject({ signerName: 'Dr Grace Wu', assurance: 'account' })
    expect(version.signerRole).toMatch(/director of training/i)
  })
})

describe('sign-off by the director', () => {
  it('R108, R110: tells the director what waits, and takes their judgement', async () => {
    const snapshot = await entered('teaching', {
      'f.title': 'Anatomy of the chest',
      'f.heldOn': '2026-10-10',
      'f.part': 'gave',
    })
    const linking = FormPage.from(await oscar.get(`${own}/link-records?record=${snapshot}`), 'main form[method="post"]')
    expect((await linking.fill({ items: 'area-anatomy', records: snapshot }).submit(oscar)).status).toBe(303)
    const rating = await oscar.get(`${own}/curriculum?open=area-anatomy&mode=rate`)
    const self = FormPage.from(rating, 'main form[action$="area-anatomy/self-assessment"]')
    const rated = await self
      .fill({ 'f.level': '3', 'f.justification': 'I taught the anatomy of the chest to students and was asked back.' })
      .forge({ 'f.declared': 'yes' })
      .submit(oscar)
    expect(rated.status).toBe(303)
    const home = wordsOf(await grace.get('/'))
    expect(home).toContain('Dr Oscar Lindqvist rated themselves on')
    expect(home).toMatch(/of Dr Oscar Lindqvist can be signed off/)
    const signing = FormPage.from(await grace.get(`${own}/sign-off/area-anatomy`), autosaved)
    const signed = await signing
      .fill({ 'f.level': '3', 'f.singleReason': 'It explores the area well', 'f.declared': 'yes' })
      .submit(grace)
    expect(signed.status).toBe(303)
    expect(await world.db.judgement.count({ where: { kind: 'supervisor', itemKey: 'area-anatomy', level: 3 } })).toBe(1)
  })

  it('is refused to the network director and the officer, who read', async () => {
    for (const name of ['hugo', 'nina'] as const) {
      const page = await (await here.as(name)).get(`${own}/sign-off/area-anatomy`)
      expect(page.text).not.toContain('name="f.level"')
    }
  })
})

describe('experience', () => {
  it('counts the latest total that the director approved', async () => {
    const totals = (on: string, ct: string) =>
      entered('etr-snapshot', {
        'f.countedOn': on,
        'f.source': 'ris-pacs',
        'f.plainXray': '900',
        'f.ct': ct,
        'f.mri': '20',
      })
    const first = await totals('2026-08-01', '700')
    const second = await totals('2026-11-01', '1200')
    const have = async () => {
      const pack = await world.services.packs.get(here.packVersion)
      const [reading] = await readingsOf(
        { db: world.db, now: world.clock.now() },
        here.enrolment.oscar,
        pack,
        ({ id }) => id === 'etr-ct-phase-1',
      )
      return reading?.evaluation
    }
    expect((await have())?.have).toBe(0)
    expect((await have())?.notCounted.map(({ why }) => why)).toContain('Not yet approved by your Director of Training')
    for (const id of [first, second]) {
      const page = await grace.get(`/records/${id}`)
      const confirm = FormPage.from(page, `main form[action="/records/${id}/confirm"]`)
      expect((await confirm.submit(grace)).status).toBe(303)
    }
    expect((await have())?.have).toBe(1200)
    expect((await oscar.get(`/records/${first}`)).text).toContain('Confirmed')
    expect(wordsOf(await oscar.get(`${own}/logs/experience`))).not.toContain('1900')
  })

  it('waits at the director’s home until it is approved, and only there', async () => {
    const id = await entered('etr-snapshot', {
      'f.countedOn': '2026-11-20',
      'f.source': 'logbook',
      'f.plainXray': '1000',
      'f.ct': '1300',
      'f.mri': '25',
    })
    expect((await grace.get('/')).text).toContain(`/records/${id}`)
    const hugo = await here.as('hugo')
    const read = await hugo.get(`/records/${id}`)
    expect(read.status).toBe(200)
    expect(read.text).not.toContain(`/records/${id}/confirm`)
  })
})

describe('R6, R99: a clinical supervisor sees what was sent to them, and nothing around it', () => {
  it.each([
    '',
    '/curriculum',
    '/progress',
    '/timeline',
    '/appraisals',
    '/certificates',
    '/logs/experience',
    '/library',
  ])('not the portfolio%s', async (path) => {
    const victor = await here.as('victor')
    expect((await victor.get(`${own}${path}`)).status).toBe(404)
  })

  it('not on a list of trainees, nor on the home', async () => {
    const victor = await here.as('victor')
    expect((await victor.get('/')).text).not.toContain('Oscar')
    expect((await victor.get('/trainees')).text).not.toContain('Oscar')
  })
})

describe('asking for an assessment', () => {
  it('R99: a clinical supervisor completes what was sent to them, reads it again, and the director reads it too', async () => {
    const page = FormPage.from(await oscar.get('/assessments/new?form=reporting-assessment'), autosaved)
    const asked = await page
      .fill({ 'f.title': 'Afternoon of emergency CT', 'f.seenOn': '2026-11-20', 'f.modalities': 'ct' })
      .forge({ assessor: here.person.victor })
      .submit(oscar)
    expect(asked.status).toBe(303)
    const { id } = await world.db.record.findFirstOrThrow({ where: { formKey: 'reporting-assessment' } })
    const victor = await here.as('victor')
    expect((await victor.get('/')).text).toContain(`/assess/${id}`)
    const form = FormPage.from(await victor.get(`/assess/${id}`), autosaved)
    const done = await form
      .fill({ 'f.overall': '3', 'f.doneWell': 'Systematic', 'f.position': 'consultant', 'f.registration': 'MED1' })
      .fill({ 'f.declared': 'yes' })
      .submit(victor)
    expect(done.status).toBe(303)
    for (const reader of [victor, grace, oscar]) {
      const read = await reader.get(`/records/${id}`)
      expect(read.status).toBe(200)
      expect(wordsOf(read)).toContain('Systematic')
    }
  })

  it('R97, R98: a topic goes to the director of the site; anybody else is refused with the cause', async () => {
    const page = FormPage.from(await oscar.get('/assessments/new?form=cat'), autosaved)
    const answer = await page
      .fill({ 'f.population': 'Suspected cord compression', 'f.intervention': 'MRI', 'f.result': 'Time to treatment' })
      .fill({
        'f.search': 'Two databases',
        'f.appraisal': 'Small studies',
        'f.answer': 'MRI first',
        'f.seenOn': '2026-11-01',
      })
      .forge({ assessor: here.person.victor })
      .submit(oscar)
    expect(answer.status).toBe(422)
    const words = wordsOf(answer)
    expect(words).toContain(
      'The user you are trying to invite does not have the correct role and/or relationship to you',
    )
    expect(words).toContain('Director of Training')
  })
})
