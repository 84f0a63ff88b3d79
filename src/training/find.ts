import type { Prisma } from '../generated/client.ts'
import { dateIn } from '../kit/clock.ts'
import type { Ctx } from '../kit/context.ts'
import { isId } from '../kit/ids.ts'
import { type Finishing, mayFinish } from '../policy/index.ts'
import { type PortfolioBase, portfolioHead } from './queries.ts'

/**
 * The head of the portfolio with this id, if the actor reaches it: two queries, or one for one's own.
 * @param finishing what is about to be finished, where that alone opens it to somebody who has left (decision 67)
 */
export async function portfolioOf(
  visible: Prisma.EnrolmentWhereInput,
  ctx: Ctx,
  enrolmentId: string | undefined,
  finishing?: Finishing,
): Promise<PortfolioBase | null> {
  if (!isId(enrolmentId)) return null
  const left = finishing !== undefined && mayFinish(ctx.actor, enrolmentId, finishing)
  if (!left && !(await reaches(visible, ctx, enrolmentId))) return null
  const head = await portfolioHead(ctx.db, enrolmentId, ctx.today)
  // The day turns in the programme's own time zone; that differs from the installation's for some hours only.
  const there = head && dateIn(ctx.now, head.timeZone)
  return there && !there.equals(ctx.today) ? portfolioHead(ctx.db, enrolmentId, there) : head
}

async function reaches(visible: Prisma.EnrolmentWhereInput, ctx: Ctx, id: string): Promise<boolean> {
  const { reach } = ctx.actor
  if (reach.by === 'self') return reach.enrolmentId === id
  if (reach.by === 'enrolments') return reach.ids.includes(id)
  return (await ctx.db.enrolment.count({ where: { AND: [{ id }, visible] } })) === 1
}
