import { fileSize } from '../../kit/bytes.ts'
import type { Show } from '../../kit/http.ts'
import type { Action, Cell, Chip, Empty, Head, Table, Tag } from '../../kit/partials.ts'
import { view } from '../../kit/render.ts'
import { date, list } from '../../kit/ui.ts'
import { type Actor, depth } from '../../policy/index.ts'
import type { PublishedPack } from '../../programmes/index.ts'
import type { ListRow } from '../queries/rows.ts'
import type { Shelf } from '../queries/shelves.ts'
import { sectionsFor } from '../queries/timeline.ts'
import { codeOf, recordUrl, titleFor } from './cards.ts'
import { addActions, factOf, headOf } from './shelf.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'evidence/library': LibraryPage
  }
}

export interface LibraryPage {
  head: Head
  note: string
  kinds: Chip[]
  folders: Chip[]
  table: Table | null
  empty: Empty | null
}

/** The library: files of one's own, in folders and by what they are evidence of (R79, R80). */
export const libraryPage: Show<Shelf> = (shelf, { actor }) => {
  const { portfolio, pack, rows, query } = shelf
  const own = portfolio.personId === actor.personId && actor.relation === 'trainee'
  const base = `/portfolios/${portfolio.id}/library`
  const readable = rows.filter((row) => depth(actor, row) === 'full')
  const [kind, folder] = [query.kind ?? null, query.folder ?? null]
  const shown = rows.filter(
    (row) => (!kind || factOf(row, 'evidence') === kind) && (!folder || factOf(row, 'folder') === folder),
  )
  const add = addActions(actor, pack, 'upload', 'Add a file')
  return view(
    'evidence/library',
    {
      head: {
        ...headOf(
          shelf,
          own,
          'Library',
          own
            ? 'Certificates of courses and e-learning, feedback on your teaching, posters, reports'
            : `Files of ${portfolio.name} that are shared or linked`,
        ),
        actions: add,
      },
      note: own ? 'Nobody else sees a file until you share or link it.' : 'Private files do not show here.',
      kinds: rows.length ? chipsOf(base, 'kind', kind, { folder }, countBy(rows, 'evidence'), kindWords(pack)) : [],
      folders: readable.length ? chipsOf(base, 'folder', folder, { kind }, countBy(readable, 'folder'), new Map()) : [],
      table: shown.length ? libraryTable(shown, actor, pack) : null,
      empty: shown.length
        ? null
        : emptyLibrary(rows.length > 0, own, base, add[0] ?? null, seesFiles(actor, pack) ? null : actor.roleLabel),
    },
    { title: own ? 'Library' : `Library of ${portfolio.name}` },
  )
}

function countBy(rows: readonly ListRow[], fact: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const row of rows) {
    const value = factOf(row, fact)
    if (value) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return counts
}

/** What the library's kinds of evidence are called: the options of the form's own field. */
function kindWords({ pack }: PublishedPack): Map<string, string> {
  const fields = pack.forms
    .filter(({ kind }) => kind === 'upload')
    .flatMap((form) => form.sections.flatMap((section) => section.fields))
  return new Map(
    fields.flatMap((field) =>
      field.type === 'choice' ? (field.options ?? []).map(([key, label]) => [key, label] as const) : [],
    ),
  )
}

function chipsOf(
  base: string,
  name: string,
  now: string | null,
  others: Record<string, string | null>,
  counts: Map<string, number>,
  words: Map<string, string>,
): Chip[] {
  if (counts.size === 0) return []
  const url = (value: string | null) => {
    const query = new URLSearchParams(
      Object.entries({ ...others, [name]: value }).filter((pair): pair is [string, string] => Boolean(pair[1])),
    )
    return query.size ? `${base}?${query}` : base
  }
  const sorted = [...counts].sort(([a], [b]) => (words.get(a) ?? a).localeCompare(words.get(b) ?? b))
  return [
    { label: name === 'folder' ? 'All folders' : 'Everything', href: url(null), current: now === null },
    ...sorted.map(([value, count]) => ({
      label: words.get(value) ?? value,
      href: url(value),
      current: now === value,
      count,
    })),
  ]
}

function libraryTable(rows: readonly ListRow[], actor: Actor, pack: PublishedPack): Table {
  const words = kindWords(pack)
  return {
    caption: 'Files',
    columns: [
      { label: 'File', card: 'title' },
      { label: 'What it is' },
      { label: 'Folder' },
      { label: 'Date', card: 'side' },
      { label: 'Linked to' },
      { label: 'Who sees it' },
    ],
    rows: rows.map((row) => {
      const full = depth(actor, row) === 'full'
      const kind = factOf(row, 'evidence')
      const cells: Cell[] = [
        { text: titleFor(actor, pack, row), href: recordUrl(row), hint: full ? filesWords(row) : null },
        { text: (kind && words.get(kind)) ?? '–' },
        { text: full ? factOf(row, 'folder') : null },
        { text: date(row.occurredOn.toISOString().slice(0, 10)) },
        { text: row.links.length ? list(row.links.map(({ itemKey }) => codeOf(pack, itemKey))) : null },
        { tag: seenTag(row) },
      ]
      return { id: row.id, name: titleFor(actor, pack, row), cells }
    }),
  }
}

const filesWords = ({ files }: ListRow) =>
  files.map(({ name, size }) => `${name}, ${fileSize(size)}`).join('; ') || null

function seenTag(row: ListRow): Tag {
  if (row.sharedState === 'shared') return { words: row.links.length ? 'Linked' : 'Shared', tone: 'ok' }
  return row.sharedWith.length
    ? { words: `Shown to ${list(row.sharedWith)}`, tone: 'info' }
    : { words: 'Only you', tone: 'plain' }
}

/** Whether the role reads uploads at all: some see that records exist, and never a file. */
const seesFiles = (actor: Actor, pack: PublishedPack): boolean => {
  const open = sectionsFor(actor, pack).map(({ key }) => key)
  return pack.pack.forms.some(({ kind, section }) => kind === 'upload' && open.includes(section))
}

function emptyLibrary(
  filtered: boolean,
  own: boolean,
  base: string,
  action: Action | null,
  blindRole: string | null,
): Empty {
  if (!own && blindRole)
    return {
      icon: 'lock',
      title: `Files are not shown to the ${blindRole}`,
      why: 'Those who supervise the trainee read the files that the trainee linked or shared; your role never does.',
    }
  if (filtered)
    return {
      icon: 'folder2-open',
      title: 'Nothing here',
      why: 'No file fits this folder and kind.',
      action: { label: 'Show everything', href: base },
    }
  return own
    ? {
        icon: 'folder2-open',
        title: 'Your library is empty',
        why: 'Keep e-learning certificates, course certificates and feedback on your teaching here. Link them later, or write a reflection on what you learnt.',
        action,
      }
    : {
        icon: 'folder2-open',
        title: 'Nothing is shared',
        why: 'Files show here when the trainee links them to the curriculum or shares them with you.',
      }
}
