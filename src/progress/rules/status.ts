import { Temporal } from 'temporal-polyfill'
import { date, upperFirst } from '../../kit/ui.ts'
import type { Requirement } from '../../programmes/index.ts'
import type { Evaluation, Facts, Status } from './facts.ts'
import type { Frame } from './windows.ts'

/** What has no pace is spoken of as short from this many days before it is due. */
export const SOON_DAYS = 60

/** Behind what is usual by a whole one: nobody has 1.2 reports, so whoever has one of them is on their way (domain 7.1). */
export const isBehind = (have: number, pace: number): boolean => have < Math.floor(pace)

/** Below the whole only after the last day is overdue; before it, below the pace is short and on it is not due. */
export function statusOf(have: number, need: number, pace: number | null, frame: Frame, facts: Facts): Status {
  if (have >= need) return 'met'
  if (frame.later) return 'notDue'
  if (Temporal.PlainDate.compare(facts.today, frame.dueOn) > 0) return 'overdue'
  if (pace !== null) return isBehind(have, pace) ? 'short' : 'notDue'
  return facts.today.until(frame.dueOn, { largestUnit: 'days' }).days <= SOON_DAYS ? 'short' : 'notDue'
}

const RANK: Status[] = ['overdue', 'short', 'notDue', 'met']

/** The most pressing of several. */
export function worst(...statuses: Status[]): Status {
  return RANK.find((status) => statuses.includes(status)) ?? statuses[0] ?? 'notDue'
}

/** What would be usual by today. Kept exact: what is demanded is never rounded down. */
export function paceOf(need: number, frame: Frame): number | null {
  return frame.fraction === null ? null : need * frame.fraction
}

/** "3", "2.4": one decimal where there is one. */
export function figure(value: number): string {
  return String(Math.round(value * 10) / 10)
}

/** The same for what is usual by a day: of many, no tenths. */
export function usualFigure(value: number): string {
  return value < 20 ? figure(value) : String(Math.round(value))
}

/** " ACATs", " month", or nothing: what the figures of a rule are figures of. */
export function unitWords(rule: Requirement, count: number): string {
  const named = rule.unit ? (count === 1 ? rule.unit.one : rule.unit.many) : ownUnit(rule, count)
  return named ? ` ${named}` : ''
}

function ownUnit(rule: Requirement, count: number): string {
  const units = rule.kind === 'timeInPost' ? rule.in : rule.kind === 'threshold' ? rule.unitOf : ''
  if (units === 'count') return ''
  return count === 1 ? units.replace(/s$/, '') : units
}

/** "3 of 4 ACATs count. About 2.1 would be usual by today; all are due by 28 May 2027." */
export function sentence(
  rule: Requirement,
  frame: Frame,
  have: number,
  need: number,
  pace: number | null,
  does = need === 1 ? 'counts' : 'count',
): string {
  const parts = [`${figure(have)} of ${figure(need)}${unitWords(rule, need)} ${does}.`]
  if (frame.later) parts.push(`This is asked from ${frame.stage.title} on.`)
  else if (have < need) {
    const usual = pace === null ? '' : `About ${usualFigure(pace)} would be usual by today; `
    const due = `${need === 1 ? 'it is' : 'all are'} due by ${date(frame.dueOn)}.`
    parts.push(usual ? usual + due : upperFirst(due))
  }
  return parts.join(' ')
}

/** An evaluation with nothing to say but why there is none. */
export function without(status: Status, because: string, need = 0): Evaluation {
  return {
    status,
    have: 0,
    need,
    pace: null,
    dueOn: null,
    counted: [],
    notCounted: [],
    parts: [],
    remarks: [],
    because,
  }
}
