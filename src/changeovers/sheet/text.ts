import { parse } from 'csv-parse/sync'
import { type Cell, type Cells, formula, limits, textCell, tooLong, Unreadable } from './cells.ts'

const separators = [
  { sign: ',', words: 'commas' },
  { sign: ';', words: 'semicolons' },
  { sign: '\t', words: 'tabs' },
] as const

/**
 * Text of unknown encoding: a mark at its head says which; else UTF-8, and where it is none Windows-1252.
 * @returns the text, and what was guessed (null where nothing had to be)
 */
export function decode(bytes: Buffer): { text: string; remark: string | null } {
  const as = (encoding: string) => new TextDecoder(encoding).decode(bytes)
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: as('utf-16le'), remark: 'Read as UTF-16.' }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: as('utf-16be'), remark: 'Read as UTF-16.' }
  const head = bytes.subarray(0, 400)
  const zeros = [0, 1].map((odd) => head.filter((byte, at) => byte === 0 && at % 2 === odd).length)
  // Letters of European languages leave every second byte empty.
  if (zeros[1]! > head.length / 5) return { text: as('utf-16le'), remark: 'Read as UTF-16.' }
  if (zeros[0]! > head.length / 5) return { text: as('utf-16be'), remark: 'Read as UTF-16.' }
  if (head.includes(0)) throw new Unreadable('This is no spreadsheet and no text. Send XLSX or CSV.')
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), remark: null }
  } catch {
    return {
      text: as('windows-1252'),
      remark: 'This is not UTF-8, so it was read as Windows-1252. Look whether names with accents came out right.',
    }
  }
}

/** Which sign parts the columns: the one that is most often outside quotes in the first line that has any. */
function separatorOf(text: string): (typeof separators)[number] {
  const first =
    text
      .slice(0, 20_000)
      .split(/\r\n?|\n/)
      .find((line) => /[,;\t]/.test(line)) ?? ''
  const bare = first.replace(/"[^"]*"/g, '')
  const count = (sign: string) => bare.split(sign).length
  return separators.reduce((best, one) => (count(one.sign) > count(best.sign) ? one : best))
}

/** Excel marks text that begins like a formula, and so do our own downloads; the mark is not part of it. */
const unescaped = (text: string) => text.replace(/^'(?=[=+\-@\t])/, '')

function cellOf(text: string): Cell {
  return /^\s*=/.test(text) ? { ...textCell(text), problem: formula } : textCell(unescaped(text))
}

/**
 * Cells of CSV, or of what is pasted from a spreadsheet.
 * @throws Unreadable where it is no text, or has too many lines
 */
export function readText(source: string, remark: string | null = null): Cells {
  const named = /^\ufeff?sep=(.)\r?\n/i.exec(source)
  const text = named ? source.slice(named[0].length) : source.replace(/^\ufeff/, '')
  const separator = separators.find(({ sign }) => sign === named?.[1]) ?? separatorOf(text)
  const records = recordsOf(text, separator.sign)
  if (records.length > limits.rows) throw tooLong()
  const rows = records.map((record) => record.slice(0, limits.columns).map(cellOf))
  // The line that names the separator is a row of its own in the file.
  if (named) rows.unshift([])
  const remarks = [remark, separator.sign === ';' ? `Columns were parted by ${separator.words}.` : null]
  return { rows, remarks: remarks.filter((one) => one !== null) }
}

function recordsOf(text: string, delimiter: string): string[][] {
  try {
    return parse(text, {
      delimiter,
      // Named, not found out from the first line: rows that were added by another programme end otherwise than the heading.
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      to: limits.rows + 1,
      max_record_size: 100_000,
    }) as string[][]
  } catch {
    throw new Unreadable(
      'This could not be read as CSV: a quotation mark is opened and never closed, or a line is endless.',
    )
  }
}
