import { type Cell, type Cells, refOf, Unreadable } from './cells.ts'

/** What a sheet may say of a trainee's next post; `needed` ones must be there. The first name is the template's. */
export const columns = [
  {
    key: 'number',
    width: 20,
    names: ['Registration number', 'GMC', 'GMC number', 'Member ID', 'MCNZ', 'AHPRA', 'Number'],
  },
  { key: 'email', width: 30, names: ['E-mail', 'Email', 'E-mail address', 'Email address', 'Mail'] },
  { key: 'name', width: 24, names: ['Trainee', 'Name', 'Trainee name', 'Full name'] },
  { key: 'title', width: 24, names: ['Post', 'Post title', 'Title', 'Rotation'] },
  { key: 'specialty', width: 18, names: ['Specialty', 'Speciality'] },
  { key: 'site', width: 30, names: ['Site', 'Hospital', 'Place', 'Current site'] },
  { key: 'track', width: 10, names: ['Track', 'Split'] },
  { key: 'share', width: 17, names: ['Share of the week', 'Share of the week %', 'Share', 'Share %'] },
  { key: 'from', width: 13, names: ['From', 'First day', 'Start', 'Start date'] },
  { key: 'last', width: 13, names: ['Last day', 'Until', 'To', 'End', 'End date'] },
  { key: 'educational', width: 30, names: ['Educational supervisor', 'ES'] },
  { key: 'clinical', width: 30, names: ['Clinical supervisor', 'CS'] },
  { key: 'fte', width: 8, names: ['FTE', 'FTE %', 'WTE', 'LTFT'] },
  { key: 'reason', width: 30, names: ['Reason', 'Reason for a change in the past', 'Why'] },
] as const

export type ColumnKey = (typeof columns)[number]['key']

/** A row below the headings that is not blank: its number from 1, and its cells by column. */
export interface SheetRow {
  number: number
  cells: Partial<Record<ColumnKey, Cell & { ref: string }>>
  /** The first filled cell beyond the last heading: a row that has one may be read a column off. */
  surplus?: string | null
}

export interface Sheet {
  rows: SheetRow[]
  remarks: string[]
}

const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
const byName = new Map(columns.flatMap(({ key, names }) => names.map((name) => [plain(name), key] as const)))

/** Above the headings there may be a title and blank lines. */
const headingWithin = 15

/**
 * Finds the headings, and the rows below them.
 * @throws Unreadable where headings are missing or twice there, or no row follows
 */
export function sheetOf({ rows, remarks }: Cells): Sheet {
  const heads = rows.slice(0, headingWithin).map((row) => row.filter(({ text }) => byName.has(plain(text))).length)
  const best = Math.max(0, ...heads)
  const at = heads.indexOf(best)
  if (best < 2) throw new Unreadable(rows.every(isBlank) ? 'This sheet is empty.' : noHeadings)
  const keys = rows[at]!.map(({ text }) => byName.get(plain(text)) ?? null)
  const has = new Set(keys.filter((key) => key !== null))
  checkHeadings(keys, has)
  const unknown = rows[at]!.map(({ text }) => text).filter((text) => text && !byName.has(plain(text)))
  const found = rows.flatMap((row, index): SheetRow[] => {
    if (index <= at || isBlank(row)) return []
    const cells: SheetRow['cells'] = {}
    for (const [column, key] of keys.entries())
      if (key) cells[key] = { ...(row[column] ?? { text: '', day: null, problem: null }), ref: refOf(index, column) }
    const beyond = row.findIndex(({ text, problem }, column) => column >= keys.length && Boolean(text || problem))
    const surplus = beyond < 0 ? null : refOf(index, beyond)
    const empty = Object.values(cells).every(({ text, problem }) => !text && !problem)
    return empty && !surplus ? [] : [{ number: index + 1, cells, surplus }]
  })
  if (found.length === 0) throw new Unreadable('There are headings, and no row below them.')
  const left = unknown.length > 0 ? [`Not read: ${unknown.slice(0, 8).join(', ').slice(0, 200)}.`] : []
  return { rows: found, remarks: [...remarks, ...left] }
}

const noHeadings =
  'The headings of the columns were not found. Begin with the template: its first row names them (Trainee, Site, From, Last day …).'

const isBlank = (row: readonly Cell[]) => row.every(({ text, problem }) => !text && !problem)

function checkHeadings(keys: (ColumnKey | null)[], has: ReadonlySet<ColumnKey>): void {
  const nameOf = (key: ColumnKey) => columns.find((one) => one.key === key)!.names[0]
  const twice = keys.find((key, at) => key && keys.indexOf(key) !== at)
  if (twice) throw new Unreadable(`The column “${nameOf(twice)}” is there twice.`)
  if (!has.has('number') && !has.has('email') && !has.has('name'))
    throw new Unreadable('A column that says who is missing: “Registration number”, “E-mail” or “Trainee”.')
  const missing = (['site', 'from'] as const).filter((key) => !has.has(key)).map((key) => `“${nameOf(key)}”`)
  if (missing.length > 0) throw new Unreadable(`A column is missing: ${missing.join(', ')}.`)
}
