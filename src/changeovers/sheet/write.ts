import { stringify } from 'csv-stringify/sync'
import writeExcel from 'write-excel-file/node'
import { dbDate } from '../../kit/periods.ts'
import { type ColumnKey, columns } from './columns.ts'

/** A line of the template, in the words that the same sheet is read back from. */
export type Line = Partial<Record<ColumnKey, string>>

const headings = columns.map(({ names }) => names[0])

/** CSV with a mark for Excel; text that begins like a formula is written so that no spreadsheet takes it for one. */
export function asCsv(lines: readonly Line[]): string {
  const rows = lines.map((line) => columns.map(({ key }) => line[key] ?? ''))
  return stringify([[...headings], ...rows], { bom: true, escape_formulas: true, record_delimiter: 'windows' })
}

const days: ReadonlySet<ColumnKey> = new Set(['from', 'last'])

/** An Excel workbook: texts as texts, days as days, the headings fixed at the top. */
export async function asWorkbook(lines: readonly Line[]): Promise<Buffer> {
  const head = headings.map((value) => ({
    type: String,
    value,
    fontWeight: 'bold' as const,
    backgroundColor: '#E8EEF2',
  }))
  const rows = lines.map((line) =>
    columns.map(({ key }) => {
      const value = line[key]
      if (!value) return null
      return days.has(key)
        ? { type: Date, value: dbDate(value), format: 'yyyy-mm-dd' }
        : { type: String, value, format: '@' }
    }),
  )
  const options = { sheet: 'Changeover', stickyRowsCount: 1, columns: columns.map(({ width }) => ({ width })) }
  return writeExcel([head, ...rows], options).toBuffer()
}
