import type { IntegrityFlag, Prisma } from '../generated/client.ts'
import type { Ctx } from '../kit/context.ts'
import { scoped } from '../kit/scope.ts'
import type { Actor } from '../policy/index.ts'
import { type PortfolioBase, portfolioOf } from '../training/index.ts'
import { signsPolicy } from './policy.ts'

/** The signs of one portfolio, with the records that they are about. */
export interface Signs {
  portfolio: PortfolioBase
  flags: IntegrityFlag[]
  /** By id: the form's title and the day, nothing of what is written. */
  records: ReadonlyMap<string, { title: string; occurredOn: Date; assessor: string }>
}

/** Whether the pack lets the acting role see signs about signatures. */
const seesSigns = (actor: Actor, packVersionId: string): boolean =>
  actor.sight.some((sight) => sight.packVersionId === packVersionId && sight.full.includes('integrity'))

/** The portfolio of the path, for those whom its pack lets see signs; for others there is no such page. */
export const findSigns = scoped(signsPolicy, async (visible, ctx): Promise<Signs | null> => {
  const portfolio = await portfolioOf(visible, ctx, ctx.params.enrolmentId)
  if (!portfolio || portfolio.personId === ctx.actor.personId || !seesSigns(ctx.actor, portfolio.packVersionId))
    return null
  const flags = await ctx.db.integrityFlag.findMany({
    where: { enrolmentId: portfolio.id },
    orderBy: [{ kind: 'asc' }, { id: 'asc' }],
  })
  return { portfolio, flags, records: await recordsOf(ctx, flags) }
})

async function recordsOf(ctx: Ctx, flags: readonly IntegrityFlag[]): Promise<Signs['records']> {
  const ids = [...new Set(flags.flatMap(({ recordIds }) => recordIds))]
  const rows = await ctx.db.record.findMany({
    where: { id: { in: ids } },
    select: {
      ...{ id: true, formKey: true, packVersionId: true, occurredOn: true },
      assessor: { select: { title: true, givenName: true, familyName: true } },
    },
  })
  const named = rows.map(async ({ id, formKey, packVersionId, occurredOn, assessor }) => {
    const title = (await ctx.services.packs.get(packVersionId)).form(formKey)?.title ?? formKey
    const name = [assessor?.title, assessor?.givenName, assessor?.familyName].filter(Boolean).join(' ')
    return [id, { title, occurredOn, assessor: name }] as const
  })
  return new Map(await Promise.all(named))
}

export interface FlaggedRow {
  enrolmentId: string
  trainee: string
  signs: number
  at: Date
}

/** Portfolios with signs, for the overview: those whose packs let the actor see them. */
export async function flagged(ctx: Ctx, programmeIds: readonly string[]): Promise<FlaggedRow[]> {
  const versions = ctx.actor.sight
    .filter(({ full }) => full.includes('integrity'))
    .map(({ packVersionId }) => packVersionId)
  if (versions.length === 0) return []
  return ctx.db.$queryRaw<FlaggedRow[]>`
    select e.id as "enrolmentId", concat_ws(' ', p.title, p."givenName", p."familyName") as trainee,
      count(*)::int as signs, max(f.at) as at
    from "IntegrityFlag" f join "Enrolment" e on e.id = f."enrolmentId" join "Person" p on p.id = e."personId"
    where f."programmeId" = any(${[...programmeIds]}::uuid[]) and e."packVersionId" = any(${versions}::uuid[])
    group by e.id, p.id order by max(f.at) desc, p."familyName" limit 100`
}

/** Facts of a flag, read with suspicion: they are JSON. */
export const factsOf = (json: Prisma.JsonValue) => (json ?? {}) as Record<string, string | number>
