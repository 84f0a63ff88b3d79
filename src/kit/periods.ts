import { Temporal } from 'temporal-polyfill'

/** A span of calendar days; `until` is exclusive, null means open-ended. */
export interface Period {
  from: Temporal.PlainDate
  until: Temporal.PlainDate | null
}

/** A `@db.Date` value (midnight UTC) as a calendar date. */
export function plainDate(date: Date): Temporal.PlainDate {
  return Temporal.PlainDate.from(date.toISOString().slice(0, 10))
}

/** A calendar date as the value that a `@db.Date` column takes. */
export function dbDate(date: Temporal.PlainDate | string): Date {
  return new Date(`${date.toString()}T00:00:00Z`)
}

/** The last day inside a period, as people say it; null when open-ended. */
export function lastDay(until: Temporal.PlainDate | null): Temporal.PlainDate | null {
  return until ? until.subtract({ days: 1 }) : null
}

/** The exclusive end for a last day that a person named. */
export function untilAfter(last: Temporal.PlainDate): Temporal.PlainDate {
  return last.add({ days: 1 })
}

/** Whether a day lies in a period. */
export function contains(period: Period, day: Temporal.PlainDate): boolean {
  return (
    Temporal.PlainDate.compare(period.from, day) <= 0 &&
    (period.until === null || Temporal.PlainDate.compare(day, period.until) < 0)
  )
}

/** Whether two periods share a day. */
export function overlap(a: Period, b: Period): boolean {
  const startsBeforeEnd = (x: Period, y: Period) => y.until === null || Temporal.PlainDate.compare(x.from, y.until) < 0
  return startsBeforeEnd(a, b) && startsBeforeEnd(b, a)
}

/** A Prisma clause for rows with `from` and exclusive `until` that hold on a day. */
export function onDay(day: Temporal.PlainDate): {
  from: { lte: Date }
  OR: [{ until: null }, { until: { gt: Date } }]
} {
  const at = dbDate(day)
  return { from: { lte: at }, OR: [{ until: null }, { until: { gt: at } }] }
}
