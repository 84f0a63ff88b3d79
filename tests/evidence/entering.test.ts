import { newId } from '../../src/kit/ids.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'
import { radiology } from '../support/radiology.ts'
import { testWorld } from '../support/world.ts'

/** Records that the office enters for trainees: attendance at a workshop, by an Education Support Officer (R15). */

const world = await testWorld()
const there = await radiology(world, 'radiation-oncology/2022.1')
const address = `/enter/${there.packVersion}/workshop-attendance`
const { oscar, mia, leo } = there.enrolment
const lock = 'Only the Education Support Officer can record this.'

/** What is signed stays, so every test has a day of its own. */
const on = (day: string) => ({
  'f.workshop': 'first',
  'f.heldOn': `2026-11-${day}`,
  'f.attended': 'attended',
  'f.declared': 'yes',
})
const recordsOn = (day: string) =>
  world.db.record.findMany({
    where: { formKey: 'workshop-attendance', occurredOn: new Date(`2026-11-${day}T00:00:00Z`) },
    include: { versions: true },
  })
const tokenIn = ({ text }: { text: string }) => /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? ''
const open = async (query = '') => {
  const nina = await there.as('nina')
  return { nina, form: FormPage.from(await nina.get(address + query), 'main form.form') }
}

describe('one trainee', () => {
  const attend = async (day: string) => {
    const { nina, form } = await open(`?for=${oscar}`)
    const answer = await form.fill(on(day)).submit(nina)
    const [record] = await recordsOn(day)
    return { nina, answer, record: record! }
  }

  it('R15: the officer comes from the trainee’s page; the record is signed, counts and is told', async () => {
    const nina = await there.as('nina')
    const page = await nina.get(`/portfolios/${oscar}`)
    expect(page.text).toContain(`href="${address}?for=${oscar}"`)
    expect(wordsOf(page)).toContain('Record workshop attendance')

    const { answer, record } = await attend('02')
    expect([answer.status, answer.headers.location]).toEqual([303, `/records/${record.id}`])
    expect(record).toMatchObject({
      personId: there.person.oscar,
      authorId: there.person.nina,
      status: 'signed',
      sharedState: 'shared',
      section: 'workshops',
    })
    expect(record.versions).toMatchObject([
      { signerId: there.person.nina, signerRole: 'Education Support Officer', assurance: 'account' },
    ])
    const told = await world.db.notice.findMany({ where: { recordId: record.id } })
    expect(told).toMatchObject([
      { text: 'Ms Nina Cole recorded for you: Oncology Sciences workshop: attendance', href: `/records/${record.id}` },
    ])
    const events = await world.db.auditEvent.findMany({ where: { recordId: record.id, type: 'record.entered' } })
    expect(events).toMatchObject([{ actorId: there.person.nina, subjectId: there.person.oscar }])
    const figure = await world.db.ruleFigure.findFirst({
      where: { enrolmentId: oscar, ruleId: 'oncology-sciences-workshops' },
    })
    expect(figure).toMatchObject({ have: 1, need: 2 })
  })

  it('R15, R48: the trainee reads it, may link it, and finds a lock that says whose it is', async () => {
    const { record } = await attend('03')
    const agent = await there.as('oscar')
    const page = await agent.get(`/records/${record.id}`)
    expect(headingOf(page.text)).toMatch(/First workshop/)
    expect(wordsOf(page)).toContain(lock)
    expect(wordsOf(page)).toContain('Ms Nina Cole recorded it')
    expect(wordsOf(await agent.get(`/portfolios/${oscar}/certificates`))).toContain(lock)
    expect((await agent.get(`/records/${record.id}/links`)).status).toBe(200)
    for (const what of ['edit', 'withdraw']) {
      const refused = await agent.get(`/records/${record.id}/${what}`)
      expect([what, refused.status === 200 && !wordsOf(refused).includes('Only the person')]).toEqual([what, false])
    }
    const token = tokenIn(page)
    const forged = await agent.post(`/records/${record.id}/withdraw`).type('form').send({ _csrf: token })
    expect([forged.status, wordsOf(forged)]).toEqual([403, expect.stringContaining('Ms Nina Cole')])
    expect((await recordsOn('03'))[0]?.status).toBe('signed')
  })

  it('R15: the trainee cannot begin it, in no way', async () => {
    const agent = await there.as('oscar')
    expect(wordsOf(await agent.get('/create'))).toContain(lock)
    const own = await agent.get('/records/new/workshop-attendance')
    expect(wordsOf(own)).toContain(lock)
    expect((await agent.get(address)).status).toBe(403)
    const token = tokenIn(own)
    for (const to of ['/records/new/workshop-attendance', address]) {
      const forged = await agent
        .post(to)
        .type('form')
        .send({ _csrf: token, ...on('05'), for: oscar })
      expect([forged.status, wordsOf(forged)]).toEqual([403, expect.stringContaining(lock)])
      expect(wordsOf(forged)).toContain('the Education Support Officer')
    }
    expect(await recordsOn('05')).toEqual([])
  })

  it('shows the officer what they recorded, which they cannot change once it is signed', async () => {
    const { nina, record } = await attend('04')
    const page = wordsOf(await nina.get(`/records/${record.id}`))
    expect(page).toContain('Ms Nina Cole')
    expect(page).not.toContain(lock)
    expect((await nina.get(`/records/${record.id}/withdraw`)).status).toBe(403)
  })

  it('asks why attendance in part does not count', async () => {
    const { nina, form } = await open(`?for=${oscar}`)
    const answer = await form.fill({ ...on('06'), 'f.attended': 'in-part' }).submit(nina)
    expect([answer.status, wordsOf(answer)]).toEqual([422, expect.stringContaining('Say what is missing')])
  })
})

