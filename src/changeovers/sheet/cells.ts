import type { Temporal } from 'temporal-polyfill'
import { plural } from '../../kit/ui.ts'

/** One cell as it was read: its text, the day where the workbook says that it is one, and what is wrong with it. */
export interface Cell {
  text: string
  day: Temporal.PlainDate | null
  /** Why it cannot be used, as a sentence; a formula is never evaluated. */
  problem: string | null
}

/** A sheet as rows of cells; the first row of `rows` is row 1, blank lines included, so that people find a cell again. */
export interface Cells {
  rows: Cell[][]
  /** What had to be guessed on reading (encoding, separator). */
  remarks: string[]
}

/** Enough for every programme there is, and few enough to be judged within a second. */
export const limits = { bytes: 5_000_000, rows: 6000, columns: 60, unpackedBytes: 40_000_000 }

/** A sheet that cannot be read at all; the message is for the person who sent it. */
export class Unreadable extends Error {}

export const formula = 'This is a formula, and formulas are not worked out here. Paste the value instead.'
export const merged = 'This cell is merged with others. Unmerge it, and fill each row.'

/** Said of a sheet with too many lines; asked before anything else is done with it. */
export const tooLong = () =>
  new Unreadable(`A sheet has at most ${plural(limits.rows, 'row')}. Send it in parts, programme by programme.`)

/** What a spreadsheet calls a cell: "D14". Both count from 0. */
export function refOf(row: number, column: number): string {
  return `${lettersOf(column)}${row + 1}`
}

function lettersOf(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : lettersOf(Math.floor(column / 26) - 1) + last
}

/** Row and column of "D14", both from 0; null for what is no such name. */
export function placeOf(ref: string): { row: number; column: number } | null {
  const match = /^([A-Z]{1,3})(\d{1,7})$/.exec(ref)
  if (!match) return null
  const column = [...match[1]!].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
  return { row: Number(match[2]) - 1, column }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: naming them is what this is for
const unprintable = /[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g

/** A cell of plain text, tidied: no control characters, no turned reading direction, single spaces. */
export function textCell(text: string): Cell {
  return { text: text.replace(unprintable, ' ').replace(/\s+/g, ' ').trim(), day: null, problem: null }
}
