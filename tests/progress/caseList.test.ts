import { parse } from 'node-html-parser'
import { FormPage, wordsOf } from '../support/forms.ts'
import { stagedWorld } from './intensiveCare.ts'

const world = await stagedWorld('intensive-care/2010.1')
const own = `/portfolios/${world.mei.enrolmentId}`
const mei = await world.asPerson(world.mei.personId)
const helen = await world.as('helen')
const { id: tutor } = await world.db.grant.findFirstOrThrow({
  where: { personId: world.person.ruth, programmeId: { not: null } },
})
const ruth = await world.as('ruth', `grant:${tutor}`)
const why = 'I placed eleven lines with ultrasound this block and dealt with one arterial puncture.'

const curriculum = async (agent = mei) => parse((await agent.get(`${own}/curriculum`)).text)
const group = async (key: string, agent = mei) =>
  (await curriculum(agent)).querySelector(`section[aria-labelledby="g-${key}"]`)
const words = (node: { textContent: string } | null) => (node?.textContent ?? '').replace(/\s+/g, ' ')

async function rate(item: string, level: string) {
  const page = await mei.get(`${own}/curriculum?open=${item}&mode=rate`)
  return FormPage.from(page, 'form.open').fill({ 'f.level': level, 'f.justification': why }).submit(mei)
}
async function sign(item: string, level: string, agent = helen) {
  const page = await agent.get(`${own}/sign-off/${item}`)
  return FormPage.from(page, 'form[data-hotkeys]').fill({ 'f.level': level }).submit(agent)
}
const signedLevels = async (itemKey: string) =>
  (await world.db.judgement.findMany({ where: { itemKey, kind: 'supervisor' }, orderBy: { at: 'asc' } })).map(
    ({ level, stageKey, byRole }) => [level, stageKey, byRole],
  )

describe('a list of index cases', () => {
  it('R92: shows thirty cases, none ticked, with their marks and what is asked by the end of the stage', async () => {
    const list = await group('top-30')
    expect(list?.querySelectorAll('.cases > li')).toHaveLength(30)
    expect(words(list)).toContain('Top 30 cases 0 of 30')
    expect(words(list)).toContain('0 of 10 cases are ticked.')
    expect(words(list!.querySelector('#case-traumatic-brain-injury'))).toContain('Neuro')
    expect(list?.querySelectorAll('svg[aria-label="Not ticked yet"]')).toHaveLength(30)
  })

  it('R92: is ticked by a CbD or I-CEX and by nothing else, and lists the evidence', async () => {
    const item = 'case-septic-shock'
    const id = await world.add({ formKey: 'cbd', title: 'First hour', links: [item], on: '2026-10-05', by: 'idris' })
    await world.add({
      formKey: 'teaching-attended',
      title: 'Sepsis day',
      links: ['case-status-epilepticus'],
      on: '2026-10-06',
    })
    const list = await group('top-30', helen)
    expect(words(list)).toContain('Top 30 cases 1 of 30')
    const ticked = list!.querySelector(`#${item}`)!
    expect(ticked.querySelector('svg[aria-label="Ticked"]')).toBeTruthy()
    expect(ticked.querySelector('.why a')?.getAttribute('href')).toBe(`/records/${id}`)
    expect(words(ticked)).toContain('First hour · CbD · 5 Oct 2026')
    const other = list!.querySelector('#case-status-epilepticus')!
    expect(other.querySelector('svg[aria-label="Not ticked yet"]')).toBeTruthy()
    expect(words(other)).toContain('Ticks no case: only CbD or I-CEX does')
  })

  it('R92, D13: counts in the requirement as on the curriculum, and says why something does not', async () => {
    expect(await world.figure('top-30')).toMatchObject({ have: 1, need: 10 })
    const page = wordsOf(await mei.get(`${own}/progress/top-30`))
    for (const part of ['1 of 10 cases', 'Ticks no case: only CbD or I-CEX does', 'Paediatric cases', 'Cardiac cases'])
      expect(page).toContain(part)
  })

  it('R92: is neither rated nor signed off, and is asked for from the case', async () => {
    const page = await mei.get(`${own}/curriculum/case-septic-shock`)
    expect(wordsOf(page)).toContain('Request an assessment')
    expect(wordsOf(page)).not.toContain('Self-assess')
    expect(wordsOf(page)).not.toContain('Nobody has judged this yet')
    expect((await helen.get(`${own}/sign-off/case-septic-shock`)).status).toBe(403)
    const ask = await mei.get('/assessments/new?item=case-septic-shock')
    expect(FormPage.from(ask, 'form[data-autosave]').value('items')).toBe('case-septic-shock')
  })

  it('a record is linked to five competences at most', async () => {
    const items = [1, 2, 3, 4].map((n) => `competence-1-${n}`)
    const id = await world.add({
      formKey: 'cbd',
      title: 'Trauma call',
      links: [...items, 'case-major-trauma'],
      on: '2026-10-07',
      by: 'idris',
    })
    const page = await mei.get(`${own}/link-records?record=${id}`)
    expect(wordsOf(page)).toContain('no more than 5 items')
  })
})

