import { Parser } from 'saxen'
import { Temporal } from 'temporal-polyfill'
import { type Cell, type Cells, formula, limits, merged, placeOf, textCell, tooLong, Unreadable } from './cells.ts'
import { partsOf } from './zipped.ts'

type Attributes = Record<string, string>
interface Hooks {
  open?: (name: string, attributes: () => Attributes, stop: () => void) => void
  close?: (name: string) => void
  text?: (text: string) => void
}

const damaged = () => new Unreadable('This workbook is damaged. Save it as XLSX or CSV again.')

/**
 * Goes through XML once. Names come without their prefix; entities of the document's own are never expanded. A part that a
 * workbook may leave out (shared texts, styles) says nothing.
 */
function walk(xml: string | undefined, { open, close, text }: Hooks): void {
  if (xml === undefined) return
  const parser = new Parser()
  const bare = (name: string) => name.slice(name.indexOf(':') + 1)
  parser.on('openTag', (name, attributes) => open?.(bare(name), attributes, () => parser.stop()))
  parser.on('closeTag', (name) => close?.(bare(name)))
  parser.on('text', (value, decoded) => text?.(decoded(value)))
  parser.on('cdata', (value) => text?.(value))
  parser.on('error', () => {
    throw damaged()
  })
  parser.parse(xml)
}

/**
 * Cells of the first sheet of a workbook (XLSX). Nothing in it is ever worked out: a formula is named as one.
 * @throws Unreadable where it is none, is locked, unpacks to too much, or has too many rows
 */
export async function readWorkbook(bytes: Buffer): Promise<Cells> {
  const parts = await partsOf(bytes)
  const book = parts.get('xl/workbook.xml')
  const first = book && firstSheet(book, parts.get('xl/_rels/workbook.xml.rels'))
  const sheet = first && parts.get(first.path.toLowerCase())
  if (!first || !sheet) throw new Unreadable('This is no Excel workbook. Save it as XLSX or CSV.')
  const reading: Reading = {
    shared: sharedTexts(parts.get('xl/sharedstrings.xml')),
    dates: dateStyles(parts.get('xl/styles.xml')),
    from1904: first.from1904,
  }
  return {
    rows: rowsOf(sheet, reading),
    remarks: first.others ? [`Only the first sheet, “${first.name}”, was read.`] : [],
  }
}

interface FirstSheet {
  path: string
  name: string
  others: boolean
  from1904: boolean
}

