import { rooms } from '../../src/rooms.ts'
import { answers, ask, linkFor, work } from '../assessments/support.ts'
import { FormPage, wordsOf } from '../support/forms.ts'
import { testWorld } from '../support/world.ts'

const world = await testWorld()
const own = `/portfolios/${world.enrolment.amara}`

type Agent = ReturnType<typeof world.visitor>
type Typed = Record<string, string>

const name = 'Mrs Harding'
const looks = `“${name}” looks like somebody’s name`

interface Case {
  /** Opens the page, signed in or not. */
  who: () => Promise<Agent>
  path: string | (() => Promise<string>)
  form: string
  typed: Typed
  /** The field to which the name is added. */
  field: string
  button?: string
}

const tomorrow = '2026-12-01'
const why = 'In the falls clinic I ran six consultations and presented each plan before acting.'
const asked = async () => {
  const id = await ask(world, await world.as('amara'))
  await work(world)
  return linkFor(world, id)
}

const cases: Record<string, Case> = {
  'a request': {
    who: () => world.as('amara'),
    path: '/assessments/new?form=mini-cex',
    form: 'main form.form',
    typed: { assessor: world.person.idris, 'f.title': 'Falls clinic' },
    field: 'f.traineeComment',
  },
  'a guest’s form behind a link': {
    who: async () => world.visitor(),
    path: asked,
    form: 'main form.form',
    typed: answers,
    field: 'f.doneWell',
    button: 'Complete and sign',
  },
  'why a guest declines': {
    who: async () => world.visitor(),
    path: asked,
    form: 'main form.form',
    typed: { reason: 'I was on leave.' },
    field: 'reason',
    button: 'Decline',
  },
  'a meeting': {
    who: () => world.as('amara'),
    path: '/appraisals/new/induction-appraisal',
    form: 'main form[data-autosave]',
    typed: { 'f.aims': 'Clinics', supervisor: `educationalSupervisor:${world.person.helen}` },
    field: 'f.aims',
    button: 'Send',
  },
  'a self-assessment': {
    who: () => world.as('amara'),
    path: `${own}/curriculum?open=cip-c4&mode=rate`,
    form: 'form.open',
    typed: { 'f.level': '2', 'f.justification': why },
    field: 'f.justification',
  },
  'a word on one’s supervisor': {
    who: () => world.as('amara'),
    path: '/supervisors',
    form: 'form[action="/supervisors"]',
    typed: { kind: 'educational', words: 'Since August.' },
    field: 'words',
  },
  'why a supervisor changes': {
    who: () => world.as('sam'),
    path: `/trainees/${world.enrolment.tom}/supervisors`,
    form: '#change-form',
    typed: { kind: 'educational', personId: world.person.ruth, from: tomorrow, reason: 'Moves.' },
    field: 'reason',
  },
  'an application about training time': {
    who: () => world.as('amara'),
    path: '/applications/new?kind=less-than-full-time&from=2027-08-04&percent=80',
    form: '#send-form',
    typed: { reason: 'caring', why: 'From August.', discussed: 'My supervisor' },
    field: 'why',
    button: 'Send',
  },
  'a report of misuse': {
    who: async () => world.visitor(),
    path: '/help/breach',
    form: 'form[action="/help/breach"]',
    typed: { what: 'Somebody used the ward’s computer after me.' },
    field: 'what',
  },
  'why an account is suspended': {
    who: () => world.as('morgan'),
    path: `/people/${world.person.tom}`,
    form: 'form[action$="/suspend"]',
    typed: { reason: 'The phone is lost.' },
    field: 'reason',
  },
}

