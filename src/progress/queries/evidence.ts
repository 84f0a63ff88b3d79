import { type CardColumns, confided } from '../../evidence/index.ts'
import type { Rendered } from '../../forms/index.ts'
import type { Record as RecordRow } from '../../generated/client.ts'
import type { Ctx } from '../../kit/context.ts'
import { visibleRecords } from '../../policy/index.ts'
import type { PublishedPack } from '../../programmes/index.ts'

/** What counts as evidence: finished, by its author or by whoever was asked. */
export const SETTLED = ['submitted', 'signed'] as const

/** How many pieces of evidence an item has, and how many of them are starred. */
export interface Pieces {
  count: number
  starred: number
}

/** Linked evidence by item, as far as the actor sees it (R44 holds on counts, too). One query. */
export async function piecesByItem(ctx: Ctx, enrolmentId: string): Promise<Map<string, Pieces>> {
  const rows = await ctx.db.link.groupBy({
    by: ['itemKey', 'starred'],
    where: { enrolmentId, record: { AND: [visibleRecords(ctx.actor), { status: { in: [...SETTLED] } }] } },
    _count: { _all: true },
  })
  const pieces = new Map<string, Pieces>()
  for (const { itemKey, starred, _count } of rows) {
    const known = pieces.get(itemKey) ?? { count: 0, starred: 0 }
    pieces.set(itemKey, {
      count: known.count + _count._all,
      starred: known.starred + (starred ? _count._all : 0),
    })
  }
  return pieces
}

/** A linked record with what is needed to show it in short or to read it in full. */
export type Piece = CardColumns &
  Pick<RecordRow, 'formVersion' | 'values'> & {
    starred: boolean
    frozen: boolean
    linkedAt: Date
    /** The pack that the record's form is of: another one where it lies in another enrolment (decision 10). */
    home: PublishedPack
    author: { name: string }
    assessor: { name: string } | null
    /** The latest signature: as it was read and signed. */
    signed: { rendered: Rendered; by: string; role: string; assurance: string; at: string } | null
  }

/** The packs of records, by version. */
export async function homesOf(
  ctx: Ctx,
  records: readonly { packVersionId: string }[],
): Promise<Map<string, PublishedPack>> {
  const ids = [...new Set(records.map(({ packVersionId }) => packVersionId))]
  return new Map(await Promise.all(ids.map(async (id) => [id, await ctx.services.packs.get(id)] as const)))
}

interface Extra {
  id: string
  author: string
  assessor: string | null
  signed: Piece['signed']
}

/** The evidence of one item that the actor sees: best first, then newest. Two queries. */
export async function evidenceOf(ctx: Ctx, enrolmentId: string, itemKey: string): Promise<Piece[]> {
  const links = await ctx.db.link.findMany({
    where: { enrolmentId, itemKey, record: { AND: [visibleRecords(ctx.actor), { status: { in: [...SETTLED] } }] } },
    select: { recordId: true, starred: true, frozen: true, createdAt: true },
  })
  if (links.length === 0) return []
  const records = await ctx.db.$queryRaw<(Omit<Piece, 'author' | 'assessor' | 'home' | keyof Extra> & Extra)[]>`
    select r.id, r.kind, r.section, r."personId", r."enrolmentId", r."packVersionId", r."authorId", r."assessorId",
      r.status::text as status, r."sharedState"::text as "sharedState", r."occurredOn", r."formKey", r."formVersion",
      r.title, r."values",
      concat_ws(' ', w.title, w."givenName", w."familyName") as author,
      concat_ws(' ', a.title, a."givenName", a."familyName") as assessor,
      (select json_build_object('rendered', v.rendered, 'by', v."signerName", 'role', v."signerRole",
          'assurance', v.assurance, 'at', v."signedAt")
        from "RecordVersion" v where v."recordId" = r.id order by v.seq desc limit 1) as signed
    from "Record" r join "Person" w on w.id = r."authorId" left join "Person" a on a.id = r."assessorId"
    where r.id = any(${links.map(({ recordId }) => recordId)}::uuid[])`
  const byId = new Map(links.map((link) => [link.recordId, link]))
  const homes = await homesOf(ctx, records)
  return records
    .map(({ author, assessor, ...record }): Piece => {
      const link = byId.get(record.id)!
      return {
        ...(record as Omit<Piece, 'starred' | 'frozen' | 'linkedAt' | 'author' | 'assessor' | 'home'>),
        home: homes.get(record.packVersionId)!,
        signed: record.signed && { ...record.signed, rendered: confided(record.signed.rendered, record, ctx.actor) },
        starred: link.starred,
        frozen: link.frozen,
        linkedAt: link.createdAt,
        author: { name: author },
        assessor: assessor ? { name: assessor } : null,
      }
    })
    .sort((a, b) => Number(b.starred) - Number(a.starred) || b.occurredOn.getTime() - a.occurredOn.getTime())
}
