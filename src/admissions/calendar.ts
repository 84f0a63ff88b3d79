import type { Temporal } from 'temporal-polyfill'
import type { AdmissionCalendar } from '../programmes/index.ts'

type FreezeAfter = Pick<AdmissionCalendar, 'freezeMonths'>

/** R24: the first day on which an enrolment that is not completed is frozen. */
export function freezesOn(countsFrom: Temporal.PlainDate, { freezeMonths }: FreezeAfter): Temporal.PlainDate {
  return countsFrom.add({ months: freezeMonths })
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

/**
 * What the day asks for, by the programme's own calendar. A sweep that ran late sends one reminder; whoever is frozen is
 * reminded no more.
 */
export function dueOn(today: Temporal.PlainDate, stood: Stood, calendar: AdmissionCalendar): DueNow {
  const { countsFrom, remindedWeek, alerted, frozen } = stood
  const days = countsFrom.until(today).days
  const freeze = !frozen && today.since(freezesOn(countsFrom, calendar)).days >= 0
  const week = calendar.remindWeeks.filter((one) => one * 7 <= days).at(-1) ?? null
  const remind = week !== null && week > (remindedWeek ?? 0) && !freeze && !frozen ? week : null
  return { remind, alert: !alerted && days >= calendar.alertDays, freeze }
}
