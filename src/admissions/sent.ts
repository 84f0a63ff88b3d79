import { readFile } from 'node:fs/promises'
import { stringify } from 'csv-stringify/sync'
import { type Cells, readSheet, readText, Unreadable } from '../changeovers/index.ts'
import { emailAddress } from '../identity/index.ts'
import { Invalid, type Problems } from '../kit/errors.ts'
import { isId } from '../kit/ids.ts'
import type { Upload } from '../kit/intake.ts'
import type { Programme } from './queries.ts'
import { dayIn, type Wanted, wantedIn } from './wanted.ts'

/** What a form says, or what is wrong in it. */
export type Read<T> = { ok: true; values: T } | { ok: false; problems: Problems }

/** Who is to be accepted: one typed in fields, or many as pasted rows or in a file. */
export interface Sent {
  programmeId: string
  wanted: Wanted[]
  remarks: string[]
  /** Word for word, to be gone back to: the fields, or the rows as text, a file's as well. */
  typed: Record<string, string>
  /** The list that was gone back to, which this one replaces. */
  mends: string | null
  /** Where an uploaded file lies. */
  path: string | null
}

const typed = (body: Record<string, unknown>, name: string, max = 254): string =>
  (typeof body[name] === 'string' ? body[name] : '').replace(/\s+/g, ' ').trim().slice(0, max)

const fields = ['title', 'givenName', 'familyName', 'email', 'number', 'stage', 'from', 'last', 'fte'] as const

/** One person in fields of their own, several pasted, or a file: never two of them. The rows are read after it (`withRows`). */
export function readForm({ programmes }: { programmes: Programme[] }, body: Record<string, unknown>): Read<Sent> {
  const problems: Problems = {}
  const programme =
    programmes.find(({ id }) => id === body.programmeId) ?? (programmes.length === 1 ? programmes[0] : null)
  if (!programme) problems.programmeId = 'Choose the programme.'
  const text = typeof body.text === 'string' ? body.text.slice(0, 500_000) : ''
  const file = ((body._files as Upload[] | undefined) ?? []).find(({ field, size }) => field === 'sheet' && size > 0)
  const one = oneOf(body)
  const alone = [one.givenName, one.familyName, one.email, one.number].some(Boolean)
  const many = Boolean(text.trim() || file)
  if (alone && many)
    problems[file ? 'sheet' : 'text'] = 'Fill in the fields for one person, or send rows for many; not both.'
  else if (file && text.trim()) problems.text = 'Send a file or pasted rows, not both.'
  else if (!many) checkOne(one, problems)
  if (!programme || Object.keys(problems).length > 0) return { ok: false, problems }
  const said = many ? { text } : Object.fromEntries(fields.map((name) => [name, typed(body, name)]))
  const values: Sent = {
    ...{ programmeId: programme.id, wanted: many ? [] : [one], remarks: [], path: file?.path ?? null },
    ...{ typed: { programmeId: programme.id, ...said }, mends: isId(body.mends) ? body.mends : null },
  }
  return { ok: true, values }
}

/** The same with the rows that were pasted or lie in the file. @throws Invalid at the field where they cannot be read */
export async function withRows(sent: Sent): Promise<Sent> {
  const { path, typed: said } = sent
  if (!path && !said.text) return sent
  try {
    const cells = path ? await readSheet(await readFile(path)) : readText(said.text!)
    return { ...sent, ...wantedIn(cells), typed: { ...said, text: path ? textOf(cells) : said.text! } }
  } catch (error) {
    if (error instanceof Unreadable) throw new Invalid({ [path ? 'sheet' : 'text']: error.message })
    throw error
  }
}

/** The rows of a file as they are pasted: its row numbers stay, and every row has as many cells. */
function textOf({ rows }: Cells): string {
  const width = Math.max(...rows.map((row) => row.length))
  return stringify(rows.map((row) => Array.from({ length: width }, (_none, at) => row[at]?.text ?? '')))
}

const oneOf = (body: Record<string, unknown>): Wanted => ({
  ...{ row: 1, title: typed(body, 'title', 20) || null, problems: [] },
  ...{ givenName: typed(body, 'givenName', 80), familyName: typed(body, 'familyName', 80) },
  ...{ email: typed(body, 'email'), number: typed(body, 'number', 30), stage: typed(body, 'stage', 80) },
  ...{ from: typed(body, 'from', 30), last: typed(body, 'last', 30), fte: typed(body, 'fte', 10) },
})

function checkOne(one: Wanted, problems: Problems): void {
  if (!one.givenName) problems.givenName = 'Enter the given name.'
  if (!one.familyName) problems.familyName = 'Enter the family name.'
  const address = emailAddress.safeParse(one.email)
  if (!address.success) problems.email = address.error.issues[0]!.message
  if (!dayIn(one.from).day) problems.from = 'Enter the first day of training, such as 4 Aug 2026.'
  if (one.last && !dayIn(one.last).day) problems.last = 'Enter a real date, such as 4 Aug 2029.'
}
