import { dateIn } from '../../kit/clock.ts'
import type { Ctx } from '../../kit/context.ts'
import { isId } from '../../kit/ids.ts'
import { plainDate } from '../../kit/periods.ts'
import { scoped } from '../../kit/scope.ts'
import {
  absencesToReview,
  type TimeHistory,
  type TimeWish,
  timeHistoryOf,
  type UnplacedDays,
  unplacedDays,
} from '../../training/index.ts'
import { loadFacts } from '../figures/facts.ts'
import { progressPolicy } from '../policy.ts'
import { type Packed, packedPortfolio } from '../queries/portfolio.ts'
import { formsOf } from '../rules/index.ts'
import { countsWhenever } from '../rules/time.ts'
import { type Read, readWish } from './form.ts'
import { previewOf, type Stage, type TimeNow, type TimePreview } from './preview.ts'

/** Who recorded a change and why, and whether it was withdrawn. */
export interface Recorded {
  id: string
  reason: string | null
  at: Date
  by: string
  withdrawn: { at: Date; by: string; reason: string | null } | null
}

/** A day of completion as it was changed to. */
export interface Moved {
  id: string
  before: Date
  until: Date
  because: string
  at: Date
  by: string
  look: string | null
  lookedAt: Date | null
  lookedBy: string | null
}

/** A record dated in time away, named by its form and day alone. */
export interface AwayRecord {
  id: string
  formKey: string
  occurredOn: Date
  /** Who let it count, and why; null where it does not. */
  allowed: { reason: string; by: string } | null
}

/** Training time of one portfolio with its history. */
export interface TimeFound extends Packed {
  today: ReturnType<typeof dateIn>
  history: TimeHistory
  stages: Stage[]
  recorded: ReadonlyMap<string, Recorded>
  /** What was withdrawn, in words of its own kind. */
  withdrawn: (Recorded & {
    what: 'fte' | 'status' | 'decision'
    kind: string | null
    percent: number | null
    from: Date
  })[]
  moved: Moved[]
  inTimeAway: AwayRecord[]
  /** Whole days away, where so many ask for a review. */
  absent: number | null
  /** Days in training without a post, or at a hospital that was not accredited. */
  unplaced: UnplacedDays[]
}

/** Finder of the page that explains a trainee's time. */
export const findTime = scoped(progressPolicy, async (visible, ctx): Promise<TimeFound | null> => {
  const packed = await packedPortfolio(visible, ctx)
  return packed && timeIn(ctx, packed)
})

/** The training time of a portfolio that the actor reaches. */
export async function timeIn(ctx: Ctx, packed: Packed): Promise<TimeFound> {
  const enrolmentId = packed.portfolio.id
  const where = { enrolmentId }
  const today = dateIn(ctx.now, packed.portfolio.timeZone)
  const rule = packed.pack.pack.pack.absence
  const [history, stages, statuses, fte, decisions, moved, inTimeAway, away, unplaced] = await Promise.all([
    timeHistoryOf(ctx.db, enrolmentId),
    ctx.db.stagePeriod.findMany({ where, orderBy: { from: 'asc' } }),
    ctx.db.statusPeriod.findMany({ where }),
    ctx.db.fteChange.findMany({ where }),
    ctx.db.completionDecision.findMany({ where }),
    ctx.db.completionDate.findMany({ where, orderBy: { at: 'desc' }, take: 100 }),
    recordsInTimeAway(ctx, packed),
    absencesToReview(ctx.db, rule ? [{ enrolmentId, rule }] : [], today),
    unplacedDays(ctx.db, [{ enrolmentId, pack: packed.pack.pack }], today),
  ])
  const rows = [
    ...statuses.map((row) => ({ ...row, what: 'status' as const, percent: null })),
    ...fte.map((row) => ({ ...row, what: 'fte' as const, kind: null })),
    ...decisions.map((row) => ({
      ...row,
      what: 'decision' as const,
      kind: row.decider,
      percent: null,
      from: row.decidedOn,
    })),
  ].map(({ withdrawnAt, withdrawnByName, withdrawnReason, ...row }) => ({
    ...{ what: row.what, kind: row.kind, percent: row.percent, from: row.from },
    ...{ id: row.id, reason: row.reason, at: row.createdAt, by: row.createdByName },
    withdrawn: withdrawnAt && { at: withdrawnAt, by: withdrawnByName ?? '', reason: withdrawnReason },
  }))
  return {
    ...{
      ...packed,
      inTimeAway,
      today,
      absent: away.get(enrolmentId) ?? null,
      unplaced: unplaced.get(enrolmentId) ?? [],
    },
    history: history!,
    stages: stages.map(({ stageKey, from, until, work }) => ({
      ...{ stageKey, work, from: plainDate(from), until: until && plainDate(until) },
    })),
    recorded: new Map(rows.map((row) => [row.id, row])),
    withdrawn: rows.filter((row) => row.withdrawn !== null),
    moved: moved.map(({ byName, lookedByName, ...row }) => ({ ...row, by: byName, lookedBy: lookedByName })),
  }
}

