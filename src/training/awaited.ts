import type { Ctx } from '../kit/context.ts'
import { date } from '../kit/ui.ts'
import { depth, type Standing } from '../policy/index.ts'
import type { PortfolioBase } from './queries.ts'
import type { Waits } from './rotation.ts'

/** Whose answer is awaited. */
interface Asked {
  personId: string
  relation: Standing
}

/**
 * What is no record and waits for an answer of somebody who leaves: applications that are theirs to decide (R126), and
 * "ready for review" that they have not looked at (R135). Neither is theirs any more once they have left, so neither has a
 * grace. As far as the reader sees it.
 */
export async function awaitedOf(ctx: Ctx, portfolio: PortfolioBase, asked: Asked): Promise<Waits[]> {
  const { actor } = ctx
  const concerned = [portfolio.personId, asked.personId].includes(actor.personId) || actor.relation === 'none'
  const sees = concerned || depth(actor, { section: 'progress', ...portfolio }) !== 'none'
  const [applications, reviews] = await Promise.all([
    ctx.db.application.findMany({
      where: {
        ...{ enrolmentId: portfolio.id, state: 'submitted', decider: asked.relation },
        ...(concerned ? {} : { readers: { has: actor.relation } }),
      },
      orderBy: { sentAt: 'asc' },
      select: { id: true, title: true },
    }),
    sees ? reviewsOf(ctx, portfolio, asked) : [],
  ])
  return [
    ...applications.map(
      ({ id, title }): Waits => ({
        ...{ kind: 'application', title: `Application: ${title}`, href: `/applications/${id}` },
        after: 'after that it goes on to whoever decides then',
      }),
    ),
    ...reviews.map(
      ({ id, at }): Waits => ({
        ...{ kind: 'review', title: `Asked on ${date(at)} to look at what is new` },
        ...{ href: `/portfolios/${portfolio.id}/reviews/${id}`, after: 'after that it is for whoever comes next' },
      }),
    ),
  ]
}

/** The latest call of the trainee, where they have not marked as seen what was new then. */
function reviewsOf({ db }: Ctx, { id }: PortfolioBase, { personId }: Asked): Promise<{ id: string; at: string }[]> {
  return db.$queryRaw`
    select v.id, to_char(v.at, 'YYYY-MM-DD') as at from "Review" v
    where v."enrolmentId" = ${id}::uuid and v."askedOfId" = ${personId}::uuid
      and not exists (select 1 from "ChangeMark" m where m."personId" = v."askedOfId" and m."roleKey" = v."roleKey"
        and m."enrolmentId" = v."enrolmentId" and m.seq >= v."toSeq")
    order by v.at desc limit 1`
}
