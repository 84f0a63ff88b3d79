import { Temporal } from 'temporal-polyfill'

export type Day = Temporal.PlainDate

const MS = 86_400_000

/** A calendar date as the number of days since 1 January 1970: time is added up in whole numbers, never in fractions. */
export const numberOf = ({ year, month, day }: Day): number => Date.UTC(year, month - 1, day) / MS

/** The calendar date of such a number. */
export function dayOf(number: number): Day {
  const date = new Date(number * MS)
  return new Temporal.PlainDate(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())
}

/** The earlier and the later of two days. */
export const earliest = (a: Day, b: Day): Day => (Temporal.PlainDate.compare(a, b) <= 0 ? a : b)
export const latest = (a: Day, b: Day): Day => (Temporal.PlainDate.compare(a, b) >= 0 ? a : b)
export const isBefore = (a: Day, b: Day): boolean => Temporal.PlainDate.compare(a, b) < 0