function firstSheet(book: string, relations: string | undefined): FirstSheet | null {
  const sheets: { name: string; id: string }[] = []
  let from1904 = false
  walk(book, {
    open: (name, attributes) => {
      const given = attributes()
      if (name === 'workbookPr') from1904 = given.date1904 === '1' || given.date1904 === 'true'
      const hidden = given.state === 'hidden' || given.state === 'veryHidden'
      const id = Object.entries(given).find(([key]) => key.endsWith(':id'))?.[1]
      if (name === 'sheet' && !hidden && id) sheets.push({ name: given.name ?? '', id })
    },
  })
  const [first] = sheets
  let path: string | null = null
  walk(relations, {
    open: (name, attributes) => {
      const { Id, Target = '' } = name === 'Relationship' ? attributes() : ({} as Attributes)
      if (Id && Id === first?.id) path = Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`
    },
  })
  return first && path ? { path, name: first.name, others: sheets.length > 1, from1904 } : null
}

/** The texts that cells point to; what says how to pronounce them is left out. */
function sharedTexts(xml: string | undefined): string[] {
  const texts: string[] = []
  let inside = false
  let spoken = false
  walk(xml, {
    open: (name) => {
      if (name === 'si') texts.push('')
      if (name === 'rPh') spoken = true
      inside = name === 't' && !spoken
    },
    close: (name) => {
      if (name === 'rPh') spoken = false
      if (name === 't') inside = false
    },
    text: (text) => {
      if (inside) texts[texts.length - 1] += text
    },
  })
  return texts
}

/** Built-in formats that show days. */
const builtIn = (id: number) => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)

/** Which of the cell styles show a number as a day. */
function dateStyles(xml: string | undefined): boolean[] {
  const own = new Map<string, boolean>()
  const styles: boolean[] = []
  let within = false
  walk(xml, {
    open: (name, attributes) => {
      if (name === 'cellXfs') within = true
      if (name === 'numFmt') {
        const { numFmtId = '', formatCode = '' } = attributes()
        own.set(numFmtId, /[dy]/i.test(formatCode.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')))
      }
      if (name === 'xf' && within) {
        const { numFmtId = '0' } = attributes()
        styles.push(own.get(numFmtId) ?? builtIn(Number(numFmtId)))
      }
    },
    close: (name) => {
      if (name === 'cellXfs') within = false
    },
  })
  return styles
}

interface Reading {
  shared: string[]
  dates: boolean[]
  from1904: boolean
}

interface Raw {
  type: string
  style: number
  value: string
  formula: boolean
}

function rowsOf(xml: string, reading: Reading): Cell[][] {
  const rows: Cell[][] = []
  const merges: string[] = []
  let at = { row: -1, column: -1 }
  let raw: Raw | null = null
  let inside = false
  walk(xml, {
    open: (name, attributes) => {
      if (name === 'row') {
        const number = Number(attributes().r)
        at = { row: Number.isInteger(number) && number > 0 ? number - 1 : at.row + 1, column: -1 }
        if (at.row > limits.rows) throw tooLong()
      } else if (name === 'c') {
        const { r = '', t = 'n', s = '0' } = attributes()
        at = placeOf(r) ?? { row: at.row, column: at.column + 1 }
        raw = { type: t, style: Number(s), value: '', formula: false }
      } else if (name === 'f' && raw) raw.formula = true
      else if (name === 'mergeCell') merges.push(attributes().ref ?? '')
      inside = name === 'v' || name === 't'
    },
    text: (text) => {
      if (inside && raw) raw.value += text
    },
    close: (name) => {
      inside = false
      if (name !== 'c' || !raw) return
      if (at.row <= limits.rows && at.column < limits.columns) put(rows, at, cellOf(raw, reading))
      raw = null
    },
  })
  for (const range of merges) markMerged(rows, range)
  return rows
}

const blank: Cell = { text: '', day: null, problem: null }

function put(rows: Cell[][], { row, column }: { row: number; column: number }, cell: Cell): void {
  while (rows.length <= row) rows.push([])
  const cells = rows[row]!
  while (cells.length <= column) cells.push(blank)
  cells[column] = cell
}

function cellOf({ type, style, value, formula: isFormula }: Raw, { shared, dates, from1904 }: Reading): Cell {
  if (isFormula) return { ...textCell(value), problem: formula }
  if (type === 's') return textCell(value === '' ? '' : sharedAt(shared, value))
  if (type === 'e') return { ...textCell(value), problem: `The spreadsheet says “${value.slice(0, 20)}” here.` }
  if (type === 'd') return dayCell(value.slice(0, 10))
  if (type !== 'n') return textCell(value)
  const number = Number(value)
  if (value === '' || !Number.isFinite(number)) return textCell(value)
  if (!dates[style]) return textCell(String(number))
  // Day 1 of one system is 1 January 1900, with a 29 February 1900 that never was; of the other it is 2 January 1904.
  const first = from1904 ? '1904-01-01' : '1899-12-30'
  const days = Math.floor(number)
  if (days < 61 || days > 400_000) return { ...textCell(String(number)), problem: 'This is no day in our time.' }
  return dayCell(Temporal.PlainDate.from(first).add({ days }).toString())
}

/** A text that is nowhere in the workbook is not read as an empty cell, which would say something else. */
function sharedAt(shared: readonly string[], value: string): string {
  const text = shared[Number(value)]
  if (text === undefined) throw damaged()
  return text
}

function dayCell(iso: string): Cell {
  try {
    return { text: iso, day: Temporal.PlainDate.from(iso), problem: null }
  } catch {
    return textCell(iso)
  }
}

/** A title across the columns is no harm; a cell across rows, or across columns of one that is filled, is named. */
function markMerged(rows: Cell[][], range: string): void {
  const [from, to] = range.split(':').map((ref) => placeOf(ref))
  if (!from || !to) return
  for (let row = from.row; row <= Math.min(to.row, rows.length - 1); row++)
    for (let column = from.column; column <= Math.min(to.column, limits.columns - 1); column++) {
      const there = rows[row]![column] ?? blank
      put(rows, { row, column }, { ...there, problem: merged })
    }
}
