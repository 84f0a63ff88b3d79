import type { RecordKind } from '../../forms/index.ts'
import type { Prisma } from '../../generated/client.ts'
import type { Ctx } from '../../kit/context.ts'
import { scoped } from '../../kit/scope.ts'
import { enrolmentsOf } from '../../policy/index.ts'
import type { PublishedPack } from '../../programmes/index.ts'
import { type PortfolioBase, portfolioOf } from '../../training/index.ts'
import { recordPolicy } from '../policy.ts'
import { rowColumns } from './columns.ts'
import { decorated, type ListRow } from './rows.ts'

/** The records of some kinds in one portfolio: library, certificates. */
export interface Shelf {
  portfolio: PortfolioBase
  pack: PublishedPack
  rows: ListRow[]
  /** What the address asks for. */
  query: Ctx['query']
}

const most = 500

async function shelfOf(
  visible: Prisma.RecordWhereInput,
  ctx: Ctx,
  kinds: readonly RecordKind[],
): Promise<Shelf | null> {
  const portfolio = await portfolioOf(enrolmentsOf(ctx.actor), ctx, ctx.params.enrolmentId)
  if (!portfolio) return null
  const pack = await ctx.services.packs.get(portfolio.packVersionId)
  const rows = await ctx.db.record.findMany({
    where: { AND: [{ enrolmentId: portfolio.id, kind: { in: [...kinds] }, status: { not: 'void' } }, visible] },
    select: rowColumns,
    orderBy: [{ occurredOn: 'desc' }, { id: 'desc' }],
    take: most,
  })
  return { portfolio, pack, rows: await decorated(ctx.db, rows), query: ctx.query }
}

/** Finder of a portfolio's library (`:enrolmentId`). */
export const findLibrary = scoped(recordPolicy, (visible, ctx) => shelfOf(visible, ctx, ['upload']))

/** Finder of a portfolio's certificates and examinations (`:enrolmentId`). */
export const findCertificates = scoped(recordPolicy, (visible, ctx) => shelfOf(visible, ctx, ['certificate', 'exam']))
