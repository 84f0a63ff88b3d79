/** A window of time that ends with a day: until then something is taken, and that day counts in full. */
import { Temporal } from 'temporal-polyfill'
import { dateIn, fromJsDate } from './clock.ts'
import { date } from './ui.ts'

/** The end of a window of so many days from today: its last day counts in full, in the programme's own time zone. */
export function endAfter(now: Temporal.Instant, days: number, timeZone: string): Temporal.Instant {
  const lastDay = dateIn(now, timeZone).add({ days })
  return lastDay.add({ days: 1 }).toZonedDateTime({ timeZone }).toInstant()
}

/** The last day of a window, in words. */
export function lastDayOf(endsAt: Date | Temporal.Instant, timeZone: string): string {
  const at = endsAt instanceof Date ? fromJsDate(endsAt) : endsAt
  return date(dateIn(at.subtract({ milliseconds: 1 }), timeZone))
}

/** Whether a window is over, whether or not a sweep has come by; one without an end never is. */
export const isOver = (endsAt: Date | null, now: Temporal.Instant): boolean =>
  endsAt !== null && Temporal.Instant.compare(now, fromJsDate(endsAt)) >= 0
