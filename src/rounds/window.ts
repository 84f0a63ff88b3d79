import { Temporal } from 'temporal-polyfill'
import { dateIn, fromJsDate } from '../kit/clock.ts'
import { date } from '../kit/ui.ts'

/** The end of a window of so many days from today: its last day counts in full, in the programme's own time zone. */
export function endAfter(now: Temporal.Instant, days: number, timeZone: string): Temporal.Instant {
  const lastDay = dateIn(now, timeZone).add({ days })
  return lastDay.add({ days: 1 }).toZonedDateTime({ timeZone }).toInstant()
}

/** The last day of a window, in words. */
export const lastDayOf = (endsAt: Date, timeZone: string): string =>
  date(dateIn(fromJsDate(endsAt).subtract({ milliseconds: 1 }), timeZone))

export const isOver = (endsAt: Date | null, now: Temporal.Instant): boolean =>
  endsAt !== null && Temporal.Instant.compare(now, fromJsDate(endsAt)) >= 0
