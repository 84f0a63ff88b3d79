import type { Prisma } from '../../generated/client.ts'
import type { Ctx } from '../../kit/context.ts'
import type { Finishing } from '../../policy/index.ts'
import type { CurriculumNode, PublishedPack } from '../../programmes/index.ts'
import { type PortfolioBase, portfolioOf } from '../../training/index.ts'
import { seesProgress } from '../policy.ts'

/** A portfolio with the pack that its trainee is pinned to. */
export interface Packed {
  portfolio: PortfolioBase
  pack: PublishedPack
}

/** The portfolio of the path, for those who see its progress. */
export async function packedPortfolio(
  visible: Prisma.EnrolmentWhereInput,
  ctx: Ctx,
  finishing?: Finishing,
): Promise<Packed | null> {
  const portfolio = await portfolioOf(visible, ctx, ctx.params.enrolmentId, finishing)
  if (!portfolio || !seesProgress(ctx.actor, portfolio)) return null
  return { portfolio, pack: await ctx.services.packs.get(portfolio.packVersionId) }
}

/** The same with the item of the path; `finishing` also for whoever left while it waited for their sign-off. */
export async function packedItem(
  visible: Prisma.EnrolmentWhereInput,
  ctx: Ctx,
  { finishing = false } = {},
): Promise<(Packed & { item: CurriculumNode }) | null> {
  const packed = await packedPortfolio(visible, ctx, finishing ? { item: ctx.params.itemKey ?? '' } : undefined)
  const item = packed?.pack.items.get(ctx.params.itemKey ?? '')
  return packed && item ? { ...packed, item } : null
}
