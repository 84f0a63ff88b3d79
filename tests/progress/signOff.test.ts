import { checkChain } from '../../src/evidence/index.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'
import { addRecord, clinic, discussion, reflection } from './seed.ts'

const world = await testWorld()
const own = `/portfolios/${world.enrolment.amara}`
const why = 'In the falls clinic I ran six consultations and presented each plan before acting.'

async function rate(item: string, level = '2'): Promise<void> {
  const amara = await world.as('amara')
  const page = await amara.get(`${own}/curriculum?open=${item}&mode=rate`)
  const done = await FormPage.from(page, 'form.open').fill({ 'f.level': level, 'f.justification': why }).submit(amara)
  expect(done.status).toBe(303)
}

const formOf = (answer: { text: string; status: number }) => FormPage.from(answer, 'form[data-hotkeys]')
const judgements = (itemKey: string) =>
  world.db.judgement.findMany({ where: { itemKey, kind: 'supervisor' }, orderBy: { at: 'asc' } })

describe('who signs off', () => {
  it('R108, D1: the trainee and the coordinator are refused in words that name who can', async () => {
    for (const name of ['amara', 'sam', 'morgan'] as const) {
      const agent = await world.as(name)
      const answer = await agent.get(`${own}/sign-off/cip-c4`)
      expect(answer.status).toBe(403)
      expect(wordsOf(answer)).toContain(
        `Only ${name === 'amara' ? 'your' : 'the trainee’s'} educational or clinical supervisor can sign this off.`,
      )
      expect(wordsOf(answer)).toContain('the educational supervisor or the clinical supervisor')
    }
  })

  it('R44: somebody else’s supervisor finds nothing', async () => {
    expect((await (await world.as('idris', 'educationalSupervisor')).get(`${own}/sign-off/cip-c4`)).status).toBe(404)
    expect((await (await world.as('helen')).get(`${own}/sign-off/unknown`)).status).toBe(404)
  })

  it('R110: before a self-assessment there is no button, and a forged post is refused', async () => {
    const helen = await world.as('helen')
    const page = await helen.get(`${own}/sign-off/cip-c1`)
    expect(page.status).toBe(200)
    expect(wordsOf(page)).toContain('The self-assessment comes first, then you can sign off.')
    expect(page.text).not.toContain('data-hotkeys')
    await addRecord(world, 'amara', discussion('Take', ['cip-c2']))
    await rate('cip-c2')
    const other = formOf(await helen.get(`${own}/sign-off/cip-c2`))
    const forged = await helen
      .post(`${own}/sign-off/cip-c1`)
      .type('form')
      .send(`${other.fill({ 'f.level': '3' }).body()}`)
    expect(forged.status).toBe(403)
    expect(await judgements('cip-c1')).toEqual([])
  })
})

describe('what waits', () => {
  it('D6: a supervisor reads which items are ready, and which lack evidence; the trainee reads the same', async () => {
    const amara = await world.as('amara')
    const page = await amara.get(`${own}/curriculum?open=cip-c5&mode=rate`)
    const rated = FormPage.from(page, 'form.open').fill({ 'f.level': '2', 'f.justification': why })
    const answer = await rated.submit(amara)
    expect((await amara.get(String(answer.headers.location))).text).toContain(
      'Link evidence next: without it Dr Helen Marsh cannot sign it off.',
    )
    const home = wordsOf(await (await world.as('helen')).get('/'))
    expect(home).toContain('1 item of Dr Amara Okafor can be signed off')
    expect(home).toContain('Self-assessed: C2 · No evidence linked yet: C5')
  })
})

