import { Temporal } from 'temporal-polyfill'

/** The only source of "now"; injected, so that tests and demos choose the day. */
export interface Clock {
  now(): Temporal.Instant
}

export const systemClock: Clock = { now: () => Temporal.Now.instant() }

/** A clock that stands still until it is moved. */
export function fixedClock(
  iso: string,
): Clock & { set(iso: string): void; advance(duration: Temporal.DurationLike): void } {
  let at = Temporal.Instant.from(iso)
  return {
    now: () => at,
    set(next) {
      at = Temporal.Instant.from(next)
    },
    advance(duration) {
      at = at.toZonedDateTimeISO('UTC').add(duration).toInstant()
    },
  }
}

/** The calendar date of an instant in a time zone (the programme's own). */
export function dateIn(instant: Temporal.Instant, timeZone: string): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(timeZone).toPlainDate()
}

/** An instant as the database client wants it. */
export function toJsDate(instant: Temporal.Instant): Date {
  return new Date(instant.epochMilliseconds)
}

/** A database timestamp as an instant. */
export function fromJsDate(date: Date): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(date.getTime())
}

/** Whether a name such as Europe/London is that of a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone.length > 0
  } catch {
    return false
  }
}
