import { Temporal } from 'temporal-polyfill'
import { dateIn, fromJsDate } from '../kit/clock.ts'
import { date } from '../kit/ui.ts'

/** How long a request lives where its form does not say. */
const usualDays = 28

/** The end of a request asked now: its last day counts in full, in the programme's own time zone. */
export function expiryFrom(now: Temporal.Instant, days: number | undefined, timeZone: string): Temporal.Instant {
  const lastDay = dateIn(now, timeZone).add({ days: days ?? usualDays })
  return lastDay.add({ days: 1 }).toZonedDateTime({ timeZone }).toInstant()
}

/** The last day on which a link works, in words. */
export function lastDayOf(expiresAt: Date | Temporal.Instant, timeZone: string): string {
  const at = expiresAt instanceof Date ? fromJsDate(expiresAt) : expiresAt
  return date(dateIn(at.subtract({ milliseconds: 1 }), timeZone))
}

/** Whether a request's time is over, whether or not the sweep has come by. */
export function isOver(expiresAt: Date, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(now, fromJsDate(expiresAt)) >= 0
}
