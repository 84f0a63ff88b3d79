import { Temporal } from 'temporal-polyfill'
import type { StatusKind } from '../../generated/client.ts'

type Day = Temporal.PlainDate

/** The programme's rule on days away, as its pack says it (decision 56). */
export interface AbsenceRule {
  review: { days: number; months: number }
  kinds: readonly { key: string; label: string; counts: boolean }[]
  /** Statuses of training time that count, each as one of the kinds. */
  statuses: Readonly<Partial<Record<StatusKind, string>>>
}

export interface AbsenceSpan {
  id: string
  kind: string
  from: Day
  /** First day back (exclusive). */
  until: Day
  /** Whole working days of it. */
  days: number
}

export interface StatusSpan {
  id: string
  kind: StatusKind
  from: Day
  until: Day
}

/** One line of the sum: what counts, and for how many days of the window. */
export interface CountedLine {
  id: string
  /** A kind of the pack, or a status of training time. */
  kind: string
  status: boolean
  from: Day
  until: Day
  days: number
  counts: boolean
}

export interface AbsenceSums {
  /** From when it is counted: the last review, or so many months ago, whichever is later. */
  since: Day
  /** Whether that is the last review. */
  sinceReview: boolean
  lines: CountedLine[]
  /** Whole working days that count. */
  total: number
  /** Whether so many ask for a review. Nothing else follows from it: no date moves. */
  reached: boolean
}

const before = (a: Day, b: Day): boolean => Temporal.PlainDate.compare(a, b) < 0
const later = (a: Day, b: Day): Day => (before(a, b) ? b : a)
const earlier = (a: Day, b: Day): Day => (before(a, b) ? a : b)

/** Mondays to Fridays from a day to another, the second one excluded. Bank holidays differ by place and are not known here. */
export function workingDays(from: Day, until: Day): number {
  const length = from.until(until).days
  if (length <= 0) return 0
  const weeks = Math.floor(length / 7)
  let count = weeks * 5
  for (let at = weeks * 7; at < length; at++) if (from.add({ days: at }).dayOfWeek <= 5) count += 1
  return count
}

/**
 * Whole working days away since the last review or in so many months, whichever is the shorter span (decision 56). Statuses
 * of training time count by their working days; what was entered within them is not counted twice. Pure.
 * @param reviewedOn day of the last review, where one is known
 */
export function sumAbsences(
  { absences, statuses }: { absences: readonly AbsenceSpan[]; statuses: readonly StatusSpan[] },
  rule: AbsenceRule,
  { today, reviewedOn }: { today: Day; reviewedOn: Day | null },
): AbsenceSums {
  const start = today.subtract({ months: rule.review.months }).add({ days: 1 })
  const sinceReview = reviewedOn !== null && before(start, reviewedOn) && !before(today, reviewedOn)
  const since = sinceReview ? reviewedOn : start
  const end = today.add({ days: 1 })
  const within = <S extends { from: Day; until: Day }>(span: S) => ({
    from: later(span.from, since),
    until: earlier(span.until, end),
  })
  const counted = statuses.filter(({ kind }) => kind in rule.statuses)
  const ofStatuses = counted.map(({ id, kind, ...span }): CountedLine => {
    const { from, until } = within(span)
    return { id, kind, status: true, ...span, days: workingDays(from, until), counts: true }
  })
  const ofAbsences = absences.map(({ id, kind, days, ...span }): CountedLine => {
    const { from, until } = within(span)
    const doubled = counted.reduce((sum, one) => sum + workingDays(later(from, one.from), earlier(until, one.until)), 0)
    const whole = from.equals(span.from) && until.equals(span.until) && doubled === 0
    const left = Math.max(0, workingDays(from, until) - doubled)
    const counts = rule.kinds.find(({ key }) => key === kind)?.counts ?? true
    return { id, kind, status: false, ...span, days: whole ? days : Math.min(days, left), counts }
  })
  const lines = [...ofStatuses, ...ofAbsences]
    .filter(({ days }) => days > 0)
    .sort((a, b) => Temporal.PlainDate.compare(b.from, a.from))
  const total = lines.reduce((sum, { days, counts }) => sum + (counts ? days : 0), 0)
  return { since, sinceReview, lines, total, reached: total >= rule.review.days }
}

/** The days of each kind that counts, in the order of the pack, statuses as the kinds that they count as. Pure. */
export function daysByKind(
  lines: readonly CountedLine[],
  rule: Pick<AbsenceRule, 'kinds' | 'statuses'>,
): { key: string; label: string; days: number }[] {
  const kindOf = ({ kind, status }: CountedLine) => (status ? rule.statuses[kind as StatusKind] : kind)
  return rule.kinds
    .filter(({ counts }) => counts)
    .map(({ key, label }) => ({
      ...{ key, label },
      days: lines.filter((line) => kindOf(line) === key).reduce((sum, line) => sum + line.days, 0),
    }))
}
