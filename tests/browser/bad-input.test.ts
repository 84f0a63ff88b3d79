import { enter } from '../support/enter.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { testWorld, type World } from '../support/world.ts'

/**
 * What goes wrong at a form, at the main forms of the product: the right status, a clear sentence, what was typed still
 * there, and nothing half-saved. Over HTTP, through the pages' own forms: a browser would hold most of it back.
 */

type Agent = Awaited<ReturnType<World['as']>>
type Typed = Record<string, string | string[]>

const world = await testWorld()
const item = 'cip-c4'
const amara = `/portfolios/${world.enrolment.amara}`
const tooLong = 'x'.repeat(20_000)
const hostile = `<script>alert(1)</script> '); drop table "Record"; -- 🩺👩🏽‍⚕️ \u202Eمرحبا\u202C`

await evidence()

interface Main {
  name: string
  who: 'amara' | 'helen' | 'sam'
  path: string
  selector: string
  good: Typed
  /** A text of it, and the sentence about one that is too long. */
  text: string
  /** Fields that must not be empty. */
  needed: string[]
  /** Wrong values with what the page says. */
  wrong: [string, Typed, RegExp][]
}

const forms: Main[] = [
  {
    name: 'R87: a clinic',
    who: 'amara',
    path: '/records/new/clinic',
    selector: 'form[data-autosave]',
    good: {
      'f.heldOn': '2026-11-20',
      'f.specialty': 'cardiology',
      'f.setting': 'face-to-face',
      'f.newPatients': '3',
      'f.consulted': 'yes',
      'f.declared': 'yes',
    },
    text: 'f.comment',
    needed: ['f.heldOn', 'f.specialty', 'f.setting', 'f.newPatients', 'f.consulted'],
    wrong: [
      ['a word for a number', { 'f.newPatients': 'many' }, /number/i],
      ['a negative number', { 'f.newPatients': '-3' }, /0|number/i],
      ['a word for a date', { 'f.heldOn': 'yesterday' }, /date/i],
      ['a day that is not', { 'f.heldOn': '2026-02-30' }, /date/i],
      ['a date to come', { 'f.heldOn': '2027-01-05' }, /future|later|today/i],
      ['a choice that is not offered', { 'f.setting': 'the-moon' }, /choose|choice/i],
    ],
  },
  {
    name: 'R74: a reflection',
    who: 'amara',
    path: '/records/new/reflection-short',
    selector: 'form[data-autosave]',
    good: {
      'f.category': 'event',
      'f.happenedOn': '2026-11-19',
      'f.learnt': 'I listened for longer.',
      'f.declared': 'yes',
    },
    text: 'f.learnt',
    needed: ['f.category', 'f.happenedOn', 'f.learnt'],
    wrong: [
      ['a date to come', { 'f.happenedOn': '2027-01-05' }, /future|later|today/i],
      ['a choice that is not offered', { 'f.category': 'gossip' }, /choose|choice/i],
    ],
  },
  {
    name: 'R95: a request',
    who: 'amara',
    path: `/assessments/new?form=mini-cex&item=${item}`,
    selector: 'form.form',
    good: {
      assessor: 'other',
      name: 'Dr Nisha Patel',
      email: 'nisha.patel@hospital.example',
      'f.title': 'Falls clinic',
    },
    text: 'f.traineeComment',
    needed: ['name', 'email'],
    wrong: [
      ['no address', { email: 'nisha at hospital' }, /e-mail|address/i],
      ['an unknown assessor', { assessor: '019a0000-0000-7000-8000-000000000000' }, /choose|whom|known/i],
      ['an unknown item', { items: 'cip-none' }, /item|known|curriculum|CiP/i],
    ],
  },
  {
    name: 'R108: a self-assessment',
    who: 'amara',
    path: `${amara}/curriculum?open=${item}&mode=rate`,
    selector: 'form[action$="/self-assessment"]',
    good: {
      'f.level': '2',
      'f.justification': 'Two clinics of my own, both discussed with a consultant, with plans that held.',
    },
    text: 'f.justification',
    needed: ['f.level', 'f.justification'],
    wrong: [
      ['a level that is not', { 'f.level': '9' }, /level|choose/i],
      ['a word or two', { 'f.justification': 'Fine.' }, /at least \d+ characters/],
    ],
  },
  {
    name: 'R8: a change of supervisor',
    who: 'sam',
    path: `/trainees/${world.enrolment.tom}/supervisors`,
    selector: 'main form[action$="/supervisors"]',
    good: { kind: 'educational', personId: world.person.ruth, from: '2026-12-01', reason: 'Wrong at the start' },
    text: 'reason',
    needed: ['personId', 'from'],
    wrong: [
      ['an unknown person', { personId: '019a0000-0000-7000-8000-000000000000' }, /choose|supervisor/i],
      ['the trainee', { personId: world.person.tom }, /choose|supervisor|own/i],
      ['no day', { from: 'soon' }, /date|day/i],
      ['a day before the programme', { from: '1999-01-01' }, /programme|before|day/i],
    ],
  },
  {
    name: 'D6: a sign-off',
    who: 'helen',
    path: `${amara}/sign-off/${item}`,
    selector: 'form[data-hotkeys]',
    good: { 'f.level': '2', 'f.comment': 'Agreed on the ward.' },
    text: 'f.comment',
    needed: ['f.level'],
    wrong: [['a level that is not', { 'f.level': '9' }, /level|choose/i]],
  },
]

