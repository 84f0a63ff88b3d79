import { Prisma } from '../generated/client.ts'
import type { Ctx } from '../kit/context.ts'
import { type Actor, depth, type Sight, visibleRecords } from '../policy/index.ts'
import { type ChangeKind, isChangeKind } from './kinds.ts'

/** A change as its reader may know it. */
export interface Change {
  seq: number
  kind: ChangeKind
  recordId: string
  formKey: string
  packVersionId: string
  itemKeys: string[]
  actorName: string
  at: Date
  /** Null where the record cannot be read any more (withdrawn, or private again). */
  title: string | null
}

/** What is new to somebody since they last looked. */
export interface News {
  /** The newest first. */
  changes: Change[]
  /** Up to which number these go: what "I have seen these" says. */
  upTo: number
  /** How many more come after them. */
  later: number
  /** How many there were before somebody's first look, beyond those shown. */
  earlier: number
  lastLook: Date | null
}

/** Whose eyes: what decides which changes there are for somebody. */
export type Reader = Pick<Actor, 'personId'> & { sight: readonly Sight[] }

interface Row extends Omit<Change, 'kind' | 'title'> {
  type: string
}

/** At most so many at a time: enough to read in one go. */
export const newsSize = 100

const pairsOf = (sight: readonly Sight[], sections: (one: Sight) => string[]) => {
  const pairs = sight.flatMap((one) => sections(one).map((section) => [one.packVersionId, section] as const))
  return Prisma.sql`select * from unnest(${pairs.map(([id]) => id)}::uuid[], ${pairs.map(([, key]) => key)}::text[])`
}

/**
 * The changes `c` that exist for a reader: of sections that their role sees, or of what was sent to them; never their own
 * deeds. It asks what was true when it happened, so that a change is there for good or not at all.
 */
export function changesFor({ personId, sight }: Reader): Prisma.Sql {
  return Prisma.sql`(c."actorId" is distinct from ${personId}::uuid and (
    (c."packVersionId", c.section) in (${pairsOf(sight, (one) => [...one.full, ...one.facts])})
    or ((c."packVersionId", c.section) in (${pairsOf(sight, (one) => one.sent)}) and exists (
      select 1 from "Record" r where r.id = c."recordId"
        and (r."assessorId" = ${personId}::uuid or r."authorId" = ${personId}::uuid)))))`
}

interface Marked {
  markSeq: number | null
  markAt: Date | null
  total: number
  rows: Row[] | null
}

/**
 * What is new in a portfolio to the acting role. Once somebody has looked, the oldest unseen come first, so that what is
 * shown and marked leaves nothing out; at the first look these are the newest. Two queries.
 */
export async function newsFor(ctx: Ctx, enrolmentId: string): Promise<News> {
  const { actor } = ctx
  const [row] = await ctx.db.$queryRaw<[Marked]>`
    with mark as (select seq, at from "ChangeMark" where "personId" = ${actor.personId}::uuid
        and "roleKey" = ${actor.roleKey} and "enrolmentId" = ${enrolmentId}::uuid),
      unseen as (select c.* from "Change" c where c."enrolmentId" = ${enrolmentId}::uuid
        and c.seq > coalesce((select seq from mark), 0) and ${changesFor(actor)})
    select (select seq from mark) as "markSeq", (select at from mark) as "markAt",
      (select count(*)::int from unseen) as total,
      (select json_agg(w) from (select * from unseen
        order by case when exists (select 1 from mark) then seq else -seq end limit ${newsSize}) w) as rows`
  const rows = (row.rows ?? []).toSorted((a, b) => b.seq - a.seq)
  const left = row.total - rows.length
  return {
    changes: await titled(ctx, rows),
    upTo: rows[0]?.seq ?? row.markSeq ?? 0,
    later: row.markSeq === null ? 0 : left,
    earlier: row.markSeq === null ? left : 0,
    lastLook: row.markAt,
  }
}

/** Changes of a portfolio between two numbers, the newest first, as the acting role may know them. */
export async function changesBetween(ctx: Ctx, enrolmentId: string, from: number, to: number): Promise<Change[]> {
  const rows = await ctx.db.$queryRaw<Row[]>`
    select c.* from "Change" c where c."enrolmentId" = ${enrolmentId}::uuid and c.seq > ${from} and c.seq <= ${to}
      and ${changesFor(ctx.actor)} order by c.seq desc limit ${newsSize}`
  return titled(ctx, rows)
}

/** How many changes of each kind there are for a reader between two numbers. */
export async function countsBetween(
  ctx: Pick<Ctx, 'db'>,
  reader: Reader,
  enrolmentId: string,
  from: number,
  to: number,
): Promise<Map<ChangeKind, number>> {
  const rows = await ctx.db.$queryRaw<{ type: string; count: number }[]>`
    select c.type, count(*)::int as count from "Change" c where c."enrolmentId" = ${enrolmentId}::uuid
      and c.seq > ${from} and c.seq <= ${to} and ${changesFor(reader)} group by c.type`
  return new Map(rows.flatMap(({ type, count }) => (isChangeKind(type) ? [[type, count] as const] : [])))
}

/** How much is new to the acting role in each of these portfolios; nothing for those where nothing is. */
export async function unseenIn(ctx: Ctx, enrolmentIds: readonly string[]): Promise<Map<string, number>> {
  if (enrolmentIds.length === 0) return new Map()
  const { actor } = ctx
  const rows = await ctx.db.$queryRaw<{ enrolmentId: string; count: number }[]>`
    select c."enrolmentId", count(*)::int as count from "Change" c
      left join "ChangeMark" m on m."enrolmentId" = c."enrolmentId" and m."personId" = ${actor.personId}::uuid
        and m."roleKey" = ${actor.roleKey}
    where c."enrolmentId" = any(${[...enrolmentIds]}::uuid[]) and c.seq > coalesce(m.seq, 0) and ${changesFor(actor)}
    group by c."enrolmentId"`
  return new Map(rows.map(({ enrolmentId, count }) => [enrolmentId, count]))
}

/** Titles of what can be read today; in the form's own words for whoever sees facts alone. */
async function titled(ctx: Ctx, rows: readonly Row[]): Promise<Change[]> {
  const ids = [...new Set(rows.map(({ recordId }) => recordId))]
  const records = ids.length
    ? await ctx.db.record.findMany({ where: { AND: [{ id: { in: ids } }, visibleRecords(ctx.actor)] } })
    : []
  const byId = new Map(records.map((record) => [record.id, record]))
  return Promise.all(rows.flatMap(({ type, ...row }) => (isChangeKind(type) ? [titleOf(ctx, type, row, byId)] : [])))
}

async function titleOf(
  ctx: Ctx,
  kind: ChangeKind,
  row: Omit<Row, 'type'>,
  records: ReadonlyMap<string, { title: string; formKey: string; packVersionId: string } & Parameters<typeof depth>[1]>,
): Promise<Change> {
  const record = records.get(row.recordId)
  const at = new Date(row.at)
  if (!record) return { ...row, kind, at, title: null }
  if (depth(ctx.actor, record) === 'full') return { ...row, kind, at, title: record.title }
  const pack = await ctx.services.packs.get(record.packVersionId)
  return { ...row, kind, at, title: pack.form(record.formKey)?.title ?? null }
}
