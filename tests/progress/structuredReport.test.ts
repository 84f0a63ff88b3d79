import { newId } from '../../src/kit/ids.ts'
import { dbDate } from '../../src/kit/periods.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { stagedWorld } from './intensiveCare.ts'

const world = await stagedWorld('intensive-care/2021.1')
const own = `/portfolios/${world.mei.enrolmentId}`
const grants = {
  tutor: (await world.db.grant.findFirstOrThrow({ where: { personId: world.person.ruth, programmeId: { not: null } } }))
    .id,
  advisor: newId(),
}
await world.db.grant.create({
  data: {
    ...{ id: grants.advisor, personId: world.person.idris, role: 'regionalAdvisor', from: dbDate('2022-01-01') },
    ...{ scopeKind: 'network', scopeId: world.ids.network },
  },
})
await world.db.enrolment.update({ where: { id: world.mei.enrolmentId }, data: { reviewOn: dbDate('2027-06-11') } })
const mei = await world.asPerson(world.mei.personId, `own:${world.mei.enrolmentId}`)
const helen = await world.as('helen')
const ruth = await world.as('ruth', `grant:${grants.tutor}`)
const advisor = await world.as('idris', `grant:${grants.advisor}`)
const form = 'main form[data-autosave]'
type Agent = typeof mei

/** Writes a form that a supervisor alone writes, and releases it. */
async function writeAndRelease(agent: Agent, key: string, typed: Record<string, string>): Promise<string> {
  const page = FormPage.from(await agent.get(`${own}/appraisals/new/${key}`).expect(200), form)
  expect((await page.fill(typed).submit(agent)).status).toBe(303)
  const { id } = await world.db.record.findFirstOrThrow({ where: { formKey: key } })
  await mei.get(`/records/${id}`).expect(404)
  await FormPage.from(await agent.get(`${own}/appraisals/${id}`), 'form[action$="/release"]').submit(agent)
  return id
}

describe('the structured report for a panel', () => {
  const recent = { id: '' }

  it('R52, A1: is begun by the trainee with their placements, and completed by the educational supervisor alone', async () => {
    const page = FormPage.from(await mei.get('/appraisals/new/esr').expect(200), form)
    expect(page.names()).not.toContain('f.recommendation')
    const placement = { hospital: 'St Bede’s', role: 'Intensive care', from: '2026-08-05', to: '2026-11-20' }
    const sent = await page
      .fill({
        ...{ 'f.covered.from': '2026-08-05', 'f.covered.to': '2026-11-20', 'f.achieved': 'Airway, lines, donation.' },
        ...Object.fromEntries(Object.entries(placement).map(([key, value]) => [`f.placements.0.${key}`, value])),
      })
      .submit(mei, 'Send')
    expect(sent.status).toBe(303)
    recent.id = (await world.db.record.findFirstOrThrow({ where: { formKey: 'esr' } })).id
    for (const other of [ruth, advisor])
      expect((await other.get(`${own}/appraisals/${recent.id}`)).text).not.toContain('f.recommendation')
    const theirs = FormPage.from(await helen.get(`${own}/appraisals/${recent.id}`).expect(200), form)
    expect(theirs.names().filter((name) => name.startsWith('f.outcomes.'))).toHaveLength(14)
    const done = await theirs
      .fill({
        ...{ 'f.outcomesComment': 'Ahead in H5.', 'f.daysAbsent': '2', 'f.anyConcern': 'no', 'f.revalidation': 'no' },
        ...{ 'f.recommendation': 'on-course', 'f.summary': 'A good half-year.', 'f.declared': 'yes' },
      })
      .submit(helen)
    expect(done.status).toBe(303)
    expect(await world.figure('esr')).toMatchObject({ have: 1 })
    const read = wordsOf(await mei.get(`/records/${recent.id}`).expect(200))
    for (const words of ['St Bede’s', 'A good half-year.']) expect(read).toContain(words)
  })

  it('A1: is countersigned by the faculty tutor, who says why when not in agreement', async () => {
    expect((await helen.get(`${own}/appraisals/new/esr-countersignature`)).text).not.toContain('f.agrees')
    const page = FormPage.from(await ruth.get(`${own}/appraisals/new/esr-countersignature`).expect(200), form)
    const refused = await page
      .fill({ 'f.reportOn': '2026-11-20', 'f.agrees': 'disagree', 'f.declared': 'yes' })
      .submit(ruth)
    expect(refused.status).toBe(422)
    expect(wordsOf(refused)).toContain('Say what you would add, or why you do not agree')
    expect(await world.figure('esr-countersignature')).toMatchObject({ have: 0 })
    const answers = { 'f.reportOn': '2026-11-20', 'f.agrees': 'agree', 'f.declared': 'yes' }
    await writeAndRelease(ruth, 'esr-countersignature', answers)
    expect(await world.figure('esr-countersignature')).toMatchObject({ have: 1 })
  })

  it('A1: is followed by the certificate of the stage, which the regional advisor signs and nobody else', async () => {
    for (const other of [helen, ruth])
      expect((await other.get(`${own}/appraisals/new/stage-certificate`)).text).not.toContain('f.completedOn')
    const certificate = {
      'f.stage': '1',
      'f.completedOn': '2026-11-01',
      'f.panelOn': '2026-11-10',
      'f.declared': 'yes',
    }
    const id = await writeAndRelease(advisor, 'stage-certificate', certificate)
    expect(wordsOf(await mei.get(`/records/${id}`).expect(200))).toContain('Stage 1')
    expect(await world.figure('stage-certificate')).toMatchObject({ have: 1, need: 1 })
  })
})