/** Amara has linked two records to the item and rated herself, so that Helen can sign. */
async function evidence(): Promise<void> {
  const agent = await world.as('amara')
  for (const title of ['One', 'Two']) {
    const values = { title, text: 'What I learnt.', category: 'event', happenedOn: '2026-11-01' }
    const id = await enter(world, 'amara', 'reflection-free', values)
    await world.db.record.update({ where: { id }, data: { sharedState: 'shared' } })
    const page = await agent.get(`/records/${id}/links`)
    await FormPage.from(page, `form[action="/records/${id}/links"]`)
      .fill({ items: [item] })
      .submit(agent, 'Link')
  }
  const page = await agent.get(`${amara}/curriculum?open=${item}&mode=rate`)
  const why = 'Two pieces of work, both discussed with a consultant, with plans that held.'
  const rate = FormPage.from(page, 'form[action$="/self-assessment"]').fill({ 'f.level': '2', 'f.justification': why })
  expect((await rate.submit(agent)).status).toBe(303)
}

/** How much there is of everything that these forms make. */
async function amount(): Promise<number[]> {
  const { db } = world
  return Promise.all([
    db.record.count(),
    db.judgement.count(),
    db.supervision.count(),
    db.assessmentRequest.count(),
    db.link.count(),
    db.mail.count(),
    db.notice.count(),
  ])
}

async function open(main: Main, agent: Agent): Promise<FormPage> {
  return FormPage.from(await agent.get(main.path), main.selector)
}

describe.each(forms)('bad input: $name', (main) => {
  let agent: Agent
  let before: number[]
  beforeEach(async () => {
    agent = await world.as(main.who, main.who === 'helen' ? 'educationalSupervisor' : undefined)
    await world.db.draft.deleteMany()
    before = await amount()
  })

  const refused = async (form: FormPage, says: RegExp | null) => {
    const answer = await form.submit(agent)
    expect(answer.status).toBe(422)
    if (says) expect(wordsOf(answer)).toMatch(says)
    expect(await amount()).toEqual(before)
    return answer
  }

  it('too long: says so, and keeps every character', async () => {
    const answer = await refused((await open(main, agent)).fill({ ...main.good, [main.text]: tooLong }), /\d/)
    expect(FormPage.from(answer, main.selector).value(main.text)).toHaveLength(tooLong.length)
  })

  it.each(main.needed)('empty %s', async (name) => {
    await refused((await open(main, agent)).fill(main.good).clear(name), null)
    await refused((await open(main, agent)).fill(main.good).forge({ [name]: '   ' }), null)
  })

  it.each(main.wrong)('%s', async (_what, typed, says) => {
    await refused((await open(main, agent)).fill(main.good).forge(typed), says)
  })

  it('names and shapes that no form has', async () => {
    const form = (await open(main, agent)).fill(main.good).clear(main.needed[0]!)
    form.forge({ [`${main.needed[0]}[$ne]`]: 'x', 'f.__proto__.admin': 'yes', status: 'signed', personId: 'x' })
    await refused(form, null)
  })

  it('without the token, or with that of somebody else: nothing happens, and the page says what to do', async () => {
    await refused((await open(main, agent)).fill(main.good).clear('_csrf'), /nothing was saved/)
    await refused((await open(main, agent)).fill(main.good).forge({ _csrf: 'of-another' }), /nothing was saved/)
  })

  it('from another site', async () => {
    const form = (await open(main, agent)).fill(main.good)
    const answer = await form.submit(agent).set('origin', 'https://elsewhere.example')
    expect([answer.status, await amount()]).toEqual([422, before])
    expect(wordsOf(answer)).toContain('another site')
  })

  it('10 MB of text: 413', async () => {
    const form = (await open(main, agent)).fill({ ...main.good, [main.text]: 'x'.repeat(10_000_000) })
    const answer = await form.submit(agent)
    expect([answer.status, await amount()]).toEqual([413, before])
    expect(wordsOf(answer)).toMatch(/more text than can be taken/)
  })

  it('a session that is over: leads to the sign-in page, saves nothing', async () => {
    const form = (await open(main, agent)).fill(main.good)
    await world.db.session.deleteMany()
    const answer = await form.submit(agent)
    expect([answer.status, await amount()]).toEqual([303, before])
    expect(answer.headers.location).toMatch(/^\/sign-in/)
  })

  it('somebody else’s: not found', async () => {
    const form = (await open(main, agent)).fill(main.good)
    const stranger = await world.as('priya')
    const own = FormPage.from(await stranger.get('/profile'), 'form:has(input[name=_csrf])')
    if (main.path.startsWith('/records') || main.path.startsWith('/assessments')) return
    const answer = await form.forge({ _csrf: own.value('_csrf')!, _role: own.value('_role')! }).submit(stranger)
    expect([answer.status, await amount()]).toEqual([404, before])
  })

  it('sent twice at once, and once more later: one thing is made', async () => {
    const typed = { ...main.good, [main.text]: `${hostile} ${main.good[main.text] ?? 'and more words than the least'}` }
    const form = (await open(main, agent)).fill(typed)
    const answers = await Promise.all([form.submit(agent), form.submit(agent)])
    const again = await form.submit(agent)
    const made = await amount()
    expect([...answers, again].map(({ status }) => status)).toEqual([303, 303, 303])
    expect(new Set([...answers, again].map(({ headers }) => headers.location)).size).toBe(1)
    // One more of whatever the form makes, and not two.
    expect(Math.max(...made.slice(0, 3).map((count, index) => count - before[index]!))).toBe(1)
    const page = await agent.get(answers[0]!.headers.location!.split('#')[0]!)
    expect(page.status).toBe(200)
    expect(page.text).not.toContain('<script>alert')
  })
})

