import { FormPage, wordsOf } from '../support/forms.ts'
import { stagedWorld } from './intensiveCare.ts'

const world = await stagedWorld('intensive-care/2021.1')
const own = `/portfolios/${world.mei.enrolmentId}`
const mei = await world.asPerson(world.mei.personId, `own:${world.mei.enrolmentId}`)
const { id: tutor } = await world.db.grant.findFirstOrThrow({
  where: { personId: world.person.ruth, programmeId: { not: null } },
})
const helen = await world.as('helen')
const idris = await world.as('idris')
const ruth = await world.as('ruth', `grant:${tutor}`)
const summary = `${own}/appraisals/new/mcr-summary`
const canary = 'CANARY-plover'

describe('reports by consultants in a programme whose educational supervisor sums them up', () => {
  let report = ''

  it('C13: are asked of consultants, and not of the educational supervisor', async () => {
    const page = await mei.get('/assessments/new?form=mcr').expect(200)
    expect(wordsOf(page)).toContain('This is your educational supervisor, who does not write an MCR about you.')
    const forged = FormPage.from(page, 'main form.form').forge({ assessor: world.person.helen })
    expect((await forged.submit(mei)).status).toBe(422)
    const sent = await FormPage.from(page, 'main form.form').fill({ assessor: world.person.idris }).submit(mei)
    report = sent.headers.location!.split('/').at(-1)!
    expect(await world.figure('mcr')).toMatchObject({ have: 0, need: 1 })
  })

  it('C13: say what was below expectations, carry their writer’s name, and count by consultant', async () => {
    const form = FormPage.from(await idris.get(`/assess/${report}`), 'main form.form').fill({
      ...{ 'f.period.from': '2026-09-01', 'f.period.to': '2026-11-01', 'f.contact': ['on-call', 'families'] },
      ...{ 'f.seenOn': '2026-11-10', 'f.overall': '2', 'f.domains.records': '1', 'f.doneWell': 'Calm at night.' },
      ...{ 'f.position': 'consultant', 'f.registration': 'GMC 1234567', 'f.declared': 'yes' },
    })
    const refused = await form.submit(idris)
    expect(refused.status).toBe(422)
    expect(wordsOf(refused)).toContain('Say what was below expectations, with examples')
    await form.fill({ 'f.specifics': 'Handover notes came late twice.' }).submit(idris)
    expect(await world.figure('mcr')).toMatchObject({ have: 1, need: 1 })
    expect(await world.figure('mcr-summary')).toMatchObject({ have: 0, need: 1 })
    for (const agent of [helen, mei]) {
      const page = wordsOf(await agent.get(`/records/${report}`).expect(200))
      for (const words of ['Dr Idris Khan', 'Handover notes came late twice.']) expect(page).toContain(words)
    }
  })

  it('C13, R52: are summed up by the educational supervisor in person, and by nobody else', async () => {
    for (const agent of [idris, ruth, mei]) expect((await agent.get(summary)).text).not.toContain('f.toWorkOn')
    const page = FormPage.from(await helen.get(summary), 'main form[data-autosave]').fill({
      ...{ 'f.period.from': '2026-09-01', 'f.period.to': '2026-11-01', 'f.reports': '1', 'f.consultants': '4' },
      ...{ 'f.overall': '2', 'f.strengths': 'Calm.', 'f.toWorkOn': 'Write handover first.', 'f.anyBelow': 'yes' },
      ...{ 'f.declared': 'yes' },
    })
    const refused = await page.submit(helen)
    expect(refused.status).toBe(422)
    expect(wordsOf(refused)).toContain('Say what was below expectations, and what is being done')
    const sent = await page.fill({ 'f.below': 'Notes; looked at weekly.' }).submit(helen)
    expect(sent.status).toBe(303)
    const { id } = await world.db.record.findFirstOrThrow({ where: { formKey: 'mcr-summary' } })
    await mei.get(`/records/${id}`).expect(404)
    // What is kept is not released yet, and counts for nothing.
    expect(await world.figure('mcr-summary')).toMatchObject({ have: 0, need: 1 })
    await FormPage.from(await helen.get(`${own}/appraisals/${id}`), 'form[action$="/release"]').submit(helen)
    expect(await world.figure('mcr-summary')).toMatchObject({ have: 1, need: 1 })
    expect(wordsOf(await mei.get(`/records/${id}`).expect(200))).toContain('Write handover first.')
  })
})

describe('feedback on the unit', () => {
  it('C14: counts for the block, and nobody who follows the trainee reads a word of it', async () => {
    const page = FormPage.from(await mei.get('/site-ratings/new').expect(200), 'main form.form')
    const rated = page.names().filter((name) => name.startsWith('f.ratings.'))
    const ratings = Object.fromEntries(rated.map((name) => [name, '2']))
    const answers = { 'f.overall': '2', 'f.recommend': 'no', 'f.change': `${canary}: the rota`, 'f.declared': 'yes' }
    expect((await page.fill({ ...ratings, ...answers }).submit(mei)).headers.location).toBe('/site-ratings')
    expect(await world.figure('unit-feedback')).toMatchObject({ have: 1 })
    const { id } = await world.db.siteRating.findFirstOrThrow()
    for (const agent of [helen, idris, ruth]) {
      await agent.get(`/site-ratings/${id}`).expect(404)
      for (const path of ['/site-ratings', own, `${own}/timeline?q=plover`, `${own}/progress/unit-feedback`])
        expect([path, (await agent.get(path)).text.includes(canary)]).toEqual([path, false])
    }
    expect(wordsOf(await ruth.get('/site-ratings'))).toContain('No ratings to read')
  })
})