/** What rules read and time away keeps from counting, or would if nobody had allowed it (decision 59). */
async function recordsInTimeAway(ctx: Ctx, { portfolio, pack }: Packed): Promise<AwayRecord[]> {
  const read = new Set(pack.pack.requirements.rules.flatMap(formsOf))
  const forms = pack.pack.forms.filter(({ key, kind }) => read.has(key) && !countsWhenever(kind)).map(({ key }) => key)
  return ctx.db.$queryRaw<AwayRecord[]>`
    select r.id, r."formKey", r."occurredOn",
      (select json_build_object('reason', al.reason, 'by', al."byName")
        from "AllowedEvidence" al where al."recordId" = r.id) as allowed
    from "Record" r join "StatusPeriod" s on s."enrolmentId" = r."enrolmentId" and s."withdrawnAt" is null
      and s.kind <> 'grace' and s."from" <= r."occurredOn" and r."occurredOn" < s.until
      and (s.counts = 0 or s."countsUntil" <= r."occurredOn")
    where r."enrolmentId" = ${portfolio.id}::uuid and r."formKey" = any(${forms})
      and r.status in ('submitted', 'signed')
    order by r."occurredOn" desc, r.id limit 50`
}

/** A change about to be recorded: what is asked in the address, and what it would do. */
export interface ChangeFound extends TimeFound {
  read: Read
  preview: TimePreview | null
}

/** Finder of a change as the address says it (what, days, share): no free words stand there. */
export const findChange = scoped(progressPolicy, async (visible, ctx): Promise<ChangeFound | null> => {
  const packed = await packedPortfolio(visible, ctx)
  if (!packed) return null
  const found = await timeIn(ctx, packed)
  const read = readWish(found, ctx.query)
  return { ...found, read, preview: read.wish && (await previewFor(ctx, found, read.wish)) }
})

/** Finder of something on record that is to be withdrawn (`:eventId`). */
export const findWithdrawal = scoped(progressPolicy, async (visible, ctx): Promise<ChangeFound | null> => {
  const packed = await packedPortfolio(visible, ctx)
  const id = ctx.params.eventId
  if (!packed || !isId(id)) return null
  const found = await timeIn(ctx, packed)
  const { fte, statuses, decisions } = found.history
  if (![...fte, ...statuses, ...decisions].some((one) => one.id === id)) return null
  const wish: TimeWish = { what: 'withdraw', id }
  return { ...found, read: { wish, problems: {}, typed: {} }, preview: await previewFor(ctx, found, wish) }
})

async function previewFor(ctx: Ctx, found: TimeFound, wish: TimeWish): Promise<TimePreview | null> {
  const now = await timeNowOf(ctx, found)
  return now && previewOf(now, wish)
}

/** All that a preview of training time stands on, for whoever asks for a change or decides on one: one query. */
export async function timeNowOf(
  ctx: Ctx,
  { portfolio, pack, history, stages }: Pick<TimeFound, 'portfolio' | 'pack' | 'history' | 'stages'>,
): Promise<TimeNow | null> {
  const rules = pack.pack.requirements.rules
  const facts = await loadFacts(ctx.db, { enrolmentId: portfolio.id, pack: pack.pack, rules, now: ctx.now })
  return facts && { history, stages, facts }
}