describe('bad input elsewhere', () => {
  it('wrong order of dates: the first day after the last', async () => {
    const agent = await world.as('amara')
    const before = await amount()
    const form = FormPage.from(await agent.get('/records/new/clinic-summary'), 'form[data-autosave]')
    const [from, to] = form.names().filter((name) => name.startsWith('f.period'))
    const answer = await form.fill({ [from!]: '2026-11-10', [to!]: '2026-09-01' }).submit(agent)
    expect([answer.status, await amount()]).toEqual([422, before])
    expect(wordsOf(answer)).toContain('Enter the last day as 10 Nov 2026 or later')
  })

  it.each([
    '/records/new/no-such-form',
    '/records/not-an-id',
    '/records/019a0000-0000-7000-8000-000000000000',
    `${amara}/curriculum/no-such-item`,
    `${amara}/progress/no-such-rule`,
    '/portfolios/not-an-id/curriculum',
    '/files/%00',
    '/assess/%F0%9F%A9%BA',
  ])('unknown: %s', async (path) => {
    expect((await (await world.as('amara')).get(path)).status).toBe(404)
  })

  it('a file that lies about its type', async () => {
    const agent = await world.as('amara')
    const before = await amount()
    const form = FormPage.from(await agent.get('/records/new/library-upload'), 'form[data-autosave]')
    form.forge({ 'f.title': 'A poster', 'f.declared': 'yes' })
    const lying = { name: 'poster.pdf', content: Buffer.from('MZ\x90\0 not a PDF at all') }
    const answer = await form.submit(agent, undefined, { 'f.file': lying })
    expect([answer.status, await amount()]).toEqual([422, before])
    expect(wordsOf(answer)).toMatch(/not what its name says|type|PDF/i)
  })

  it('D21: 10 MB of text leaves the last autosave as it was', async () => {
    const agent = await world.as('amara')
    const page = await agent.get('/records/new/reflection-short')
    const form = FormPage.from(page, 'form[data-autosave]')
    const save = form.page.querySelector('form[data-autosave]')!.getAttribute('data-autosave')!
    const token = form.value('_csrf')!
    const send = (text: string) =>
      agent
        .post(save)
        .set('x-csrf-token', token)
        .send({ values: { 'f.learnt': text }, changed: ['f.learnt'], baseRev: 0, role: form.value('_role') })
    expect((await send('The words before')).status).toBe(200)
    expect((await send('x'.repeat(10_000_000))).status).toBe(413)
    const again = FormPage.from(await agent.get('/records/new/reflection-short'), 'form[data-autosave]')
    expect(again.value('f.learnt')).toBe('The words before')
  })
})
