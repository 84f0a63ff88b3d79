import { type Day, dayOf, numberOf } from './days.ts'
import { type Stretch, WHOLE_DAY } from './stretches.ts'

/**
 * What a day of a stretch adds, in ten-thousandths of a whole-time day. `training` is what counts (decision 55); `completion`
 * is the same but for sickness, which never moves the end by itself; `clock` is the calendar, standing still while nothing
 * counts: for rhythms and deadlines that do not follow the share of full time.
 */
export type Clock = 'training' | 'completion' | 'clock'

const speed: Record<Clock, (stretch: Stretch) => number> = {
  training: ({ percent, counts }) => percent * counts,
  completion: ({ percent, finishes }) => percent * finishes,
  clock: ({ counts }) => (counts > 0 ? WHOLE_DAY : 0),
}

/** How much runs up from a day to another (exclusive), in ten-thousandths of a whole-time day: always a whole number. */
export function accrued(stretches: readonly Stretch[], from: Day, until: Day, clock: Clock = 'training'): number {
  return between(stretches, numberOf(from), numberOf(until), clock)
}

export function between(stretches: readonly Stretch[], from: number, until: number, clock: Clock): number {
  let sum = 0
  for (const stretch of stretches) {
    const days = Math.min(stretch.until, until) - Math.max(stretch.from, from)
    if (days > 0) sum += days * speed[clock](stretch)
  }
  return sum
}

/** The first day by whose beginning so much has run up since a day; before training began nothing does. */
export function dayAfter(stretches: readonly Stretch[], from: Day, work: number, clock: Clock = 'training'): Day {
  return dayOf(numberAfter(stretches, numberOf(from), work, clock))
}

export function numberAfter(stretches: readonly Stretch[], from: number, work: number, clock: Clock): number {
  let left = work
  if (left <= 0) return from
  for (const stretch of stretches) {
    const begins = Math.max(stretch.from, from)
    if (begins >= stretch.until) continue
    const rate = speed[clock](stretch)
    const holds = rate === 0 ? 0 : (stretch.until - begins) * rate
    if (holds >= left) return begins + Math.ceil(left / rate)
    left -= holds
  }
  throw new Error('training time has no end: its last stretch counts nothing')
}

/** Months of a whole-time trainee from a day on, in ten-thousandths of a day. */
export const monthsOfWork = (from: Day, months: number): number =>
  (numberOf(from.add({ months })) - numberOf(from)) * WHOLE_DAY

/** The first day after so many months from a day on, by a clock: of the training year (decision 55), or of the calendar. */
export const afterMonths = (stretches: readonly Stretch[], from: Day, months: number, clock: Clock): Day =>
  dayAfter(stretches, from, monthsOfWork(from, months), clock)

/** The stretch that holds a day; null before training. */
export function stretchOn(stretches: readonly Stretch[], day: Day): Stretch | null {
  const number = numberOf(day)
  return stretches.find(({ from, until }) => from <= number && number < until) ?? null
}

/** Whether training stands still on a day, so that nothing falls due. */
export const isAway = (stretches: readonly Stretch[], day: Day): boolean => stretchOn(stretches, day)?.counts === 0
