import { Temporal } from 'temporal-polyfill'
import type { Requirement } from '../../programmes/index.ts'
import {
  accrued,
  afterMonths,
  type Clock,
  dayOf,
  kinds,
  numberOf,
  type Stretch,
  steady,
  stretchOn,
  WHOLE_DAY,
} from '../../training/index.ts'
import type { Facts, IsoDay, Span } from './facts.ts'
import { monthsOf } from './posts.ts'

type Day = Temporal.PlainDate

/** Rhythms ask for the same days over and over, and calendar dates are dear to make: each is made once for all. */
const shares = new Map<number, readonly Stretch[]>()
const longAgo = dayOf(0)

function steadily(percent: number): readonly Stretch[] {
  const known = shares.get(percent)
  if (known) return known
  const made = steady(longAgo, percent)
  shares.set(percent, made)
  return made
}

/** How training went and will go. */
export const timeOf = ({ time, ftePercent }: Facts): readonly Stretch[] => time ?? steadily(ftePercent)

/**
 * By what a rule's own months run (domain 7.1, decision 55): accredited time where the rule says so; else the calendar,
 * which stands still in time away, so that nothing falls due there.
 */
export const clockOf = ({ proRata }: Pick<Requirement, 'proRata'>): Clock =>
  proRata === 'accredited' ? 'training' : 'clock'

const months = new WeakMap<readonly Stretch[], Map<string, Day>>()
const mostKnown = 20_000

/** The first day after so many months from a day on, by a clock. */
export function monthsAfter(from: Day, count: number, facts: Facts, clock: Clock): Day {
  const time = timeOf(facts)
  const known = months.get(time) ?? new Map<string, Day>()
  months.set(time, known)
  const key = `${from} ${count} ${clock}`
  const found = known.get(key)
  if (found) return found
  if (known.size > mostKnown) known.clear()
  const made = afterMonths(time, from, count, clock)
  known.set(key, made)
  return made
}

/** Whole-time days that have run up between two days, by a clock: a number that may have a fraction. */
export const daysOf = (facts: Facts, from: Day, until: Day, clock: Clock): number =>
  accrued(timeOf(facts), from, until, clock) / WHOLE_DAY

/** Months of the calendar within a span, each stretch weighed by what of it counts. */
export function accreditedMonthsIn(facts: Facts, span: Span): number {
  const weighed = timeOf(facts).map(({ from, until, percent, counts }) => {
    const first = Math.max(from, numberOf(span.from))
    const end = Math.min(until, numberOf(span.until))
    return first < end ? monthsOf({ from: dayOf(first), until: dayOf(end) }) * percent * counts : 0
  })
  return Math.round(weighed.reduce((sum, one) => sum + one, 0) / 100) / 100
}

/** The status in which a day counts nothing; null on days that count. The period of grace follows training. */
export function awayOn(facts: Facts, day: IsoDay | Day): { words: string } | null {
  if (!facts.time) return null
  const stretch = stretchOn(facts.time, Temporal.PlainDate.from(day))
  return stretch?.status && stretch.counts === 0 && stretch.status.kind !== 'grace' ? kinds[stretch.status.kind] : null
}

/** A day that falls due: within time away it waits, by as much as is away from then on (domain 7.2). */
export function dueOutOfAway(facts: Facts, day: Day): Day {
  const stretch = facts.time && awayOn(facts, day) ? stretchOn(facts.time, day) : null
  if (!stretch) return day
  const later = dayOf(stretch.until + numberOf(day) - stretch.from)
  return dueOutOfAway(facts, later)
}

/** What a person has whether they train or not, and may gain while away: it is looked at for itself (domain 3.5, 6.6). */
export const countsWhenever = (kind: string | undefined): boolean =>
  kind === 'exam' || kind === 'certificate' || kind === 'declaration'
