import { Temporal } from 'temporal-polyfill'
import type { Show } from '../../kit/http.ts'
import type { Cell, Empty, Head, Table } from '../../kit/partials.ts'
import { view } from '../../kit/render.ts'
import { date, list } from '../../kit/ui.ts'
import { type Actor, depth } from '../../policy/index.ts'
import { type PublishedPack, rightsSection } from '../../programmes/index.ts'
import { writersWords } from '../policy.ts'
import type { ListRow } from '../queries/rows.ts'
import type { Shelf } from '../queries/shelves.ts'
import { codeOf, recordUrl, titleFor } from './cards.ts'
import { addActions, factOf, headOf } from './shelf.ts'
import { stateTags } from './words.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'evidence/certificates': CertificatesPage
  }
}

export interface CertificatesPage {
  head: Head
  panels: { id: string; title: string; hint: string | null; table: Table | null; empty: Empty | null }[]
  note: string | null
}

/** Certificates and examinations: entered by the trainee and confirmed by a supervisor, or loaded by the college (R81). */
export const certificatesPage: Show<Shelf> = (shelf, { actor, ctx }) => {
  const { portfolio, pack, rows } = shelf
  const own = portfolio.personId === actor.personId && actor.relation === 'trainee'
  const entered = (kind: string) => rows.filter((row) => row.kind === kind && row.authorId === row.personId)
  const byOffice = (row: ListRow) => pack.form(row.formKey)?.filledBy === 'office'
  const loaded = rows.filter((row) => row.authorId !== row.personId && !byOffice(row))
  const addCertificates = addActions(actor, pack, 'certificate', 'Add a certificate')
  const addExams = addActions(actor, pack, 'exam', 'Add an examination')
  const table = (some: readonly ListRow[], caption: string) =>
    some.length ? certificateTable(some, actor, pack, ctx.today, caption) : null
  const upload = pack.pack.forms.find(({ kind }) => kind === 'upload')
  return view(
    'evidence/certificates',
    {
      head: {
        ...headOf(shelf, own, 'Certificates and exams', 'Entered by the trainee, then confirmed by a supervisor'),
        actions: [...addCertificates, ...addExams],
      },
      panels: [
        {
          id: 'certificates',
          title: 'Certificates',
          hint: null,
          table: table(entered('certificate'), 'Certificates'),
          empty: entered('certificate').length
            ? null
            : {
                icon: 'award',
                title: 'No certificate yet',
                why: 'Mandatory courses and professional qualifications belong here. A supervisor confirms each, and its last day is watched for you.',
                action: addCertificates[0] ?? null,
              },
        },
        {
          id: 'exams',
          title: 'Examinations',
          hint: null,
          table: table(entered('exam'), 'Examinations'),
          empty: entered('exam').length
            ? null
            : {
                icon: 'mortarboard',
                title: 'No examination yet',
                why: 'Enter each part that you have sat. A supervisor verifies it.',
                action: addExams[0] ?? null,
              },
        },
        ...officePanels(pack, actor, (key) =>
          table(
            rows.filter((row) => row.section === key && byOffice(row)),
            titleIn(pack, key),
          ),
        ),
        ...(loaded.length
          ? [
              {
                id: 'loaded',
                title: 'Loaded by the college',
                hint: 'read only',
                table: table(loaded, 'Loaded by the college'),
                empty: null,
              },
            ]
          : []),
      ],
      note:
        own && upload ? 'Certificates of online modules belong in your library; link them through a reflection.' : null,
    },
    { title: own ? 'Certificates and exams' : `Certificates of ${portfolio.name}` },
  )
}

const titleIn = ({ pack }: PublishedPack, key: string) => rightsSection(pack.rights, key)?.title ?? key

/** Courses that the office records: a panel for each section, with who does it (R15, R48). */
function officePanels(
  pack: PublishedPack,
  actor: Actor,
  tableOf: (section: string) => Table | null,
): CertificatesPage['panels'] {
  const forms = pack.pack.forms.filter(({ kind, filledBy }) => kind === 'certificate' && filledBy === 'office')
  const seen = forms.filter(({ section }) => depth(actor, { section, packVersionId: pack.id }) !== 'none' || actor.own)
  return [...new Map(seen.map((form) => [form.section, form])).values()].map(
    (form): CertificatesPage['panels'][number] => {
      const table = tableOf(form.section)
      return {
        id: form.section,
        title: titleIn(pack, form.section),
        hint: table ? writersWords(pack, form) : null,
        table,
        empty: table ? null : { icon: 'lock', title: 'Nothing recorded yet', why: writersWords(pack, form) },
      }
    },
  )
}

function certificateTable(
  rows: readonly ListRow[],
  actor: Actor,
  pack: PublishedPack,
  today: Temporal.PlainDate,
  caption: string,
): Table {
  return {
    caption,
    columns: [
      { label: 'What', card: 'title' },
      { label: 'Date', card: 'side' },
      { label: 'Valid until' },
      { label: 'State' },
    ],
    rows: rows.map((row) => ({
      id: row.id,
      name: titleFor(actor, pack, row),
      cells: [
        {
          text: titleFor(actor, pack, row),
          href: recordUrl(row),
          hint: row.links.length ? `linked to ${list(row.links.map(({ itemKey }) => codeOf(pack, itemKey)))}` : null,
        },
        { text: date(row.occurredOn.toISOString().slice(0, 10)) },
        expiryCell(row, today),
        {
          tag: stateTags(row)[0] ?? null,
          hint: row.status === 'signed' && row.signerName ? `by ${row.signerName}` : null,
        },
      ],
    })),
  }
}

/** Valid on the last day itself. */
function expiryCell(row: ListRow, today: Temporal.PlainDate): Cell {
  const iso = factOf(row, 'expiresOn')
  if (!iso) return {}
  const last = Temporal.PlainDate.from(iso)
  const days = today.until(last).days
  if (days < 0) return { tag: { words: 'Expired', tone: 'stop' }, hint: date(iso) }
  if (days > 90) return { text: date(iso) }
  return { tag: { words: days === 0 ? 'Last day' : `${days} days left`, tone: 'warn' }, hint: date(iso) }
}