describe('R41, D18: wherever words are written freely', () => {
  it.each(Object.entries(cases))('%s: asks, keeps every word, and goes on with a reason', async (_what, one) => {
    const agent = await one.who()
    const path = typeof one.path === 'string' ? one.path : await one.path()
    const typed = { ...one.typed, [one.field]: `${one.typed[one.field] ?? ''} ${name} said so.`.trim() }
    const send = (form: FormPage) => form.submit(agent, one.button)
    const page = FormPage.from(await agent.get(path), one.form).fill(typed)
    const before = await world.db.auditEvent.count()

    const held = await send(page)
    expect([held.status, await world.db.auditEvent.count()]).toEqual([422, before])
    expect(wordsOf(held)).toContain(looks)
    const again = FormPage.from(held, 'form:has(#guard)')
    for (const [key, value] of Object.entries(typed)) {
      // Which of several radios is chosen is for the tests of those pages.
      if (key !== 'kind' && key !== 'supervisor' && key !== 'f.declared') expect(again.value(key)).toBe(value)
    }

    const ticked: Typed = typed['f.declared'] ? { 'f.declared': 'yes' } : {}
    const done = await send(again.fill({ ...ticked, _guard: 'public' }))
    expect(done.status).toBe(303)
    const event = await world.db.auditEvent.findFirstOrThrow({
      where: { type: 'words.confirmed' },
      orderBy: { id: 'desc' },
    })
    expect(event.data).toEqual({ kinds: { name: 1 }, reason: 'public' })
    expect(JSON.stringify(await world.db.auditEvent.findMany())).not.toContain(name)
  })

  it('takes no reason that was not asked for, and none for what was typed since', async () => {
    const agent = world.visitor()
    const page = FormPage.from(await agent.get('/help/breach'), 'form[action="/help/breach"]')
    page.fill({ what: `${name} left her card in the machine.` })
    expect((await page.forge({ _guard: 'needed' }).submit(agent)).status).toBe(422)
    expect((await page.forge({ _guard: 'anything', _guarded: 'x y' }).submit(agent)).status).toBe(422)
    await world.db.rateLimit.deleteMany()
  })
})

/**
 * Forms that take something, and no free words: names, addresses and numbers by their nature, choices, ticks, secrets,
 * files, drafts. A form that is in neither list keeps words that nobody has read: give its command `free` (docs/guard.md).
 */
const wordless = [
  ...['/sign-in', '/sign-in/code', '/sign-out', '/acting', '/theme', '/reset', '/reset/:token', '/invitation/:token'],
  ...[
    '/profile',
    '/profile/photo',
    '/profile/emails',
    '/profile/numbers',
    '/profile/mails',
    '/people/new',
    '/people/:personId/numbers',
  ],
  ...['/programmes/upload', '/programmes/uploads/:uploadId/publish', '/integrity/checks', '/hooks/bounces'],
  ...['/assessments/:id/instead', '/assessments/:id/address', '/code/', '/records/:id/share', '/drafts/:ticket'],
  ...['/sites/:siteId/capacity', '/portfolios/:enrolmentId/posts/rotate/nudge', '/portfolios/:enrolmentId/absences'],
  // What a kept view is called; sheets are read cell by cell (changeovers/wishes.ts).
  ...[
    '/messages/ticked',
    '/messages/found',
    '/delegates/',
    '/delegates/name/:personId',
    '/delegates/leave/:ticket',
    '/trainees/views',
    '/changeovers/',
    '/changeovers/:id/apply',
  ],
  ...[
    '/admissions/new',
    '/admissions/lists/:listId/accept',
    '/admissions/lists/:listId/discard',
    '/admissions/:enrolmentId',
    '/admissions/:enrolmentId/fee',
    '/enrolment/',
  ],
  ...['/rounds/', '/rounds/:id/raters', '/rounds/:id/redact', '/records/:id/links'],
  ...[
    '/portfolios/:enrolmentId/links/choose',
    '/portfolios/:enrolmentId/links',
    '/portfolios/:enrolmentId/link-records',
  ],
]
const wordlessEnds = /^\/profile\/security\/|\/(?:opened|draft|begin|other|star|unlink|seen)$/

it('R41: no form of the product keeps words that nobody has read', () => {
  const taking = rooms.flatMap(({ path, room }) =>
    room.routes.flatMap((route) =>
      route.verb === 'post' && route.command.input && !route.command.free
        ? [`${path === '/' ? '' : path}${route.path}`]
        : [],
    ),
  )
  expect(taking.filter((path) => !wordless.includes(path) && !wordlessEnds.test(path))).toEqual([])
})
