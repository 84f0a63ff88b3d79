import { type Cells, limits, Unreadable } from './cells.ts'
import { decode, readText } from './text.ts'
import { readWorkbook } from './workbook.ts'

const startsWith = (bytes: Buffer, hex: string) => bytes.subarray(0, hex.length / 2).toString('hex') === hex

/**
 * Reads a sheet, whatever it is called: a workbook by its first bytes, everything else as text.
 * @throws Unreadable with a sentence for the person who sent it
 */
export async function readSheet(bytes: Buffer): Promise<Cells> {
  if (bytes.length === 0) throw new Unreadable('This file is empty.')
  if (bytes.length > limits.bytes) throw new Unreadable(`A sheet has at most ${limits.bytes / 1_000_000} megabytes.`)
  if (startsWith(bytes, '504b0304') || startsWith(bytes, '504b0506')) return readWorkbook(bytes)
  if (startsWith(bytes, 'd0cf11e0'))
    throw new Unreadable(
      'This is an old Excel file, or one locked with a password. Save it as XLSX without a password, or as CSV.',
    )
  if (startsWith(bytes, '25504446')) throw new Unreadable('This is a PDF. Send the spreadsheet itself, as XLSX or CSV.')
  const { text, remark } = decode(bytes)
  return readText(text, remark)
}
