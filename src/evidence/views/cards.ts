import type { Record as RecordRow } from '../../generated/client.ts'
import type { RecordCard } from '../../kit/partials.ts'
import { date, list } from '../../kit/ui.ts'
import { type Actor, depth } from '../../policy/index.ts'
import type { PublishedPack } from '../../programmes/index.ts'
import type { CardColumns } from '../queries/columns.ts'
import { stateTags } from './words.ts'

/** What a card needs of a record. */
export type CardRow = CardColumns & {
  author?: { name: string } | null
  assessor?: { name: string } | null
  links?: readonly { itemKey: string }[]
}

/** Where a record is read: assessments that wait and held appraisals have pages of their own. */
export function recordUrl(record: Pick<RecordRow, 'id' | 'kind' | 'status' | 'enrolmentId'>): string {
  if (record.kind === 'assessment' && record.status !== 'signed') return `/assessments/${record.id}`
  if (record.kind === 'appraisal' && record.status !== 'signed' && record.status !== 'submitted')
    return `/portfolios/${record.enrolmentId}/appraisals/${record.id}`
  return `/records/${record.id}`
}

/** A record's title for this reader: titles are made of answers, so whoever sees facts alone reads the form's own. */
export function titleFor(actor: Actor, pack: PublishedPack, record: CardRow): string {
  const formTitle = pack.form(record.formKey)?.title ?? record.kind
  return depth(actor, record) === 'full' ? record.title : formTitle
}

/** Records as cards: title, form, day, person, items, state. `pack` is the portfolio's. */
export function recordCards(actor: Actor, pack: PublishedPack, rows: readonly CardRow[]): RecordCard[] {
  return rows.map((record) => ({
    title: titleFor(actor, pack, record),
    href: recordUrl(record),
    meta: metaOf(pack, record),
    tags: stateTags(record),
  }))
}

function metaOf(pack: PublishedPack, record: CardRow): string {
  const form = pack.form(record.formKey)
  const person =
    record.assessor?.name ?? (record.author && record.authorId !== record.personId ? record.author.name : null)
  const items = (record.links ?? []).map(({ itemKey }) => codeOf(pack, itemKey))
  const parts = [form?.short ?? record.kind, date(record.occurredOn.toISOString().slice(0, 10)), person]
  if (items.length) parts.push(`linked to ${list(items)}`)
  return parts.filter(Boolean).join(' · ')
}

/** "CiP 3", or the title where an item has no code. */
export function codeOf(pack: PublishedPack, itemKey: string): string {
  const item = pack.items.get(itemKey)
  return item?.code ?? item?.title ?? itemKey
}
