import type { ChangeMark, Review } from '../generated/client.ts'
import type { Ctx } from '../kit/context.ts'
import { isId } from '../kit/ids.ts'
import { scoped } from '../kit/scope.ts'
import type { PublishedPack } from '../programmes/index.ts'
import { type Carer, carersOf, type PortfolioBase, portfolioOf, portfolioPolicy, signersOf } from '../training/index.ts'
import { type Change, changesBetween, countsBetween } from './changes.ts'
import type { ChangeKind } from './kinds.ts'

/** Somebody who can be asked to look, with what is new to them since they were asked the last time. */
export interface Reviewer extends Carer {
  counts: ReadonlyMap<ChangeKind, number>
  fromSeq: number
  lastAskedAt: Date | null
}

export interface Asking {
  portfolio: PortfolioBase
  pack: PublishedPack
  reviewers: Reviewer[]
  toSeq: number
  earlier: Review[]
}

/** Who may be asked: those who sign items off, else all who look after the trainee and see the portfolio. */
function askable(portfolio: PortfolioBase, pack: PublishedPack): Carer[] {
  const signers = signersOf(portfolio, pack.pack)
  const all = signers.length > 0 ? signers : carersOf(portfolio)
  return all.filter((one, index) => all.findIndex(({ id }) => id === one.id) === index)
}

/** The trainee's "ready for review": whom to ask, and what is new to each. */
export const findAsking = scoped(portfolioPolicy, async (visible, ctx): Promise<Asking | null> => {
  if (ctx.actor.relation !== 'trainee') return null
  const portfolio = await portfolioOf(visible, ctx, ctx.params.enrolmentId)
  if (!portfolio) return null
  const pack = await ctx.services.packs.get(portfolio.packVersionId)
  const [head, earlier, marks] = await Promise.all([
    ctx.db.changeHead.findUnique({ where: { enrolmentId: portfolio.id } }),
    ctx.db.review.findMany({ where: { enrolmentId: portfolio.id }, orderBy: { at: 'desc' }, take: 20 }),
    ctx.db.changeMark.findMany({ where: { enrolmentId: portfolio.id } }),
  ])
  const toSeq = head?.seq ?? 0
  const reviewers = await Promise.all(
    askable(portfolio, pack).map((carer) => reviewerOf(ctx, portfolio, carer, { earlier, marks, toSeq })),
  )
  return { portfolio, pack, reviewers, toSeq, earlier }
})

async function reviewerOf(
  ctx: Ctx,
  { id, packVersionId }: PortfolioBase,
  carer: Carer,
  { earlier, marks, toSeq }: { earlier: readonly Review[]; marks: readonly ChangeMark[]; toSeq: number },
): Promise<Reviewer> {
  const last = earlier.find(({ askedOfId }) => askedOfId === carer.id)
  // New is what was neither presented to them before nor said by them to be seen, in that role.
  const seen = marks
    .filter(({ personId, roleKey }) => personId === carer.id && roleKey === carer.roleKey)
    .map(({ seq }) => seq)
  const fromSeq = Math.max(last?.toSeq ?? 0, ...seen)
  const sight = await ctx.services.packs.sight(packVersionId, carer.relation)
  const counts = await countsBetween(ctx, { personId: carer.id, sight: [sight] }, id, fromSeq, toSeq)
  return { ...carer, counts, fromSeq, lastAskedAt: last?.at ?? null }
}

/** What the trainee sent: the page behind the mail's link. */
export interface ReviewFound {
  portfolio: PortfolioBase
  pack: PublishedPack
  review: Review
  changes: Change[]
  counts: ReadonlyMap<ChangeKind, number>
}

export const findReview = scoped(portfolioPolicy, async (visible, ctx): Promise<ReviewFound | null> => {
  const { enrolmentId, reviewId } = ctx.params
  const portfolio = await portfolioOf(visible, ctx, enrolmentId)
  if (!portfolio || !isId(reviewId)) return null
  const review = await ctx.db.review.findFirst({ where: { id: reviewId, enrolmentId: portfolio.id } })
  const mine = review && (review.askedOfId === ctx.actor.personId || portfolio.personId === ctx.actor.personId)
  if (!mine) return null
  const { fromSeq, toSeq } = review
  const [pack, changes, counts] = await Promise.all([
    ctx.services.packs.get(portfolio.packVersionId),
    changesBetween(ctx, portfolio.id, fromSeq, toSeq),
    countsBetween(ctx, ctx.actor, portfolio.id, fromSeq, toSeq),
  ])
  return { portfolio, pack, review, changes, counts }
})
