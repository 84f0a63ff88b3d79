import { z } from 'zod'
import type { Cells } from '../changeovers/index.ts'
import { readDate, Unreadable } from '../changeovers/index.ts'
import { normaliseNumber, type Register, registers, splitName } from '../identity/index.ts'

/** Somebody to be accepted, as it was typed; judged when it is looked at. */
export const wantedShape = z.object({
  row: z.number(),
  title: z.string().nullable(),
  givenName: z.string(),
  familyName: z.string(),
  email: z.string(),
  number: z.string(),
  stage: z.string(),
  from: z.string(),
  last: z.string(),
  fte: z.string(),
  /** What a cell is wrong in that cannot be read at all (a formula). */
  problems: z.array(z.string()),
})
export type Wanted = z.infer<typeof wantedShape>

/** Rows that are accepted at once. */
export const mostRows = 200

const columns: Record<string, readonly string[]> = {
  title: ['title'],
  name: ['name', 'trainee', 'fullname'],
  givenName: ['givenname', 'firstname', 'forename', 'given'],
  familyName: ['familyname', 'surname', 'lastname', 'family'],
  email: ['email', 'emailaddress', 'mail'],
  number: ['registrationnumber', 'number', 'gmc', 'gmcnumber', 'mcnz', 'ahpra', 'nmc'],
  stage: ['stage', 'year', 'trainingyear', 'grade', 'phase'],
  from: ['start', 'startdate', 'starts', 'from', 'firstday'],
  last: ['end', 'enddate', 'ends', 'until', 'lastday', 'completion'],
  fte: ['fte', 'wte', 'ltft', 'share'],
}

const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
const keyOf = (heading: string) => Object.keys(columns).find((key) => columns[key]!.includes(plain(heading))) ?? null

/**
 * Rows of people below their headings.
 * @throws Unreadable where headings are missing, none follows, or there are too many
 */
export function wantedIn({ rows, remarks }: Cells): { wanted: Wanted[]; remarks: string[] } {
  const at = rows.findIndex((row) => row.some(({ text }) => keyOf(text) === 'email'))
  if (at < 0)
    throw new Unreadable('The headings were not found. The first row names the columns: Name, E-mail, Start …')
  const keys = rows[at]!.map(({ text }) => keyOf(text))
  const twice = keys.find((key, index) => key && keys.indexOf(key) !== index)
  if (twice) throw new Unreadable(`A column is there twice: “${rows[at]![keys.lastIndexOf(twice)]!.text}”.`)
  if (!keys.includes('name') && !(keys.includes('givenName') && keys.includes('familyName')))
    throw new Unreadable('A column with names is missing: “Name”, or “Given name” and “Family name”.')
  if (!keys.includes('from')) throw new Unreadable('A column with the first day is missing: “Start”.')
  const below = rows.flatMap((row, index) => (index > at && row.some(({ text }) => text) ? [{ row, index }] : []))
  if (below.length === 0) throw new Unreadable('There are headings, and no row below them.')
  if (below.length > mostRows)
    throw new Unreadable(`At most ${mostRows} people are accepted at once. Send the rest after.`)
  const left = rows[at]!.flatMap(({ text }, index) => (text && !keys[index] ? [text] : []))
  return {
    wanted: below.map(({ row, index }) => wantedOf(keys, row, index + 1)),
    remarks: [...remarks, ...(left.length > 0 ? [`Not read: ${left.slice(0, 8).join(', ').slice(0, 200)}.`] : [])],
  }
}

function wantedOf(keys: readonly (string | null)[], row: Cells['rows'][number], number: number): Wanted {
  const cell = (key: string) => row[keys.indexOf(key)] ?? null
  const text = (key: string) => (keys.includes(key) ? (cell(key)?.text ?? '').slice(0, 254) : '')
  const day = (key: string) => (keys.includes(key) ? (cell(key)?.day?.toString() ?? text(key)) : '')
  const named = splitName(text('name'))
  return {
    row: number,
    title: text('title') || named.title,
    givenName: text('givenName') || named.givenName,
    familyName: text('familyName') || named.familyName,
    email: text('email').trim(),
    number: text('number'),
    stage: text('stage'),
    from: day('from'),
    last: day('last'),
    fte: text('fte'),
    problems: row.flatMap(({ problem }, index) => (problem && keys[index] ? [problem] : [])),
  }
}

/** Which register a number is of, by its shape; null where it fits none. */
export function registerOf(number: string): Register | null {
  const plainNumber = normaliseNumber(number)
  const kinds = Object.keys(registers) as Register[]
  return kinds.find((kind) => registers[kind].shape.test(plainNumber)) ?? null
}

/** A day as changeovers read them: figures that could be read month first are read day first, and named. */
export const dayIn = (text: string) => readDate({ text: text.trim(), day: null, problem: null })
