import { parse } from 'node-html-parser'
import { enter } from '../support/enter.ts'
import { headingOf, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const page = (section: string, of: 'amara' | 'tom' = 'amara') => `/portfolios/${world.enrolment[of]}/logs/${section}`

const clinic = {
  heldOn: '2026-11-10',
  specialty: 'cardiology',
  setting: 'face-to-face',
  newPatients: 3,
  followUps: 2,
  consulted: true,
}

const rows = (text: string) =>
  parse(text)
    .querySelectorAll('#entries ~ table tbody tr, [aria-labelledby=entries] tbody tr')
    .map((row) => row.text.replace(/\s+/g, ' ').trim())

describe('an empty log', () => {
  it('R87: teaches what belongs there, and offers the one button', async () => {
    const amara = await world.as('amara')
    const answer = await amara.get(page('clinics'))
    expect(answer.status).toBe(200)
    expect(headingOf(answer.text)).toBe('Clinics')
    expect(wordsOf(answer)).toContain('Nothing logged yet')
    expect(answer.text).toContain('/records/new/clinic"')
    expect(answer.text).not.toContain('copy=last')
  })

  it('is there for each kind of log of the pack and for nothing else', async () => {
    const amara = await world.as('amara')
    for (const section of ['clinics', 'procedures', 'take', 'teaching']) {
      expect((await amara.get(page(section))).status).toBe(200)
    }
    for (const section of ['reflections', 'nothing', '%27%3B--', '..%2Fclinics']) {
      expect((await amara.get(page(section))).status).toBe(404)
    }
    expect((await amara.get(`/portfolios/not-an-id/logs/clinics`)).status).toBe(404)
  })
})

describe('the clinic log', () => {
  let amara: Awaited<ReturnType<typeof world.as>>
  beforeAll(async () => {
    amara = await world.as('amara')
    await enter(world, 'amara', 'clinic', clinic)
    await enter(world, 'amara', 'clinic', { ...clinic, heldOn: '2026-11-11', newPatients: 1, followUps: 0 })
    await enter(world, 'amara', 'clinic', { ...clinic, heldOn: '2026-11-12', consulted: false })
    await enter(world, 'amara', 'clinic', {
      ...clinic,
      heldOn: '2026-11-13',
      supervisor: '<script>alert(1)</script> عيادة 🩺',
    })
  })

  it('R89: keeps what does not count and says why, entry by entry', async () => {
    const answer = await amara.get(page('clinics'))
    const found = rows(answer.text)
    expect(found).toHaveLength(4)
    expect(found[0]).toMatch(/13 Nov 2026.*counts/)
    expect(found[1]).toMatch(/12 Nov 2026.*does not count.*You sat in instead of consulting yourself/)
    expect(found[2]).toMatch(/11 Nov 2026.*does not count.*Fewer than two patients/)
    expect(wordsOf(answer)).toContain('Do not count')
    expect(answer.text).not.toContain('<script>alert')
  })

  it('R88: says have, need and pace, as a meter, a plot and a table', async () => {
    const answer = await amara.get(page('clinics'))
    const words = wordsOf(answer)
    expect(words).toContain('of 40 clinics')
    expect(words).toContain('Clinics: pace to 80')
    expect(words).toContain('By month: what counts, and what is expected')
    const light = await amara.get(`${page('clinics')}/pace.svg`)
    expect(light.status).toBe(200)
    expect(light.headers['content-type']).toContain('image/svg+xml')
    const dark = await amara.get(`${page('clinics')}/pace.svg?scheme=dark`)
    expect(String(dark.body)).not.toBe(String(light.body))
    expect(String(light.body)).not.toMatch(/style=|<script/)
  })

  it('R90: shows the variety of settings, and says when one is most', async () => {
    for (const day of ['05', '06', '07']) await enter(world, 'amara', 'clinic', { ...clinic, heldOn: `2026-11-${day}` })
    const answer = await amara.get(page('clinics'))
    expect(wordsOf(answer)).toContain('Most of your clinics are of one kind')
    expect((await amara.get(`${page('clinics')}/variety.svg`)).status).toBe(200)
    expect((await amara.get(`${page('take')}/variety.svg`)).status).toBe(404)
  })

  it('D60: counts the larger of a summary and the single entries of its days', async () => {
    await enter(world, 'amara', 'clinic-summary', {
      period: { from: '2026-11-01', to: '2026-11-20' },
      site: world.ids.sites[0]!,
      specialty: 'cardiology',
      setting: 'face-to-face',
      clinics: 12,
      meetsDefinition: true,
    })
    const words = wordsOf(await amara.get(page('clinics')))
    expect(words).toContain('Included in the summary of 1 Nov 2026 to 20 Nov 2026')
    expect(words).toContain('12 clinics')
    expect(words).toContain('Copy last clinic')
  })

  it('R91: has tips, and a note about clinics that are hard to get tells both supervisors', async () => {
    const answer = await amara.get(page('clinics'))
    expect(wordsOf(answer)).toContain('Getting to clinics')
    expect(answer.text).toContain('/records/new/clinic-difficulty')
    await enter(world, 'amara', 'clinic-difficulty', { notedOn: '2026-11-20', reasons: ['ward-cover'] })
    const told = await world.db.notice.findMany({ where: { kind: 'note.submitted' } })
    expect(told.map(({ personId, roleKey }) => [personId, roleKey]).sort()).toEqual(
      [
        [world.person.helen, 'educationalSupervisor'],
        [world.person.idris, 'clinicalSupervisor'],
      ].sort(),
    )
    expect(told[0]!.text).toBe('Dr Amara Okafor: Difficulty getting clinics')
    const helen = await world.as('helen')
    expect(wordsOf(await helen.get(page('clinics')))).toContain('Ward cover or staffing')
  })
})

describe('the other logs', () => {
  it('groups procedures, skills laboratory apart from patients', async () => {
    const amara = await world.as('amara')
    const done = { procedure: 'lumbar-puncture', doneOn: '2026-11-10', onWhom: 'patient', role: 'performed' }
    await enter(world, 'amara', 'procedure-log', { ...done, supervision: 'direct' })
    await enter(world, 'amara', 'procedure-log', { ...done, role: 'observed' })
    await enter(world, 'amara', 'procedure-log', { ...done, onWhom: 'skills-lab', supervision: 'direct' })
    const table = parse((await amara.get(page('procedures'))).text).querySelector('[aria-labelledby=tally] tbody')
    const cells = table?.querySelectorAll('td').map((cell) => cell.text.replace(/\s+/g, ' ').trim())
    expect(cells).toEqual(['Lumbar puncture', '2 1 performed, 1 observed', '1 1 performed', '3'])
  })

  it('sums up the take of a post', async () => {
    const amara = await world.as('amara')
    await enter(world, 'amara', 'acute-take', {
      period: { from: '2026-08-05', to: '2026-11-04' },
      site: world.ids.sites[0]!,
      months: 3,
      takesPerMonth: 4,
      patientsPerTake: 6,
    })
    const words = wordsOf(await amara.get(page('take')))
    expect(words).toContain('72 patients')
    expect(words).toContain('Patients seen on the acute take')
  })

  it('counts teaching in hours', async () => {
    const amara = await world.as('amara')
    await enter(world, 'amara', 'teaching-attended', {
      title: 'Sepsis',
      attendedOn: '2026-11-02',
      hours: 2.5,
      format: 'lecture',
      topic: 'internal-medicine',
      approved: true,
    })
    expect(wordsOf(await amara.get(page('teaching')))).toContain('2.5 hours')
  })
})

describe('who sees a log', () => {
  it('R137: supervisors see log and totals, cannot add, and their look is recorded', async () => {
    const helen = await world.as('helen')
    const answer = await helen.get(page('clinics'))
    expect(headingOf(answer.text)).toBe('Clinics of Dr Amara Okafor')
    expect(wordsOf(answer)).toContain('Only the trainee can write this.')
    expect(answer.text).not.toContain('/records/new/')
    const looks = await world.db.auditEvent.findMany({
      where: { type: 'portfolio.viewed', actorId: world.person.helen },
    })
    expect(looks.at(-1)?.data).toEqual({ what: 'clinics' })
  })

  it.each([
    ['idris', 'clinicalSupervisor', 200],
    ['idris', 'educationalSupervisor', 404],
    ['ruth', undefined, 200],
    ['james', undefined, 200],
    ['tom', undefined, 404],
    ['priya', undefined, 404],
  ] as const)('R44: %s as %s meets %i', async (name, role, status) => {
    const key = role ?? (await rolesOf(name))
    const agent = await world.as(name, key)
    expect((await agent.get(page('clinics'))).status).toBe(status)
    expect((await agent.get(`${page('clinics')}/pace.svg`)).status).toBe(status)
  })

  it.each(['sam', 'morgan'] as const)('D66: %s sees dates and counts, not what was written', async (name) => {
    const agent = await world.as(name)
    const answer = await agent.get(page('clinics'))
    expect(answer.status).toBe(200)
    expect(wordsOf(answer)).toContain('not what was written')
    expect(wordsOf(answer)).not.toContain('Cardiology')
    expect(wordsOf(answer)).not.toContain('Most of your clinics')
    expect((await agent.get(`${page('clinics')}/variety.svg`)).status).toBe(404)
  })

  it('is not there for visitors', async () => {
    expect((await world.visitor().get(page('clinics'))).headers.location).toContain('/sign-in')
  })

  it('shrugs at pages that are not there', async () => {
    const amara = await world.as('amara')
    for (const at of ['0', '-1', '999999999', 'x', "1'--"]) {
      expect((await amara.get(`${page('clinics')}?page=${encodeURIComponent(at)}`)).status).toBe(200)
    }
  })
})

/** Ruth supervises Tom as well; here she is the tutor of the site. */
async function rolesOf(name: 'ruth' | 'james' | 'tom' | 'priya' | 'idris'): Promise<string | undefined> {
  if (name === 'tom' || name === 'priya') return undefined
  const grant = await world.db.grant.findFirst({ where: { personId: world.person[name] } })
  return grant ? `grant:${grant.id}` : undefined
}
