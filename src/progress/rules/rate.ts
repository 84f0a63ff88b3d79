import { Temporal } from 'temporal-polyfill'
import { date, list } from '../../kit/ui.ts'
import type { RequirementOf } from '../../programmes/index.ts'
import type { Evaluation, Evaluator, Facts, Part, Span } from './facts.ts'
import { notAskedOf } from './notAsked.ts'
import { sift, total, type Weighed } from './sift.ts'
import { figure, isBehind, SOON_DAYS, unitWords, usualFigure, without } from './status.ts'
import { clockOf, daysOf, monthsAfter } from './time.ts'
import { type Frame, frameOf, fteOf } from './windows.ts'

type Rule = RequirementOf<'rate'>
type Day = Temporal.PlainDate

const MONTHS: Record<Rule['per'], number> = { month: 1, quarter: 3, halfYear: 6 }
/** With what makes them longer than those of the calendar, where it does. */
const NAMES: Record<Rule['per'], (longer: string) => string> = {
  month: (longer) => `${longer}month`,
  quarter: (longer) => `three ${longer}months`,
  halfYear: (longer) => `six ${longer}months`,
}

interface Period extends Span {
  have: number
  /** Over by today. */
  past: boolean
  /** Cut short by the end of the stage: what falls into it counts, and nothing is asked. */
  rest: boolean
}

/**
 * A rhythm: so many in every month, quarter or half year, counted from the trainee's own start and not by the calendar,
 * so that no first period is cut. Below full time the periods last longer where the rule counts accredited time; the
 * present one is late only once it is over.
 */
export const rate: Evaluator<Rule> = (rule, facts) => {
  const frame = frameOf(rule, facts)
  if (!frame) return notAskedOf(rule, facts)
  const { counted, notCounted } = sift(rule.from, facts, frame.window)
  const periods = frame.window ? periodsOf(rule, frame.window, counted, facts) : []
  const asking = periods.filter(({ rest }) => !rest)
  const gaps = asking.filter(({ past, have }) => past && have < rule.min)
  const shown = asking.at(-1)
  const records = { counted: counted.map(({ record }) => record.id), notCounted }
  if (!shown) return { ...without('notDue', notBegun(frame), rule.min), ...records }
  const pace = shown.past ? null : paceIn(rule, shown, facts)
  return {
    status: statusIn(rule, shown, gaps, pace, facts),
    have: shown.have,
    need: rule.min,
    pace,
    dueOn: lastDay(gaps[0] ?? shown),
    ...records,
    parts: periods.map((period) => partOf(rule, period, period === shown ? pace : null)),
    remarks: [],
    because: [sentence(rule, shown, pace, facts), ...gapWords(rule, gaps)].join(' '),
  }
}

const notBegun = ({ later, stage }: Frame) =>
  later ? `This is asked from ${stage.title} on.` : 'No period of this has begun yet.'

function periodsOf(rule: Rule, window: Span, counted: readonly Weighed[], facts: Facts): Period[] {
  const startOf = (index: number) => monthsAfter(window.from, MONTHS[rule.per] * index, facts, clockOf(rule))
  const periods: Period[] = []
  const rows = [...counted]
  for (let from = startOf(0); !isAfter(from, facts.today) && isAfter(window.until, from); ) {
    const end = startOf(periods.length + 1)
    const rest = isAfter(end, window.until)
    const until = rest ? window.until : end
    const have = total(rows.splice(0, countBefore(rows, until)))
    periods.push({ from, until, have, rest, past: !isAfter(until, facts.today) })
    from = end
  }
  return periods
}

/** How many rows at the head of these, which are in the order of their days, lie before a day. */
function countBefore(rows: readonly Weighed[], day: Day): number {
  const iso = day.toString()
  const index = rows.findIndex(({ record }) => record.occurredOn >= iso)
  return index < 0 ? rows.length : index
}

const isAfter = (a: Day, b: Day) => Temporal.PlainDate.compare(a, b) > 0
const lastDay = ({ until }: Span) => until.subtract({ days: 1 })
const length = ({ from, until }: Span) => from.until(until, { largestUnit: 'days' }).days

/** A single one is there or not: only of several is there a pace. */
function paceIn(rule: Rule, period: Period, facts: Facts): number | null {
  if (rule.proRata === 'none' || rule.min <= 1) return null
  const whole = daysOf(facts, period.from, period.until, clockOf(rule))
  return rule.min * Math.min(1, daysOf(facts, period.from, facts.today, clockOf(rule)) / (whole || 1))
}

function statusIn(
  rule: Rule,
  shown: Period,
  gaps: readonly Period[],
  pace: number | null,
  facts: Facts,
): Evaluation['status'] {
  if (gaps.length > 0) return 'overdue'
  if (shown.have >= rule.min) return 'met'
  if (pace !== null) return isBehind(shown.have, pace) ? 'short' : 'notDue'
  const left = facts.today.until(shown.until, { largestUnit: 'days' }).days
  return left <= Math.min(SOON_DAYS, length(shown) / 4) ? 'short' : 'notDue'
}

const spanWords = (span: Span) => `${date(span.from)} to ${date(lastDay(span))}`

function partOf(rule: Rule, period: Period, pace: number | null): Part {
  const { have, past, rest } = period
  const note = rest ? 'Cut short: nothing is asked' : !past ? 'Runs now' : have < rule.min ? 'Too few' : null
  return { title: spanWords(period), have, need: rest ? null : rule.min, pace, note, key: null }
}

/** "12 of 20 sessions count in the six months to 4 Feb 2027. About 10 would be usual by today." */
function sentence(rule: Rule, shown: Period, pace: number | null, facts: Facts): string {
  const { have } = shown
  const does = rule.min === 1 ? 'counts' : 'count'
  const counts = `${figure(have)} of ${figure(rule.min)}${unitWords(rule, rule.min)} ${does}`
  const usual = pace !== null && have < rule.min ? ` About ${usualFigure(pace)} would be usual by today.` : ''
  const name = NAMES[rule.per](fteOf(rule, facts) < 100 ? 'accredited ' : '')
  return `${counts} in the ${name} to ${date(lastDay(shown))}.${usual}`
}

/** So many gaps are named in the sentence; the lines name all. */
const MOST_NAMED = 3

function gapWords(rule: Rule, gaps: readonly Period[]): string[] {
  if (gaps.length === 0) return []
  const named = gaps.slice(0, MOST_NAMED).map((gap) => `${spanWords(gap)} (${figure(gap.have)} of ${figure(rule.min)})`)
  const more = gaps.length - named.length
  return [`Too few from ${list([...named, ...(more > 0 ? [`${more} more`] : [])])}.`]
}