describe('several trainees at once', () => {
  it('R15: the officer ticks them on one form; each has a record of their own', async () => {
    const { nina, form } = await open()
    expect((await nina.get('/trainees')).text).toContain(`href="${address}"`)
    const answer = await form.fill({ ...on('07'), for: [oscar, mia] }).submit(nina)
    expect([answer.status, answer.headers.location]).toEqual([303, '/trainees'])
    expect((await nina.get('/trainees')).text).toContain('Recorded and signed for 2 trainees')
    const made = await recordsOn('07')
    expect(made.map(({ enrolmentId }) => enrolmentId).sort()).toEqual([oscar, mia].sort())
    const told = await world.db.notice.findMany({ where: { recordId: { in: made.map(({ id }) => id) } } })
    expect(told.map(({ personId }) => personId).sort()).toEqual([there.person.oscar, there.person.mia].sort())
  })

  it('brings back every word and every tick when something is missing', async () => {
    const { nina, form } = await open()
    const { 'f.declared': _left, ...rest } = on('08')
    const answer = await form.fill({ ...rest, 'f.place': 'Melbourne', for: [oscar, leo] }).submit(nina)
    expect(answer.status).toBe(422)
    const again = FormPage.from(answer, 'main form.form')
    expect(again.value('f.place')).toBe('Melbourne')
    const done = await again.fill({ 'f.declared': 'yes' }).submit(nina)
    expect(done.status).toBe(303)
    expect(await recordsOn('08')).toHaveLength(2)
  })

  it('keeps a draft, its ticks included', async () => {
    const { nina, form } = await open()
    await form.fill({ 'f.workshop': 'second', for: [mia] }).submit(nina, 'Save as draft')
    const { form: again } = await open()
    expect([again.value('f.workshop'), again.value('for')]).toEqual(['second', mia])
  })

  it('refuses nobody, strangers, closed portfolios and days to come', async () => {
    const tries: [Record<string, string | string[]>, RegExp][] = [
      [{ for: [] }, /Choose at least one trainee/],
      [{ for: [world.enrolment.amara] }, /Choose trainees of this list/],
      [{ for: [newId(), oscar] }, /Choose trainees of this list/],
      [{ for: [oscar], 'f.heldOn': '2026-12-24' }, /24 Dec 2026|future|later than today|not later/i],
    ]
    for (const [change, words] of tries) {
      const { nina, form } = await open()
      const answer = await form.forge({ ...on('09'), ...change }).submit(nina)
      expect([answer.status, wordsOf(answer)]).toEqual([422, expect.stringMatching(words)])
    }
    await world.db.enrolment.update({ where: { id: leo }, data: { state: 'frozen' } })
    const { nina, form } = await open()
    const frozen = await form.forge({ ...on('09'), for: [leo] }).submit(nina)
    await world.db.enrolment.update({ where: { id: leo }, data: { state: 'enrolled' } })
    expect([frozen.status, wordsOf(frozen)]).toEqual([
      422,
      expect.stringMatching(/Closed for changes at the moment: Dr Leo Hart/),
    ])
    expect(await recordsOn('09')).toEqual([])
  })

  it('records the same attendance once, whoever sends it how often, and says for whom it is there', async () => {
    const [one, two] = [await open(), await open()]
    const both = await Promise.all([
      one.form.fill({ ...on('10'), for: [oscar] }).submit(one.nina),
      two.form.fill({ ...on('10'), for: [oscar, mia] }).submit(two.nina),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([303, 422])
    const late = both.find(({ status }) => status === 422)!
    expect(wordsOf(late)).toContain('Recorded already for 1 trainee: Dr Oscar Lindqvist')
    expect((await recordsOn('10')).filter(({ enrolmentId }) => enrolmentId === oscar)).toHaveLength(1)
  })
})

describe('everybody else', () => {
  it.each(['grace', 'hugo', 'wendy', 'mia'] as const)('R44: %s reads who can, and records nothing', async (name) => {
    const agent = await there.as(name)
    const page = await agent.get(address)
    expect([page.status, wordsOf(page)]).toEqual([403, expect.stringContaining(lock)])
    const overview = name === 'mia' ? mia : oscar
    expect((await agent.get(`/portfolios/${overview}`)).text).not.toContain(address)
  })

  it('R44: does not exist for whoever has no trainees there, nor for forms that are not the office’s', async () => {
    for (const agent of [await world.as('helen'), await world.as('amara'), await there.as('victor')])
      expect((await agent.get(address)).status).toBe(404)
    expect((await world.visitor().get(address)).status).toBe(303)
    const nina = await there.as('nina')
    expect((await nina.get(`/enter/${there.packVersion}/nothing`)).status).toBe(404)
    expect((await nina.get(`/enter/${newId()}/workshop-attendance`)).status).toBe(404)
    expect((await nina.get(`/enter/${there.packVersion}/peat`)).status).toBe(403)
  })
})
