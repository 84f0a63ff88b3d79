import { Temporal } from 'temporal-polyfill'
import { readDay } from '../../kit/inputs.ts'
import { date } from '../../kit/ui.ts'
import type { Cell } from './cells.ts'

export interface DayRead {
  day: Temporal.PlainDate | null
  /** Why it is no day. */
  problem: string | null
  /** How it was read, where it could be read otherwise (decision 69). */
  remark: string | null
}

/**
 * A day as people write it in sheets: 2026-08-04, day first with figures (4/8/2026, 04.08.26), with a month's name
 * (4 Aug 2026), or a cell that the workbook shows as a day. Figures that could be read month first are named.
 */
export function readDate({ text, day }: Cell): DayRead {
  if (day) return { day, problem: null, remark: null }
  if (!text) return { day: null, problem: null, remark: null }
  const full = fullYear(text)
  const read = readDay(full)
  if (read)
    return { day: read, problem: null, remark: ambiguous(full) ? `“${text}” was read day first: ${date(read)}.` : null }
  return { day: null, problem: problemOf(text, full), remark: null }
}

/** "04.08.26" means this century; a time of midnight behind an ISO date means nothing. */
function fullYear(text: string): string {
  return text
    .replace(/^(\d{4}-\d{2}-\d{2})[T ]00:00(:00(\.0+)?)?Z?$/, '$1')
    .replace(/^(\d{1,2})([/.-])(\d{1,2})\2(\d{2})$/, '$1$2$3$220$4')
    .replace(/^(\d{1,2})[- ]([a-z]{3,})[- ](\d{2})$/i, '$1 $2 20$3')
    .replace(/^(\d{1,2})-([a-z]{3,})-(\d{4})$/i, '$1 $2 $3')
}

function ambiguous(text: string): boolean {
  const [, first, second] = /^(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}$/.exec(text) ?? []
  return Boolean(first && second) && Number(first) <= 12 && Number(second) <= 12 && Number(first) !== Number(second)
}

function problemOf(text: string, full: string): string {
  const [, first, second, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(full) ?? []
  if (Number(second) > 12 && Number(first) <= 12)
    return `“${text}” has no month ${second}: days come first here. Write ${year}-${first!.padStart(2, '0')}-${second}.`
  if (/^\d{5}$/.test(text)) return `“${text}” is a number. Show the cell as a date, or write 2026-08-04.`
  return `“${text.slice(0, 30)}” is no day. Write 2026-08-04 or 4 Aug 2026.`
}

/** The first day of two that is not null, the later one. */
export function later(a: Temporal.PlainDate, b: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(a, b) < 0 ? b : a
}
