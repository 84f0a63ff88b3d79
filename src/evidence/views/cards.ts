import type { Record as RecordRow } from '../../generated/client.ts'
import { type Actor, depth } from '../../policy/index.ts'
import type { PublishedPack } from '../../programmes/index.ts'
import type { CardColumns } from '../queries/columns.ts'

/** What a card needs of a record. */
export type CardRow = CardColumns & {
  author?: { name: string } | null
  assessor?: { name: string } | null
  links?: readonly { itemKey: string }[]
}

/** Where a record is read: assessments that wait and held appraisals have pages of their own. */
export function recordUrl(record: Pick<RecordRow, 'id' | 'kind' | 'status' | 'enrolmentId'>): string {
  if (record.kind === 'assessment' && !['signed', 'disputed'].includes(record.status))
    return `/assessments/${record.id}`
  if (record.kind === 'appraisal' && record.status !== 'signed' && record.status !== 'submitted')
    return `/portfolios/${record.enrolmentId}/appraisals/${record.id}`
  return `/records/${record.id}`
}

/** A record's title for this reader: titles are made of answers, so whoever sees facts alone reads the form's own. */
export function titleFor(actor: Actor, pack: PublishedPack, record: CardRow): string {
  const formTitle = pack.form(record.formKey)?.title ?? record.kind
  return depth(actor, record) === 'full' ? record.title : formTitle
}

/** "CiP 3", or the title where an item has no code. */
export function codeOf(pack: PublishedPack, itemKey: string): string {
  const item = pack.items.get(itemKey)
  return item?.code ?? item?.title ?? itemKey
}
