import { type CardColumns, cardColumns, linkCap } from '../../evidence/index.ts'
import type { Ctx } from '../../kit/context.ts'
import { Forbidden } from '../../kit/errors.ts'
import { isId } from '../../kit/ids.ts'
import { scoped } from '../../kit/scope.ts'
import { isRefusal, visibleRecords } from '../../policy/index.ts'
import { progressPolicy } from '../policy.ts'
import { SETTLED } from './evidence.ts'
import { type Packed, packedPortfolio } from './portfolio.ts'

export const PAGE = 50

export type LinkableRow = CardColumns & { links: { itemKey: string }[] }

export interface LinkingFound extends Packed {
  records: LinkableRow[]
  total: number
  page: number
  query: string
  /** What the address names already. */
  chosen: { records: string[]; items: string[] }
}

/** Records that can be linked, newest first, with what they are linked to. The trainee's own page. */
export const findLinking = scoped(progressPolicy, async (visible, ctx): Promise<LinkingFound | null> => {
  const packed = await packedPortfolio(visible, ctx)
  if (!packed) return null
  const allowed = progressPolicy.actions.link(ctx.actor, packed)
  if (isRefusal(allowed)) throw new Forbidden(allowed)
  const { pack } = packed
  const forms = pack.pack.forms.filter((form) => linkCap(pack, form) > 0).map(({ key }) => key)
  const query = (ctx.query.q ?? '').trim().slice(0, 100)
  const page = Math.max(1, Math.min(1000, Number.parseInt(ctx.query.page ?? '1', 10) || 1))
  const where = {
    AND: [
      visibleRecords(ctx.actor),
      { enrolmentId: packed.portfolio.id, status: { in: [...SETTLED] }, formKey: { in: forms } },
      ...(query ? [{ title: { contains: query, mode: 'insensitive' as const } }] : []),
    ],
  }
  const records = await ctx.db.record.findMany({
    where,
    orderBy: [{ occurredOn: 'desc' }, { id: 'desc' }],
    take: PAGE,
    skip: (page - 1) * PAGE,
    select: { ...cardColumns, links: { where: { away: false }, select: { itemKey: true } } },
  })
  const total = await ctx.db.record.count({ where })
  return {
    ...packed,
    records: await withNamed(ctx, packed.portfolio.id, records),
    total,
    page,
    query,
    chosen: named(ctx, packed),
  }
})

function named(ctx: Ctx, { pack }: Packed): LinkingFound['chosen'] {
  const { record, item } = ctx.query
  return { records: record ? [record] : [], items: item && pack.items.has(item) ? [item] : [] }
}

/** The record that the address names stands first, on whichever page it would be. */
async function withNamed(ctx: Ctx, enrolmentId: string, records: LinkableRow[]): Promise<LinkableRow[]> {
  const id = ctx.query.record
  if (!isId(id)) return records
  const found =
    records.find((record) => record.id === id) ??
    (await ctx.db.record.findFirst({
      where: { AND: [visibleRecords(ctx.actor), { id, enrolmentId, status: { in: [...SETTLED] } }] },
      select: { ...cardColumns, links: { where: { away: false }, select: { itemKey: true } } },
    }))
  return found ? [found, ...records.filter((record) => record.id !== id)] : records
}
