import type { Temporal } from 'temporal-polyfill'
import type { Acting, Player } from '../acting.ts'
import { type Deck, deck } from '../deck.ts'
import { type Correction, Portfolio } from '../portfolio.ts'
import { dice } from '../random.ts'
import { later, type Telling } from '../story/teller.ts'
import type { Course, Learner, Staff } from './setUp.ts'
import type { Work } from './work.ts'

type Day = Temporal.PlainDate
type Values = Record<string, unknown>

/** All that it takes to tell one trainee's months in a programme. */
export interface Tale extends Telling {
  course: Course
  learner: Learner
  portfolio: Portfolio
  /** Levels that are expected of the present stage, by item. */
  expected: (item: string) => number
  /** Each bank is shuffled once for a portfolio, and nothing is dealt twice. */
  deal<T>(bank: readonly T[]): T | undefined
}

/** Begins a tale; every trainee has dice of their own. */
export function taleOf(acting: Acting, course: Course, learner: Learner, expected: Tale['expected']): Tale {
  const random = dice(104_729 * (course.learners.indexOf(learner) + 1) + course.plan.name.length)
  const decks = new Map<unknown, Deck<unknown>>()
  return {
    course,
    learner,
    expected,
    portfolio: new Portfolio(acting, learner),
    random,
    anchor: course.anchor,
    deeds: [],
    world: { timeZone: course.timeZone },
    deal<T>(bank: readonly T[]): T | undefined {
      const known = decks.get(bank) ?? deck<unknown>(bank, random)
      decks.set(bank, known)
      return known.deal() as T | undefined
    },
  }
}

/** So many days before the demo's day. */
export const ago = ({ anchor }: Pick<Tale, 'anchor'>, days: number): Day => anchor.subtract({ days })

/** The hospital of a day. */
export function siteOn({ learner }: Tale, on: Day): string {
  const there = learner.posts.find(({ from, until }) => from.until(on).sign >= 0 && until.until(on).sign < 0)
  return (there ?? learner.posts.at(-1)!).siteId
}

/** Whoever may assess there: of one of these grades, at the hospital of that day. */
export function assessorOn(tale: Tale, on: Day, grades: readonly string[] = ['consultant']): Staff {
  const { course, random } = tale
  const site = course.siteIds.indexOf(siteOn(tale, on))
  const able = course.staff.filter(({ plan }) => grades.includes(plan.grade) && plan.specialty !== null)
  const there = able.filter(({ plan }) => plan.site === undefined || plan.site === site)
  return random.pick(there.length > 0 ? there : able)
}

/** Somebody by the name of their account. */
export function staffNamed({ course }: Pick<Tale, 'course'>, account: string): Staff {
  const found = course.staff.find(({ plan }) => plan.account === account)
  if (!found) throw new Error(`Nobody is called ${account} in ${course.plan.name}`)
  return found
}

/** Whoever holds a role at the hospital of a day (or in the whole network), in that role. */
export function holderOn(tale: Tale, on: Day, role: string): (Player & { roleKey: string }) | null {
  const siteId = siteOn(tale, on)
  for (const { id: personId, grants } of tale.course.staff) {
    const grant = grants.find((one) => one.role === role && (one.siteId === null || one.siteId === siteId))
    if (grant) return { personId, roleKey: grant.key }
  }
  return null
}

export interface AskOptions {
  by?: Staff
  level?: number
  /** Days until it was completed; null while it waits. */
  wait?: number | null
  opened?: boolean
  /** Why it was declined. */
  declined?: string
  grades?: readonly string[]
  /** Items of the trainee's other programme for which it is evidence, too. */
  lent?: readonly string[]
  /** What the trainee asks to have put right some days after it was signed. */
  corrected?: Correction
  /** The name of the field with the date; none where the form has another. */
  dated?: string | null
}

/** One assessment: asked for on its day, and completed, declined or left some days later. */
export function asked(tale: Tale, on: Day, work: Work | undefined, options: AskOptions = {}): void {
  if (!work) return
  const { portfolio, random, anchor } = tale
  const by = options.by ?? assessorOn(tale, on, options.grades)
  const dated = options.dated === undefined ? 'seenOn' : options.dated
  const before = { ...work.before, ...(dated ? { [dated]: on.toString() } : {}) }
  const items = [...work.items]
  let id = ''
  later(tale, on, async (at) => {
    id = await portfolio.ask(work.form, at, by, before, items)
  })
  if (options.opened) later(tale, on.add({ days: 1 }), (at) => portfolio.open(id, at, colleague(by)))
  const { declined } = options
  if (declined) later(tale, on.add({ days: 2 }), (at) => portfolio.decline(id, at, colleague(by), declined))
  const wait = options.wait === undefined ? random.whole(1, 8) : options.wait
  if (wait === null || declined) return
  const day = on.add({ days: wait })
  if (anchor.since(day).sign <= 0) return
  const judged = { ...before, ...judgedOf(tale, work, by, options.level) }
  later(tale, day, (at) => portfolio.complete(id, at, colleague(by), judged, items))
  const { lent, corrected } = options
  if (corrected) later(tale, day.add({ days: 2 }), (at) => portfolio.askToCorrect(id, at, corrected))
  const { elsewhere } = tale.learner
  if (lent && elsewhere) later(tale, day.add({ days: 1 }), (at) => portfolio.lend(id, at, elsewhere, lent))
}

