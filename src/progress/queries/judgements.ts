import { Prisma } from '../../generated/client.ts'
import type { DbOrTx } from '../../kit/context.ts'
import type { CurriculumNode, PublishedPack } from '../../programmes/index.ts'
import { FIELDS } from '../forms.ts'

/** One judgement, with who made it and when. */
export interface Judged {
  recordId: string
  itemKey: string
  kind: 'self' | 'supervisor' | 'panel'
  outcome: string
  level: number | null
  stageKey: string | null
  byId: string
  byName: string
  byRole: string
  comment: string | null
  reason: string | null
  at: Date
  /** The trainee's answer beside the comment. */
  reply: { by: string; at: string; text: string } | null
}

const columns = Prisma.sql`j."recordId", j."itemKey", j.kind::text as kind, j.outcome, j.level, j."stageKey",
  j."byId", j."byName", j."byRole", j.comment, j.reason, j.at,
  (select json_build_object('by', y."authorName", 'at', y.at, 'text', y.text) from "Reply" y
    where y."recordId" = j."recordId" and y.field = ${FIELDS.comment}) as reply`

const newest = Prisma.sql`not exists (select 1 from "Judgement" k where k."enrolmentId" = j."enrolmentId"
  and k."itemKey" = j."itemKey" and k.kind = j.kind and (k.at, k."recordId") > (j.at, j."recordId"))`

/** The latest judgement of each item and kind, and all of one item where it is named. Newest first. */
export function judgementsOf(db: DbOrTx, enrolmentId: string, allOf: string | null = null): Promise<Judged[]> {
  return db.$queryRaw<Judged[]>`
    select ${columns} from "Judgement" j
    where j."enrolmentId" = ${enrolmentId}::uuid and (j."itemKey" = ${allOf} or ${newest})
    order by j.at desc, j."recordId" desc`
}

/** The latest of a kind for an item, out of rows that are newest first. */
export function latestOf(rows: readonly Judged[], itemKey: string, kind: Judged['kind']): Judged | null {
  return rows.find((row) => row.itemKey === itemKey && row.kind === kind) ?? null
}

/** The sign-off that an item of maintenance keeps alive, with the item that it is of (R114). */
export interface Earlier {
  item: CurriculumNode
  judged: Judged | null
}

/** The latest sign-off of the item that this one keeps alive; null for items that keep none alive. */
export function earlierOf(
  { pack, item }: { pack: PublishedPack; item: CurriculumNode },
  rows: readonly Judged[],
): Earlier | null {
  const earlier = pack.items.get(item.maintains ?? '')
  return earlier ? { item: earlier, judged: latestOf(rows, earlier.key, 'supervisor') } : null
}

/** Whether a self-assessment waits for a supervisor: it is there, and nobody has judged since. */
export function isWaiting(rows: readonly Judged[], itemKey: string): boolean {
  const self = latestOf(rows, itemKey, 'self')
  const signed = latestOf(rows, itemKey, 'supervisor')
  return self !== null && (signed === null || signed.at < self.at)
}