describe('signing off on one screen', () => {
  it('D6: shows what the trainee says, the evidence to read, the levels and the rule check', async () => {
    await addRecord(world, 'amara', discussion('Recurrent syncope', ['cip-c4']))
    const made = await addRecord(world, 'amara', { ...clinic('2026-11-16'), links: ['cip-c4'] })
    await rate('cip-c4')
    const helen = await world.as('helen')
    const page = await helen.get(`${own}/sign-off/cip-c4`)
    expect(headingOf(page.text)).toContain('C4 Outpatients')
    const words = wordsOf(page)
    for (const part of [
      'What Amara says',
      why,
      'Words of idris about Recurrent syncope',
      'Geriatric medicine',
      'Self-assessment is there',
      '2 pieces of evidence',
      'You supervise Amara until 4 Aug 2027',
      'Expected by the end of year 2: level 2',
      'Amara’s own rating',
      'More evidence needed',
      'sign-off 2 of 3',
    ]) {
      expect(words).toContain(part)
    }
    expect(page.text).toContain(`/records/${made}`)
  })

  it('D6: one choice and one button; signed, chained, frozen, told, and on to the next', async () => {
    const helen = await world.as('helen')
    const form = formOf(await helen.get(`${own}/sign-off/cip-c4`))
    expect(form.names().filter((name) => name.startsWith('f.'))).toEqual(['f.level', 'f.comment', 'f.declared'])
    const done = await form.fill({ 'f.level': '2' }).submit(helen)
    expect(done.status).toBe(303)
    const [judgement] = await judgements('cip-c4')
    expect(judgement).toMatchObject({ level: 2, outcome: 'level', byRole: 'educational supervisor', stageKey: 'IMY2' })
    const version = await world.db.recordVersion.findFirstOrThrow({ where: { recordId: judgement!.recordId } })
    const content = JSON.parse(Buffer.from(version.content).toString())
    expect(content.more.evidence).toHaveLength(2)
    expect(content.more.selfAssessment).toMatch(/-/)
    expect(await checkChain(world, world.person.amara)).toEqual([])
    expect(await world.db.link.count({ where: { itemKey: 'cip-c4', frozen: true } })).toBe(2)
    expect(await world.db.notice.count({ where: { personId: world.person.amara, kind: 'signoff.signed' } })).toBe(1)
    const told = await world.db.notice.findFirstOrThrow({
      where: { kind: 'signoff.waiting', href: `${own}/sign-off/cip-c4` },
    })
    expect(told).toMatchObject({ detail: 'Signed off since.', readAt: expect.any(Date) })
    const figure = await world.db.ruleFigure.findUniqueOrThrow({
      where: { enrolmentId_ruleId: { enrolmentId: world.enrolment.amara, ruleId: 'clinical-levels' } },
    })
    expect(figure).toMatchObject({ have: 1, need: 8 })
  })

  it('decision 16: what a sign-off rests on can no longer be unlinked', async () => {
    const amara = await world.as('amara')
    const page = await amara.get(`${own}/curriculum/cip-c4`)
    expect(wordsOf(page)).toContain('kept: a sign-off rests on it')
    expect(page.text).not.toContain('/unlink')
    const link = await world.db.link.findFirstOrThrow({ where: { itemKey: 'cip-c4' } })
    const token = FormPage.from(page, 'form:has(input[name=_csrf])').value('_csrf')!
    const forged = await amara
      .post(`${own}/curriculum/cip-c4/unlink`)
      .type('form')
      .send({ _csrf: token, _role: `own:${world.enrolment.amara}`, recordId: link.recordId })
    expect(forged.status).toBe(403)
    expect(wordsOf(forged)).toContain('A sign-off rests on this link')
  })

  it('R111: with nothing linked the level is refused in these words, and more evidence can be asked for', async () => {
    await rate('cip-c5')
    const helen = await world.as('helen')
    const page = await helen.get(`${own}/sign-off/cip-c5`)
    expect(wordsOf(page)).toContain('No evidence is linked to this competency.')
    const forged = await formOf(page).forge({ 'f.level': '2' }).submit(helen)
    expect(forged.status).toBe(403)
    expect(wordsOf(forged)).toContain('No evidence is linked to this competency.')
    expect(await judgements('cip-c5')).toEqual([])
  })

  it('R112: one piece suffices with a reason, which is stored and shown', async () => {
    await addRecord(world, 'amara', discussion('Consult', ['cip-c6']))
    await rate('cip-c6')
    const helen = await world.as('helen')
    const page = await helen.get(`${own}/sign-off/cip-c6`)
    expect(wordsOf(page)).toContain('Only one piece of evidence is linked.')
    const bare = await formOf(page).fill({ 'f.level': '2', 'f.comment': 'Good work' }).submit(helen)
    expect(bare.status).toBe(422)
    expect(bare.text).toContain('Good work')
    const reason = 'it explores discharge from every side'
    const done = await formOf(bare).fill({ 'f.singleReason': reason }).submit(helen)
    expect(done.status).toBe(303)
    expect((await judgements('cip-c6'))[0]).toMatchObject({ reason, comment: 'Good work', level: 2 })
    const shown = wordsOf(await (await world.as('amara')).get(`${own}/curriculum/cip-c6`))
    expect(shown).toContain(`One piece was enough: ${reason}`)
  })

  it('R113: more evidence needs a comment, becomes a task, is kept, and freezes nothing', async () => {
    await addRecord(world, 'amara', discussion('Dying patient', ['cip-c8']))
    await rate('cip-c8')
    const helen = await world.as('helen')
    const page = await helen.get(`${own}/sign-off/cip-c8`)
    const bare = await formOf(page).fill({ 'f.level': 'notObserved' }).submit(helen)
    expect(bare.status).toBe(422)
    const done = await formOf(bare).fill({ 'f.comment': 'One more talk with a family, please.' }).submit(helen)
    expect(done.status).toBe(303)
    expect((await judgements('cip-c8'))[0]).toMatchObject({ outcome: 'moreEvidence', level: null })
    expect(await world.db.link.count({ where: { itemKey: 'cip-c8', frozen: true } })).toBe(0)
    expect(await world.db.notice.count({ where: { personId: world.person.amara, kind: 'signoff.moreEvidence' } })).toBe(
      1,
    )
    const amara = await world.as('amara')
    expect(wordsOf(await amara.get(`${own}/curriculum`))).toContain('asked for more')
    expect(wordsOf(await amara.get(`${own}/curriculum/cip-c8`))).toContain('One more talk with a family')
    await rate('cip-c8', '3')
    const again = await formOf(await helen.get(`${own}/sign-off/cip-c8`))
      .fill({ 'f.level': '2', 'f.singleReason': 'explored in depth now' })
      .submit(helen)
    expect(again.status).toBe(303)
    expect((await judgements('cip-c8')).map(({ level }) => level)).toEqual([null, 2])
    expect(await world.db.judgement.count({ where: { itemKey: 'cip-c8' } })).toBe(4)
  })

  it('two supervisors at once: one signs, the other is told what happened', async () => {
    await addRecord(world, 'amara', discussion('Arrest', ['cip-c7']))
    await addRecord(world, 'amara', { ...reflection('Peri-arrest'), links: ['cip-c7'] })
    await rate('cip-c7', '3')
    const helen = await world.as('helen')
    const idris = await world.as('idris', 'clinicalSupervisor')
    const [hers, his] = [
      formOf(await helen.get(`${own}/sign-off/cip-c7`)),
      formOf(await idris.get(`${own}/sign-off/cip-c7`)),
    ]
    const answers = await Promise.all([
      hers.fill({ 'f.level': '3' }).submit(helen),
      his.fill({ 'f.level': '2' }).submit(idris),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
    const loser = answers.find(({ status }) => status === 409)!
    expect(wordsOf(loser)).toMatch(
      /Dr (Helen Marsh|Idris Khan), (educational|clinical) supervisor, signed this off at level [23]/,
    )
    expect(wordsOf(loser)).toContain('Nothing of yours was signed')
    expect(await judgements('cip-c7')).toHaveLength(1)
    expect(await checkChain(world, world.person.amara)).toEqual([])
  })

  it('a self-assessment made anew while one was reading is read first; sent twice is signed once', async () => {
    await addRecord(world, 'amara', discussion('Ward', ['cip-c3']))
    await addRecord(world, 'amara', discussion('Ward again', ['cip-c3']))
    await rate('cip-c3')
    const helen = await world.as('helen')
    const stale = formOf(await helen.get(`${own}/sign-off/cip-c3`)).fill({ 'f.level': '3' })
    world.clock.advance({ minutes: 5 })
    await rate('cip-c3', '3')
    const refused = await stale.submit(helen)
    expect(refused.status).toBe(409)
    expect(wordsOf(refused)).toContain('Amara rated themselves anew while you were reading')
    const form = formOf(await helen.get(`${own}/sign-off/cip-c3`)).fill({ 'f.level': '3' })
    const [first, second] = await Promise.all([form.submit(helen), form.submit(helen)])
    expect([first.status, second.status]).toContain(303)
    expect(await judgements('cip-c3')).toHaveLength(1)
  })

  it('R44: facts-only readers see levels and dates, never the words', async () => {
    const sam = await world.as('sam')
    const answer = await sam.get(`${own}/curriculum/cip-c6`)
    expect(answer.status).toBe(200)
    expect(wordsOf(answer)).toContain('level 2')
    expect(answer.text).not.toContain('explores discharge')
    expect(answer.text).not.toContain(why)
    expect(answer.text).not.toContain('Consult')
  })

  it('draws the levels over time, for those who see the portfolio', async () => {
    const amara = await world.as('amara')
    const page = await amara.get(`${own}/curriculum/cip-c8`)
    expect(page.text).toContain('/levels.svg')
    const svg = await amara.get(`${own}/curriculum/cip-c8/levels.svg?scheme=dark`)
    expect(svg.headers['content-type']).toContain('image/svg+xml')
    expect(Buffer.from(svg.body).toString()).toContain('#56c2bd')
    expect((await (await world.as('priya')).get(`${own}/curriculum/cip-c8/levels.svg`)).status).toBe(404)
  })
})

describe('the requirements page', () => {
  const pages = async (path: string) => {
    const { id } = await world.db.grant.findFirstOrThrow({ where: { role: 'director' } })
    const agents = [await world.as('amara'), await world.as('helen'), await world.as('james', `grant:${id}`)]
    return Promise.all(agents.map((agent) => agent.get(path)))
  }
  const figures = (text: string) =>
    [...text.matchAll(/class="have">([\s\S]*?)<\/div>/g)].map(([, inner]) => inner!.replace(/<[^>]*>|\s+/g, ' ').trim())

  it('R132, D13: shows have, need, due and state in words, equal for trainee, supervisor and director', async () => {
    const answers = await pages(`${own}/progress`)
    const [first] = answers
    expect(headingOf(first!.text)).toBe('Requirements')
    const all = answers.map(({ text }) => figures(text))
    expect(all[0]!.length).toBeGreaterThan(30)
    expect(all[1]).toEqual(all[0])
    expect(all[2]).toEqual(all[0])
    const words = wordsOf(first!)
    for (const part of ['must be met', 'Behind pace', 'Not due yet', 'illustrative', 'due by 28 May 2027']) {
      expect(words).toContain(part)
    }
  })

  it('R107, R117: counts what is ready for the next stage, and shows the years of the programme', async () => {
    const words = wordsOf(await (await world.as('amara')).get(`${own}/progress`))
    expect(words).toMatch(/Ready for ST3 \d+ of 29/)
    expect(words).toMatch(/Year 1\s*5 Aug 2025\s*4 Aug 2026\s*passed/)
    expect(words).toMatch(/Year 2\s*5 Aug 2026\s*4 Aug 2027\s*now/)
    expect(words).toMatch(/Year 3\s*5 Aug 2027\s*\d+ Aug 2028\s*to come/)
  })

  it('R94, D13: each figure opens what counted, what did not, and why', async () => {
    await addRecord(world, 'amara', clinic('2026-11-17', { newPatients: 1, followUps: 0 }))
    const answers = await pages(`${own}/progress/clinics`)
    for (const answer of answers) {
      expect(answer.status).toBe(200)
      const words = wordsOf(answer)
      expect(words).toContain('1 of 40 clinics')
      expect(words).toContain('Fewer than two patients')
      expect(words).toContain('What does not count, and why')
    }
    const link = answers[0]!.text.match(/href="(\/records\/[^"]+)"/)
    expect(link).not.toBeNull()
  })

  it('D13: time in posts opens the posts, a gate what it waits for', async () => {
    for (const answer of await pages(`${own}/progress/ward-care`)) {
      const words = wordsOf(answer)
      expect(words).toMatch(/[\d.]+ of 24 months/)
      expect(words).toContain('Acute medicine, 5 Aug 2026 to 2 Feb 2027')
      expect(words).not.toContain('What does not count')
    }
    for (const answer of await pages(`${own}/progress/mrcp-before-year-3`)) {
      expect(wordsOf(answer)).toContain('Starting year 3 waits for “Full MRCP(UK)”')
      expect(answer.text).toContain(`href="${own}/progress/mrcp-full"`)
    }
  })

  it('answers 404 for unknown rules and for strangers', async () => {
    expect((await (await world.as('amara')).get(`${own}/progress/nothing`)).status).toBe(404)
    expect((await (await world.as('tom')).get(`${own}/progress`)).status).toBe(404)
  })
})