/** Asked of somebody whose address is not quite right: the letter comes back at once. */
export function misdirected(tale: Tale, on: Day, work: Work | undefined, whom: { name: string; email: string }): void {
  if (!work) return
  later(tale, on, async (at) => {
    const before = { ...work.before, seenOn: on.toString() }
    const id = await tale.portfolio.ask(work.form, at, whom, before, [...work.items])
    await tale.portfolio.comesBack(id, at.add({ minutes: 6 }))
  })
}

const colleague = ({ id, name, email, plan }: Staff) => ({ id, name, email, specialty: plan.specialty ?? '' })

function judgedOf({ random }: Tale, work: Work, by: Staff, level: number | undefined): Values {
  const { rows = [], judged = {}, doneWell, toImprove } = work
  const grid = level !== undefined && rows.length > 0 && random.chance(0.7)
  return {
    ...(level === undefined ? {} : { overall: level }),
    ...(grid
      ? { domains: Object.fromEntries(rows.map((row) => [row, random.chance(0.75) ? level : Math.max(1, level - 1)])) }
      : {}),
    ...(doneWell ? { doneWell } : {}),
    ...(toImprove ? { toImprove } : {}),
    ...judged,
    assessorName: by.name,
    position: by.plan.grade,
    registration: registrationOf(by),
    ...(random.chance(0.6) ? { feedbackFor: random.pick([5, 10, 15]) } : {}),
  }
}

/** A registration number that is nobody's. */
function registrationOf({ email }: Staff): string {
  const sum = [...email].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 800_000, 7)
  return String(7_100_000 + sum)
}

/** A record of the trainee's own; confirmed some days later where somebody is named who does. */
export function entered(
  tale: Tale,
  on: Day,
  form: string,
  values: Values,
  { items = [], confirmedBy }: { items?: readonly string[]; confirmedBy?: string } = {},
): void {
  const { portfolio } = tale
  let id = ''
  later(tale, on, async (at) => {
    id = await portfolio.enter(form, at, values, [...items])
  })
  confirmed(tale, on, () => id, confirmedBy)
}

/** The same with a file. */
export function uploaded(
  tale: Tale,
  on: Day,
  form: string,
  values: Values,
  { title, lines, items = [], confirmedBy }: { title: string; lines: string[]; items?: string[]; confirmedBy?: string },
): void {
  const { portfolio } = tale
  let id = ''
  const name = `${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.pdf`
  later(tale, on, async (at) => {
    id = await portfolio.upload(form, at, values, { name, lines: [title, ...lines] }, items)
  })
  confirmed(tale, on, () => id, confirmedBy)
}

/** By whoever holds the role, or by the educational supervisor, within the week. */
function confirmed(tale: Tale, on: Day, id: () => string, role: string | undefined): void {
  if (!role) return
  const day = on.add({ days: tale.random.whole(2, 6) })
  const by = role === 'educationalSupervisor' ? tale.learner.educational : holderOn(tale, day, role)
  if (by) later(tale, day, (at) => tale.portfolio.confirm(id(), at, by))
}

export interface Verdict {
  words: { self: string; sign: string }
  /** Added to the expected level. */
  above?: number
  /** Whoever signs; nobody while it waits. */
  by?: Player | null
  /** What is asked for in place of a signature. */
  more?: string
}

/** The trainee rates themselves, and some days later it is signed off, as far as there is evidence. */
export function judged(tale: Tale, on: Day, item: string, { words, above = 0, by = null, more }: Verdict): void {
  const { portfolio } = tale
  const level = Math.max(1, tale.expected(item) + above)
  later(tale, on, async (at) => {
    if (portfolio.evidence(item) > 0) await portfolio.rate(item, at, level, words.self)
  })
  if (!by) return
  later(tale, on.add({ days: tale.random.whole(2, 6) }), async (at) => {
    const pieces = portfolio.evidence(item)
    if (pieces === 0) return
    if (more) await portfolio.sign(item, at, by, null, more)
    else await portfolio.sign(item, at, by, level, words.sign, pieces < 2 ? oneIsEnough : undefined)
  })
}

const oneIsEnough = 'The one piece explores it well, and we talked it through.'
