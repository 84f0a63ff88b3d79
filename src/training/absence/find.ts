import type { Temporal } from 'temporal-polyfill'
import type { Absence } from '../../generated/client.ts'
import { dateIn } from '../../kit/clock.ts'
import type { Ctx, DbOrTx } from '../../kit/context.ts'
import { plainDate } from '../../kit/periods.ts'
import { scoped } from '../../kit/scope.ts'
import type { PublishedPack } from '../../programmes/index.ts'
import { portfolioOf } from '../find.ts'
import { portfolioPolicy } from '../policy.ts'
import type { PortfolioBase } from '../queries.ts'
import { type AbsenceRule, type AbsenceSums, type StatusSpan, sumAbsences } from './count.ts'

export interface AbsencesFound {
  portfolio: PortfolioBase
  pack: PublishedPack
  rule: AbsenceRule
  today: Temporal.PlainDate
  /** The newest first, with what was withdrawn. */
  absences: Absence[]
  statuses: StatusSpan[]
  sums: AbsenceSums
}

/** Days away of one portfolio, in a programme that asks for them. */
export const findAbsences = scoped(portfolioPolicy, async (visible, ctx): Promise<AbsencesFound | null> => {
  const portfolio = await portfolioOf(visible, ctx, ctx.params.enrolmentId)
  if (!portfolio) return null
  const pack = await ctx.services.packs.get(portfolio.packVersionId)
  const rule = pack.pack.pack.absence
  if (!rule) return null
  const today = dateIn(ctx.now, portfolio.timeZone)
  const { absences, statuses, reviewedOn } = await absencesOf(ctx.db, portfolio.id, today)
  const standing = absences.filter(({ withdrawnAt }) => withdrawnAt === null)
  const spans = standing.map(({ id, kind, days, from, until }) => ({
    ...{ id, kind, days, from: plainDate(from), until: plainDate(until) },
  }))
  const sums = sumAbsences({ absences: spans, statuses }, rule, { today, reviewedOn })
  return { portfolio, pack, rule, today, absences, statuses, sums }
})

async function absencesOf(db: DbOrTx, enrolmentId: string, today: Temporal.PlainDate) {
  const absences = await db.absence.findMany({
    where: { enrolmentId },
    orderBy: [{ from: 'desc' }, { id: 'desc' }],
    take: 500,
  })
  const rows = await db.statusPeriod.findMany({ where: { enrolmentId, withdrawnAt: null }, orderBy: { from: 'desc' } })
  const [decided] = await db.completionDecision.findMany({
    where: { enrolmentId, withdrawnAt: null, decider: 'panel', decidedOn: { lte: new Date(today.toString()) } },
    orderBy: { decidedOn: 'desc' },
    take: 1,
    select: { decidedOn: true },
  })
  const statuses = rows.map(({ id, kind, from, until }) => ({
    id,
    kind,
    from: plainDate(from),
    until: plainDate(until),
  }))
  return { absences, statuses, reviewedOn: decided ? plainDate(decided.decidedOn) : null }
}

export interface AbsenceFound extends AbsencesFound {
  absence: Absence
}

/** One entry of the path that still stands. */
export const findAbsence = scoped(portfolioPolicy, async (_visible, ctx: Ctx): Promise<AbsenceFound | null> => {
  const found = await findAbsences(ctx)
  const absence = found?.absences.find(({ id }) => id === ctx.params.absenceId)
  return found && absence ? { ...found, absence } : null
})
