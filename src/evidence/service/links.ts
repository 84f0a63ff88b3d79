import type { FormDefinition } from '../../forms/index.ts'
import type { Record as RecordRow } from '../../generated/client.ts'
import { toJsDate } from '../../kit/clock.ts'
import type { AuditEntry } from '../../kit/command.ts'
import type { WriteCtx } from '../../kit/context.ts'
import { Conflict, Forbidden, Invalid } from '../../kit/errors.ts'
import { newId } from '../../kit/ids.ts'
import { insertAll } from '../../kit/insertAll.ts'
import { refuse } from '../../policy/index.ts'
import type { PublishedPack } from '../../programmes/index.ts'

type Linkable = Pick<
  RecordRow,
  'id' | 'personId' | 'enrolmentId' | 'formKey' | 'section' | 'kind' | 'title' | 'sharedState' | 'status'
>

/** A link that was made or removed. */
export interface LinkChange {
  record: Linkable
  enrolmentId: string
  itemKey: string
  /** The item as people call it. */
  code: string
  batchId: string
  /** It made a private record visible to the portfolio's readers (or its removal hid it again). */
  revealed: boolean
}

export interface Linking {
  records: readonly Linkable[]
  itemKeys: readonly string[]
  pack: PublishedPack
  enrolmentId: string
  /** The records' own forms, where they lie in another programme than that of the items. */
  forms?: readonly FormDefinition[]
  /** Several of these make one act, to be undone together. */
  batchId?: string
}

/** How many items a record of this form can be linked to. */
export function linkCap(pack: PublishedPack, form: FormDefinition | undefined): number {
  return form?.links?.max ?? pack.pack.pack.links.max
}

/**
 * Links records to items, within each form's cap, skipping what is linked already. A private record becomes shared:
 * whoever calls this has asked first. Audit with `linkEvents`.
 * @throws Invalid for unknown items and beyond the cap
 */
export async function linkRecords(ctx: WriteCtx, asked: Linking): Promise<LinkChange[]> {
  const { pack, enrolmentId } = asked
  const itemKeys = [...new Set(asked.itemKeys)]
  if (itemKeys.some((key) => !pack.items.has(key))) throw new Invalid('Choose items of this curriculum.')
  const ids = asked.records.map(({ id }) => id)
  // Locked, so that two windows together cannot pass the cap.
  await ctx.db.$queryRaw`select id from "Record" where id = any(${ids}::uuid[]) order by id for update`
  const existing = await ctx.db.link.findMany({ where: { recordId: { in: ids } } })
  const batchId = asked.batchId ?? newId()
  const changes = asked.records.flatMap((record) => {
    // Each curriculum has its own measure: what counts elsewhere takes nothing away here.
    const mine = existing.filter((link) => link.recordId === record.id && link.enrolmentId === enrolmentId)
    const had = new Set(mine.map((link) => link.itemKey))
    const fresh = itemKeys.filter((key) => !had.has(key))
    refuseBeyondCap(pack, asked, record, mine.length, fresh.length)
    return fresh.map((itemKey, index): LinkChange => {
      const code = pack.items.get(itemKey)?.code ?? pack.items.get(itemKey)?.title ?? itemKey
      return { record, enrolmentId, itemKey, code, batchId, revealed: record.sharedState === 'private' && index === 0 }
    })
  })
  await store(ctx, changes)
  return changes
}

function refuseBeyondCap(pack: PublishedPack, asked: Linking, record: Linkable, had: number, fresh: number): void {
  const form = asked.forms?.find(({ key }) => key === record.formKey) ?? pack.form(record.formKey)
  const cap = linkCap(pack, form)
  if (fresh === 0 || had + fresh <= cap) return
  const what = form ? `A ${form.short}` : 'This record'
  const limit =
    cap === 0 ? 'cannot be linked' : `can be linked to at most ${cap === 1 ? '1 item' : `${cap} items`}, and`
  const rest = cap === 0 ? '' : ` “${record.title}” has ${had} already. Remove a link first, or choose fewer.`
  throw new Invalid({ items: `${what} ${limit}${rest || '.'}` })
}

async function store(ctx: WriteCtx, changes: readonly LinkChange[]): Promise<void> {
  if (changes.length === 0) return
  const rows = changes.map(({ record, enrolmentId, itemKey, batchId, revealed }) => ({
    id: newId(),
    recordId: record.id,
    enrolmentId,
    itemKey,
    batchId,
    revealed,
    createdById: ctx.actor.personId,
    createdAt: toJsDate(ctx.now),
  }))
  await insertAll(ctx.db, 'Link', rows)
  const revealed = changes.filter((change) => change.revealed).map(({ record }) => record.id)
  if (revealed.length)
    await ctx.db.record.updateMany({ where: { id: { in: revealed } }, data: { sharedState: 'shared' } })
}

