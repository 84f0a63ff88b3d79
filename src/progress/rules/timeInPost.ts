import { Temporal } from 'temporal-polyfill'
import { date, plural } from '../../kit/ui.ts'
import type { RequirementOf } from '../../programmes/index.ts'
import type { Evaluator, Facts, Part, PostFact, Span } from './facts.ts'
import { specialtyLabel } from './labels.ts'
import { NOT_ASKED } from './notAsked.ts'
import { blocksIn, clip, daysIn, monthsOf, siteOfMost } from './posts.ts'
import { figure, sentence, statusOf, without } from './status.ts'
import { daysOf } from './time.ts'
import { type Frame, frameOf } from './windows.ts'

type Rule = RequirementOf<'timeInPost'>
type Day = Temporal.PlainDate

/**
 * Weeks or months in posts of a kind, so far: calendar time with a tolerance in days (decision 63), posts that follow
 * each other as one block, of the longest blocks only as many as the rule allows.
 */
export const timeInPost: Evaluator<Rule> = (rule, facts) => {
  if (rule.where.attribute === 'setting') {
    return without('notComputed', 'Posts do not say their setting.', rule.min)
  }
  const frame = frameOf(rule, facts)
  if (!frame) return without('notDue', `${NOT_ASKED}.`, rule.min)
  const window = frame.window ?? { from: facts.startsOn, until: facts.endsOn }
  const soFar = timeWithin(rule, clip(window, facts.today), facts)
  const planned = timeWithin(rule, window, facts)
  const have = amount(rule, soFar.kept, facts)
  const met = enough(rule, soFar.kept, facts)
  const enoughPlanned = !met && enough(rule, planned.kept, facts)
  return {
    status: met ? 'met' : enoughPlanned ? beforeDue(frame, facts) : statusOf(0, 1, null, frame, facts),
    have,
    need: rule.min,
    pace: null,
    dueOn: frame.dueOn,
    counted: [],
    notCounted: [],
    parts: facts.posts.map((post) => partOf(rule, post, soFar, facts)),
    remarks: enoughPlanned
      ? [`With the posts that are entered it comes to ${unitsOf(rule, amount(rule, planned.kept, facts))}.`]
      : [],
    because: because(rule, frame, have, met),
  }
}

/** What counts within a span: blocks of posts that fit, those beyond the most that count, and why a post does not fit. */
interface Time {
  span: Span
  kept: Span[]
  left: Span[]
  whyNot: (post: PostFact) => string | null
}

function timeWithin(rule: Rule, span: Span, { posts }: Facts): Time {
  const whyNot = fitting(rule, posts, span)
  const blocks = blocksIn(
    posts.filter((post) => whyNot(post) === null),
    span,
  )
  const byLength = blocks.toSorted((a, b) => daysIn(b) - daysIn(a))
  const left = byLength.slice(rule.maxBlocks ?? blocks.length)
  return { span, kept: blocks.filter((block) => !left.includes(block)), left, whyNot }
}

function fitting({ where }: Rule, posts: readonly PostFact[], span: Span): Time['whyNot'] {
  if ('other' in where) {
    const home = siteOfMost(posts, span)
    return ({ siteId }) => (siteId === home ? 'The home site: most of the training so far' : null)
  }
  const wanted: readonly string[] = where.in
  if (where.attribute === 'site') return ({ siteId }) => (wanted.includes(siteId) ? null : 'Another site')
  return ({ specialty }) => {
    if (specialty === null) return 'It says no specialty'
    return wanted.includes(specialty) ? null : 'Another specialty'
  }
}

/** The blocks laid end to end from the first day, less time away, so that months are those of the calendar. */
function joined(blocks: readonly Span[], facts: Facts): Span | null {
  const [first] = blocks
  return first ? { from: first.from, until: first.from.add({ days: present(blocks, facts) }) } : null
}

const present = (blocks: readonly Span[], facts: Facts) =>
  blocks.reduce((sum, { from, until }) => sum + daysOf(facts, from, until, 'clock'), 0)

/** The share of these days that counts, in per cent: all of it but where the rule asks for accredited time. */
function shareOf({ proRata }: Rule, blocks: readonly Span[], facts: Facts): number {
  const days = present(blocks, facts)
  if (proRata !== 'accredited' || days === 0) return 100
  return (blocks.reduce((sum, { from, until }) => sum + daysOf(facts, from, until, 'training'), 0) * 100) / days
}

function amount(rule: Rule, blocks: readonly Span[], facts: Facts): number {
  const whole = joined(blocks, facts)
  const time = whole === null ? 0 : rule.in === 'weeks' ? daysIn(whole) / 7 : monthsOf(whole)
  return Math.round(time * shareOf(rule, blocks, facts)) / 100
}

function enough(rule: Rule, blocks: readonly Span[], facts: Facts): boolean {
  const whole = joined(blocks, facts)
  if (!whole) return false
  const asked = daysIn({ from: whole.from, until: whole.from.add({ [rule.in]: rule.min }) })
  return (daysIn(whole) + (rule.toleranceDays ?? 0)) * shareOf(rule, blocks, facts) >= asked * 100 - 1e-6
}

/** Nothing presses where the posts that are entered will be enough. */
const beforeDue = ({ dueOn }: Frame, { today }: Facts) =>
  Temporal.PlainDate.compare(today, dueOn) > 0 ? ('overdue' as const) : ('notDue' as const)

function partOf(rule: Rule, post: PostFact, { span, left, whyNot }: Time, facts: Facts): Part {
  const until = post.until ?? facts.endsOn
  const [within] = blocksIn([post], span)
  const extra = within !== undefined && left.some((block) => isWithin(within, block))
  const why = whyNot(post) ?? (extra ? `Only the ${plural(rule.maxBlocks ?? 0, 'longest block')} count` : null)
  const kind = rule.where.attribute === 'site' ? post.site : specialtyLabel(facts.pack, post.specialty)
  return {
    title: `${kind ?? post.title}, ${date(post.from)} to ${date(until.subtract({ days: 1 }))}`,
    have: why === null && within ? amount(rule, [within], facts) : 0,
    need: null,
    pace: null,
    note: why ?? (within ? null : aheadOrBefore(post, facts)),
    key: null,
  }
}

const isWithin = (inner: Span, outer: Span) =>
  Temporal.PlainDate.compare(outer.from, inner.from) <= 0 && Temporal.PlainDate.compare(inner.until, outer.until) <= 0

const aheadOrBefore = ({ from }: { from: Day }, { today }: Facts) =>
  Temporal.PlainDate.compare(from, today) >= 0 ? 'Still to come' : 'Outside the time that counts'

function because(rule: Rule, frame: Frame, have: number, met: boolean): string {
  if (met && have < rule.min) {
    const days = plural(rule.toleranceDays ?? 0, 'day')
    return `${unitsOf(rule, have)} of ${figure(rule.min)}: up to ${days} less are enough.`
  }
  return sentence(rule, frame, have, rule.min, null)
}

function unitsOf({ in: unit, min }: Rule, amount: number): string {
  return `${figure(amount)} ${min === 1 ? unit.slice(0, -1) : unit}`
}