describe('maintenance competencies', () => {
  it('R114: are not there in stage 1: no heading, no choice, no rating, no sign-off', async () => {
    expect(await group('maintenance')).toBeNull()
    expect(wordsOf(await mei.get(`${own}/link-records`))).not.toContain('M5.2')
    expect((await mei.get(`${own}/curriculum?open=maintenance-5-2&mode=rate`)).text).not.toContain('f.justification')
    const refused = await helen.get(`${own}/sign-off/maintenance-5-2`)
    expect(refused.status).toBe(403)
    expect(wordsOf(refused)).toContain('This is signed in stage 2 and stage 3. Mei is in stage 1.')
  })

  it('R114: are not among the items that a record can be linked to in stage 1', async () => {
    const id = await world.add({ formKey: 'procedure-log', title: 'Line', links: [], on: '2026-10-09' })
    const page = wordsOf(await mei.get(`/records/${id}/links`))
    expect(page).toContain('Top 30 cases')
    expect(page).not.toContain('Maintenance competencies')
  })

  it('R95: offers the form that the competence suggests when an assessment is asked for', async () => {
    const ask = await mei.get('/assessments/new?item=competence-5-3')
    expect(FormPage.from(ask, 'form[data-autosave]').names()).toContain('f.procedure')
  })

  it('R110: the faculty tutor signs the competence in stage 1', async () => {
    await world.add({
      formKey: 'dops-formative',
      title: 'Jugular line',
      links: ['competence-5-2', 'maintenance-5-2'],
      on: '2026-10-08',
      by: 'idris',
    })
    expect((await rate('competence-5-2', '2')).status).toBe(303)
    expect(wordsOf(await ruth.get(`${own}/sign-off/competence-5-2`))).toContain('You sign as faculty tutor')
    expect((await sign('competence-5-2', '2', ruth)).status).toBe(303)
    expect(await signedLevels('competence-5-2')).toEqual([[2, 'S1', 'faculty tutor']])
  })

  it('R114: have a section of their own from stage 2 on, with the earlier sign-off beside each', async () => {
    await world.enterStage2('2026-11-02')
    const section = await group('maintenance')
    expect(words(section)).toContain('Maintenance competencies 0 of')
    const row = section!.querySelector('#maintenance-5-2')!
    expect(words(row)).toContain('Signed off at level 2 in stage 1, on 22 Nov 2026')
    expect(row.querySelector(`a[href="${own}/curriculum/competence-5-2"]`)).toBeTruthy()
    expect(words(section!.querySelector('#maintenance-5-1'))).toContain('No earlier sign-off')
    expect(await world.figure('maintenance')).toMatchObject({ have: 0 })
  })

  it('R114: are signed again without lowering the earlier sign-off, which stays visible', async () => {
    const before = await world.figure('competence-levels')
    expect((await rate('maintenance-5-2', '3')).status).toBe(303)
    const page = await helen.get(`${own}/sign-off/maintenance-5-2`)
    expect(wordsOf(page)).toContain('The earlier sign-off it stays as it is')
    expect(wordsOf(page)).toContain('level 2')
    expect((await sign('maintenance-5-2', '1')).status).toBe(303)
    expect(await signedLevels('competence-5-2')).toEqual([[2, 'S1', 'faculty tutor']])
    expect(await signedLevels('maintenance-5-2')).toEqual([[1, 'S2', 'educational supervisor']])
    expect(await world.figure('competence-levels')).toMatchObject({ have: before.have, need: before.need })
    const item = wordsOf(await mei.get(`${own}/curriculum/maintenance-5-2`))
    expect(item).toContain('The earlier sign-off it stays as it is 5.2 Places arterial')
  })

  it('R92: asks in stage 2 for twenty cases, and for two each of three kinds', async () => {
    expect(await world.figure('top-30')).toMatchObject({ have: 2, need: 20 })
    expect((await world.figure('top-30')).because).toContain('Paediatric cases: 0 of 2. Neuro cases: 0 of 2.')
  })
})

describe('the special skills year', () => {
  const at = `${own}/appraisals/new/special-skills-completion`
  const answers = {
    'f.skill': 'echocardiography',
    'f.period.from': '2026-08-05',
    'f.period.to': '2026-11-20',
    'f.outcome': 'in-part',
    'f.strengths': 'Careful scans, well reported.',
    'f.declared': 'yes',
  }

  it('R93: has a completion form that the trainee and the clinical supervisor cannot write', async () => {
    const idris = await world.as('idris', 'clinicalSupervisor')
    for (const agent of [mei, idris]) {
      const page = await agent.get(at)
      expect(wordsOf(page)).toMatch(/Only a supervisor of (yours|the trainee) can write this, or the regional advisor/)
      expect(page.text).not.toContain('f.strengths')
    }
  })

  it('R93: is written by the faculty tutor, says what is still to be done, and counts only when completed', async () => {
    const form = FormPage.from(await ruth.get(at), 'main form[data-autosave]').fill(answers)
    const bare = await form.fill({ 'f.modules.0.module': 'Focused echo', 'f.modules.0.result': 'done' }).submit(ruth)
    expect(bare.status).toBe(422)
    expect(wordsOf(bare)).toContain('Say what is still to be done, and by when')
    const again = { 'f.outstanding': 'Forty scans by May.', 'f.declared': 'yes' }
    const whole = FormPage.from(bare, 'main form[data-autosave]').fill(again)
    expect((await whole.submit(ruth)).status).toBe(303)
    const record = await world.db.record.findFirstOrThrow({ where: { formKey: 'special-skills-completion' } })
    expect(record).toMatchObject({ status: 'held', title: 'Special skills year, Echocardiography and ultrasound' })
    expect((await mei.get(`/records/${record.id}`)).status).toBe(404)
    const held = await ruth.get(`${own}/appraisals/${record.id}`)
    const release = FormPage.from(held, `form[action$="/release"]`)
    expect((await release.submit(ruth)).status).toBe(303)
    const signed = await world.db.recordVersion.findFirstOrThrow({ where: { recordId: record.id } })
    expect(signed).toMatchObject({ signerRole: 'faculty tutor', assurance: 'account' })
    expect(await world.figure('special-skills-completion')).toMatchObject({ have: 0, need: 1 })
    const rule = wordsOf(await mei.get(`${own}/progress/special-skills-completion`))
    expect(rule).toContain('The year is not completed yet')
  })
})
