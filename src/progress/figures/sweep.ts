import { isDeepStrictEqual } from 'node:util'
import { dateIn, fromJsDate, toJsDate } from '../../kit/clock.ts'
import type { Ctx, Db } from '../../kit/context.ts'
import { turnShares } from '../../training/index.ts'
import { computed, type Figure, figuresOf, recompute } from './store.ts'

type Working = Pick<Ctx, 'now' | 'services' | 'log'> & { db: Db }

/**
 * Everything afresh for every open portfolio whose figures are of an earlier day, or are missing: pace and lateness change
 * with the date alone. May run as often as one likes. Returns how many portfolios there were to do.
 */
export async function sweepFigures(ctx: Working): Promise<number> {
  const now = toJsDate(ctx.now)
  const turned = await turnShares(ctx.db, (timeZone) => dateIn(ctx.now, timeZone))
  const stale = await ctx.db.$queryRaw<{ id: string }[]>`
    select e.id from "Enrolment" e join "Programme" pr on pr.id = e."programmeId"
    left join "RuleFigure" f on f."enrolmentId" = e.id
    where e.state <> 'closed'
    group by e.id, pr."timeZone"
    having min(f."computedAt") is null or
      (min(f."computedAt") at time zone pr."timeZone")::date < (${now}::timestamptz at time zone pr."timeZone")::date`
  for (const id of new Set([...turned, ...stale].map((one) => one.id))) await recompute(ctx, id)
  ctx.log.info({ portfolios: stale.length }, 'figures are up to date')
  return stale.length
}

/** A prepared figure that is not what its rule comes to. */
export interface Difference {
  enrolmentId: string
  ruleId: string
  kept: Figure | null
  right: Figure | null
}

/** Works every figure out again, as of the moment it was kept, and names all that differ. */
export async function checkFigures(ctx: Working): Promise<{ checked: number; differences: Difference[] }> {
  const enrolments = await ctx.db.enrolment.findMany({
    where: { state: { not: 'closed' } },
    select: { id: true, packVersionId: true, figures: { select: { ruleId: true, computedAt: true } } },
  })
  const differences: Difference[] = []
  let checked = 0
  for (const { id, packVersionId, figures } of enrolments) {
    const kept = await figuresOf(ctx.db, id)
    const at = new Map(figures.map(({ ruleId, computedAt }) => [ruleId, computedAt.getTime()]))
    const now = ctx.now.epochMilliseconds
    for (const moment of new Set([...at.values(), now])) {
      const asOf = { ...ctx, now: fromJsDate(new Date(moment)) }
      const right = await computed(asOf, id, packVersionId, (rule) => (at.get(rule.id) ?? now) === moment)
      checked += right.length
      differences.push(...compared(id, kept, right))
    }
  }
  return { checked, differences }
}

function compared(enrolmentId: string, kept: Map<string, Figure>, right: readonly Figure[]): Difference[] {
  return right.flatMap((figure) => {
    const found = kept.get(figure.ruleId) ?? null
    return found && isDeepStrictEqual(plain(found), plain(figure))
      ? []
      : [{ enrolmentId, ruleId: figure.ruleId, kept: found, right: figure }]
  })
}

const plain = (figure: Figure): unknown => JSON.parse(JSON.stringify(figure))
