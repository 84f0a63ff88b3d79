import type { FormDefinition, Values } from '../../forms/index.ts'
import type { Prisma, Round, RoundRater } from '../../generated/client.ts'
import { dateIn } from '../../kit/clock.ts'
import type { Ctx, DbOrTx } from '../../kit/context.ts'
import { isId } from '../../kit/ids.ts'
import { scoped } from '../../kit/scope.ts'
import { type PublishedPack, type RoundKind, roleWords } from '../../programmes/index.ts'
import { carersOf, type PortfolioBase, portfolioHead } from '../../training/index.ts'
import type { Collected } from '../figures.ts'
import { type Counts, EVERY, kindOf } from '../kinds.ts'
import { type Judged, roundPolicy } from '../policy.ts'
import { removedIn } from '../redacting.ts'

/** A round with all that its pages and commands judge; of the answers only how many of each group there are. */
export interface One extends Judged {
  round: Round
  pack: PublishedPack
  forms: { rater: FormDefinition; summary: FormDefinition; self: FormDefinition | null }
  portfolio: PortfolioBase
  raters: RoundRater[]
}

/** How many answers of each group. */
export async function countsOf(db: DbOrTx, roundId: string): Promise<Counts> {
  const rows = await db.roundTally.findMany({ where: { roundId, question: EVERY } })
  return Object.fromEntries(rows.map(({ groupKey, count }) => [groupKey, count]))
}

/** Everything around a round that the caller has found and may see. */
export async function around(ctx: Ctx, round: Round): Promise<One | null> {
  const pack = await ctx.services.packs.get(round.packVersionId)
  const kind = kindOf(pack, round.kind)
  const programme = await ctx.db.enrolment.findUnique({
    where: { id: round.enrolmentId },
    select: { programme: { select: { timeZone: true } } },
  })
  const zone = programme?.programme.timeZone ?? ctx.config.timeZone
  const portfolio = await portfolioHead(ctx.db, round.enrolmentId, dateIn(ctx.now, zone))
  const forms = kind && formsOf(pack, kind)
  if (!kind || !portfolio || !forms) return null
  const [counts, raters] = await Promise.all([
    countsOf(ctx.db, round.id),
    ctx.db.roundRater.findMany({ where: { roundId: round.id }, orderBy: [{ name: 'asc' }, { id: 'asc' }] }),
  ])
  const releaser = carersOf(portfolio).find(({ relation }) => kind.releasedBy.some((one) => one === relation))
  const names = {
    trainee: portfolio.name,
    releaser: releaser?.name ?? `the ${roleWords(pack.pack, kind.releasedBy[0]!)}`,
  }
  const frozen = portfolio.state === 'frozen' || portfolio.state === 'closed'
  return { round, kind, pack, forms, portfolio, raters, counts, names, frozen }
}

export function formsOf(pack: PublishedPack, kind: RoundKind): One['forms'] | null {
  const [rater, summary] = [pack.form(kind.raterForm), pack.form(kind.summaryForm)]
  const self = kind.selfForm ? (pack.form(kind.selfForm) ?? null) : null
  return rater && summary ? { rater, summary, self } : null
}

/** The round named in the path (`:id`). */
export const findOne = scoped(roundPolicy, async (visible, ctx): Promise<One | null> => {
  const { id } = ctx.params
  const round = isId(id) ? await ctx.db.round.findFirst({ where: { AND: [{ id }, visible] } }) : null
  return round && around(ctx, round)
})

/** What has come in, for whoever releases it: only asked for where `mayDo('read')` says yes. */
export async function collected(
  ctx: Pick<Ctx, 'db'>,
  { round, counts }: Pick<One, 'round' | 'counts'>,
): Promise<Collected> {
  const [tallies, comments] = await Promise.all([
    ctx.db.roundTally.findMany({ where: { roundId: round.id, NOT: { question: EVERY } } }),
    ctx.db.roundComment.findMany({ where: { roundId: round.id }, orderBy: { id: 'asc' } }),
  ])
  return {
    counts,
    tallies,
    comments: comments.map((row) => ({ ...row, removed: removedIn(row.removed) })),
    self: (round.self as Values | null) ?? null,
  }
}

export type RoundWhere = Prisma.RoundWhereInput