const frozenRefusal = refuse('links.frozen', 'A sign-off rests on this link, so it stays.', null, undefined)

/** Removes one link of a record. Refused while a sign-off rests on it. Audit with `linkEvents`. */
export async function unlinkRecords(
  ctx: WriteCtx,
  asked: { record: Linkable; enrolmentId: string; itemKeys: readonly string[] },
): Promise<LinkChange[]> {
  const { record, enrolmentId } = asked
  const where = { recordId: record.id, enrolmentId, itemKey: { in: [...asked.itemKeys] } }
  const links = await ctx.db.link.findMany({ where })
  if (links.some(({ frozen }) => frozen)) throw new Forbidden(frozenRefusal)
  return remove(ctx, new Map([[record.id, record]]), links)
}

/** Takes back what one act of linking by the trainee made, in each curriculum, unless it is frozen by now. */
export async function undoLinks(ctx: WriteCtx, { batchId }: { batchId: string }): Promise<LinkChange[]> {
  const where = { batchId, record: { personId: ctx.actor.personId } }
  const links = await ctx.db.link.findMany({ where, include: { record: true } })
  if (links.length === 0) throw new Conflict('There is nothing left to undo here.')
  if (links.some(({ frozen }) => frozen)) throw new Forbidden(frozenRefusal)
  return remove(ctx, new Map(links.map(({ record }) => [record.id, record])), links)
}

interface StoredLink {
  id: string
  recordId: string
  enrolmentId: string
  itemKey: string
  batchId: string | null
  revealed: boolean
}

async function remove(ctx: WriteCtx, records: Map<string, Linkable>, links: StoredLink[]): Promise<LinkChange[]> {
  const { count } = await ctx.db.link.deleteMany({ where: { id: { in: links.map(({ id }) => id) }, frozen: false } })
  if (count < links.length) throw new Forbidden(frozenRefusal)
  const hidden = links.filter(({ revealed }) => revealed).map(({ recordId }) => recordId)
  // Hidden again only where nothing else rests on its being seen.
  if (hidden.length)
    await ctx.db.record.updateMany({
      where: { id: { in: hidden }, links: { none: {} }, status: 'submitted' },
      data: { sharedState: 'private' },
    })
  return links.map(({ recordId, enrolmentId, itemKey, batchId, revealed }) => ({
    record: records.get(recordId)!,
    enrolmentId,
    itemKey,
    code: itemKey,
    batchId: batchId ?? '',
    revealed,
  }))
}

/** Freezes the links of an item: from now on a sign-off rests on them. Returns how many. */
export async function freezeLinks(ctx: WriteCtx, enrolmentId: string, itemKey: string): Promise<number> {
  const settled = { status: { in: ['submitted' as const, 'signed' as const] } }
  const { count } = await ctx.db.link.updateMany({
    where: { enrolmentId, itemKey, frozen: false, record: settled },
    data: { frozen: true },
  })
  return count
}

/** Marks a link as one of the best of its item, or takes the mark away. */
export async function starLink(
  ctx: WriteCtx,
  { starred, ...where }: { recordId: string; enrolmentId: string; itemKey: string; starred: boolean },
): Promise<void> {
  const { count } = await ctx.db.link.updateMany({ where, data: { starred } })
  if (count === 0) throw new Conflict('This is not linked any more.')
}

/** One event per record and curriculum: which items. */
export function linkEvents(type: 'record.linked' | 'record.unlinked', changes: readonly LinkChange[]): AuditEntry[] {
  const byRecord = new Map<string, LinkChange[]>()
  for (const change of changes) {
    const key = `${change.record.id} ${change.enrolmentId}`
    byRecord.set(key, [...(byRecord.get(key) ?? []), change])
  }
  return [...byRecord.values()].map((group) => {
    const { record, enrolmentId } = group[0]!
    return {
      type,
      subjectId: record.personId,
      enrolmentId,
      recordId: record.id,
      data: {
        formKey: record.formKey,
        section: record.section,
        kind: record.kind,
        itemKeys: group.map(({ itemKey }) => itemKey),
        ...(group.some(({ revealed }) => revealed) ? { revealed: true } : {}),
      },
    }
  })
}
