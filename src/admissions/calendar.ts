import type { Temporal } from 'temporal-polyfill'

/** R24: whoever has not enrolled so many months after the start is frozen. */
export const frozenAfterMonths = 3

/** R23: so many days after the start the office is told of those who have not enrolled. */
export const alertAfterDays = 60

/** R24: the weeks after the start at which they are reminded. */
export const reminderWeeks = [4, 8, 10, 12] as const

/** The first day on which an enrolment that is not completed is frozen. */
export function freezesOn(countsFrom: Temporal.PlainDate): Temporal.PlainDate {
  return countsFrom.add({ months: frozenAfterMonths })
}

export interface Stood {
  countsFrom: Temporal.PlainDate
  remindedWeek: number | null
  alerted: boolean
  frozen: boolean
}

export interface DueNow {
  /** The week of the reminder to send: of several missed ones the last alone. */
  remind: number | null
  alert: boolean
  freeze: boolean
}

/** What the day asks for. A sweep that ran late sends one reminder; whoever is frozen is reminded no more. */
export function dueOn(today: Temporal.PlainDate, { countsFrom, remindedWeek, alerted, frozen }: Stood): DueNow {
  const days = countsFrom.until(today).days
  const freeze = !frozen && today.since(freezesOn(countsFrom)).days >= 0
  const week = reminderWeeks.filter((one) => one * 7 <= days).at(-1) ?? null
  const remind = week !== null && week > (remindedWeek ?? 0) && !freeze && !frozen ? week : null
  return { remind, alert: !alerted && days >= alertAfterDays, freeze }
}
