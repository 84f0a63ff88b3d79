import type { Round } from '../../generated/client.ts'
import type { Ctx } from '../../kit/context.ts'
import { mine, scoped } from '../../kit/scope.ts'
import type { PublishedPack, RoundKind } from '../../programmes/index.ts'
import { type PortfolioBase, portfolioOf, portfolioPolicy } from '../../training/index.ts'
import { kindOf, kindsOf } from '../kinds.ts'
import { roundPolicy } from '../policy.ts'

export interface RoundRow extends Round {
  person: { title: string | null; givenName: string; familyName: string }
}

export interface RoundList {
  rows: { row: RoundRow; kind: RoundKind; pack: PublishedPack; answers: number }[]
  /** Kinds that the acting trainee may open; null for whoever only releases. */
  kinds: readonly RoundKind[] | null
}

const most = 100

/** The rounds that the actor opened or releases, newest first. */
export const findRounds = scoped(roundPolicy, async (visible, ctx): Promise<RoundList> => {
  const rows = await ctx.db.round.findMany({
    where: visible,
    orderBy: { createdAt: 'desc' },
    take: most,
    include: {
      person: { select: { title: true, givenName: true, familyName: true } },
      tallies: { where: { question: '*' }, select: { count: true } },
    },
  })
  const { own } = ctx.actor
  const list = await Promise.all(
    rows.map(async ({ tallies, ...row }) => {
      const pack = await ctx.services.packs.get(row.packVersionId)
      const kind = kindOf(pack, row.kind)
      return kind ? [{ row, kind, pack, answers: tallies.reduce((sum, { count }) => sum + count, 0) }] : []
    }),
  )
  return { rows: list.flat(), kinds: own ? kindsOf(await ctx.services.packs.get(own.packVersionId)) : null }
})

/** What a trainee opens a round with. */
export interface Opening {
  portfolio: PortfolioBase
  pack: PublishedPack
}

export const findOpening = scoped(portfolioPolicy, async (visible, ctx): Promise<Opening | null> => {
  const portfolio = await portfolioOf(visible, ctx, ctx.actor.own?.enrolmentId)
  return portfolio && { portfolio, pack: await ctx.services.packs.get(portfolio.packVersionId) }
})

/** A round that waits for a person's answer, in whichever role they act. */
export interface AskedRow {
  raterId: string
  generation: number
  trainee: string
  kind: string
  packVersionId: string
  sentAt: Date
  endsAt: Date
}

/** What a person was asked to answer and has not yet. */
const roundsAsking = (ctx: Ctx, personId: string): Promise<AskedRow[]> =>
  ctx.db.$queryRaw<AskedRow[]>`
    select t.id as "raterId", t.generation, concat_ws(' ', p.title, p."givenName", p."familyName") as trainee, r.kind,
      r."packVersionId", r."sentAt", r."endsAt"
    from "RoundRater" t join "Round" r on r.id = t."roundId" join "Person" p on p.id = r."personId"
    where t."personId" = ${personId}::uuid and not t.answered and not t.declined and r.state = 'open'
      and r."endsAt" > ${new Date(ctx.now.epochMilliseconds)}
    order by r."endsAt" limit 100`

export interface Asking {
  rows: (AskedRow & { title: string })[]
}

/** The same with what each round is called. */
export async function askedOf(ctx: Ctx, personId: string): Promise<Asking> {
  const rows = await roundsAsking(ctx, personId)
  const titled = rows.map(async (row) => {
    const kind = kindOf(await ctx.services.packs.get(row.packVersionId), row.kind)
    return { ...row, title: kind?.short ?? row.kind }
  })
  return { rows: await Promise.all(titled) }
}

export const findAsking = mine((personId, ctx) => askedOf(ctx, personId))
