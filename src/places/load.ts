import { Temporal } from 'temporal-polyfill'
import { contains, type Period } from '../kit/periods.ts'

/** Somebody's days at a site. */
export interface Stay extends Period {
  enrolmentId: string
}

/** How many trainees are at a place, and when it takes more than it can. */
export interface Load {
  now: number
  toCome: number
  /** The first day from today on with more trainees than there is room for, with their number. */
  over: { on: Temporal.PlainDate; count: number } | null
}

/**
 * Counts the trainees at a place today, those who come later, and finds the first day on which they are too many (D16).
 * Somebody with two posts there at once is one trainee. Pure.
 * @param capacity how many it takes; null where nobody has said: it is never too full then
 */
export function loadOf(stays: readonly Stay[], capacity: number | null, today: Temporal.PlainDate): Load {
  const on = (day: Temporal.PlainDate) =>
    new Set(stays.filter((stay) => contains(stay, day)).map(({ enrolmentId }) => enrolmentId))
  const here = on(today)
  const later = stays.filter(({ from, enrolmentId }) => isAfter(from, today) && !here.has(enrolmentId))
  return {
    now: here.size,
    toCome: new Set(later.map(({ enrolmentId }) => enrolmentId)).size,
    over: capacity === null ? null : firstOver(stays, capacity, today, on),
  }
}

const isAfter = (a: Temporal.PlainDate, b: Temporal.PlainDate) => Temporal.PlainDate.compare(a, b) > 0

/** It can only get fuller on a day on which somebody comes. */
function firstOver(
  stays: readonly Stay[],
  capacity: number,
  today: Temporal.PlainDate,
  on: (day: Temporal.PlainDate) => Set<string>,
): Load['over'] {
  const days = [today, ...stays.map(({ from }) => from).filter((from) => isAfter(from, today))]
  for (const day of days.sort(Temporal.PlainDate.compare)) {
    const count = on(day).size
    if (count > capacity) return { on: day, count }
  }
  return null
}
