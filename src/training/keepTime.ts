import type { Temporal } from 'temporal-polyfill'
import { toJsDate } from '../kit/clock.ts'
import type { DbOrTx, WriteCtx } from '../kit/context.ts'
import { NotFound } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import { dbDate, plainDate } from '../kit/periods.ts'
import { completionOf, movedStages, stretchesOf, stretchOn, type TimeHistory } from './time/index.ts'
import { historyFrom, type TimeRow, timeColumns, timeHistoryOf } from './timeHistory.ts'

/** What a change of training time did. */
export interface TimeKept {
  before: TimeHistory
  after: TimeHistory
  endedOn: Temporal.PlainDate
  endsOn: Temporal.PlainDate
}

export interface KeepTime {
  enrolmentId: string
  today: Temporal.PlainDate
  /** What is said in the history of the completion date. */
  because: string
  /** Why the programme has to look at a completion date that moved; null where nobody has to. */
  look: (before: Temporal.PlainDate, after: Temporal.PlainDate) => string | null
  /** Writes statuses, shares or decisions; whatever else depends on them is done here. */
  write: (before: TimeHistory) => Promise<void>
}

/**
 * The one way in which training time changes: writes what is asked, then brings the prepared copies up to date that
 * everybody reads (the share of full time of today, the end of training, the ends of stages) and notes how the day of
 * completion moved. The caller's audit event is of type `training.…`, so that every figure is worked out afresh.
 */
export async function keepTime(
  ctx: WriteCtx,
  { enrolmentId, today, because, look, write }: KeepTime,
): Promise<TimeKept> {
  await ctx.db.$queryRaw`select 1 from "Enrolment" where id = ${enrolmentId}::uuid for update`
  const before = await timeHistoryOf(ctx.db, enrolmentId)
  if (!before) throw new NotFound()
  await keepPlan(ctx, enrolmentId, before)
  await write(before)
  const after = (await timeHistoryOf(ctx.db, enrolmentId))!
  const enrolment = await ctx.db.enrolment.findUniqueOrThrow({ where: { id: enrolmentId } })
  const endedOn = plainDate(enrolment.endsOn)
  const endsOn = completionOf(after).until
  const ftePercent = shareOn(after, today)
  await ctx.db.enrolment.update({ where: { id: enrolmentId }, data: { endsOn: dbDate(endsOn), ftePercent } })
  await moveStages(ctx.db, enrolmentId, before, after, { today, endsOn })
  if (!endsOn.equals(endedOn))
    await ctx.db.completionDate.create({
      data: {
        ...{ id: newId(), enrolmentId, because, look: look(endedOn, endsOn) },
        ...{ before: dbDate(endedOn), until: dbDate(endsOn), at: toJsDate(ctx.now) },
        ...{ byId: ctx.actor.personId, byName: ctx.actor.name },
      },
    })
  return { before, after, endedOn, endsOn }
}

/** The share of full time on a day; before training that of its first day. */
export function shareOn(history: TimeHistory, today: Temporal.PlainDate): number {
  return stretchOn(stretchesOf(history), today)?.percent ?? history.percent
}

async function keepPlan({ db }: WriteCtx, enrolmentId: string, { percent, plannedUntil }: TimeHistory): Promise<void> {
  await db.timePlan.createMany({
    data: [{ enrolmentId, percent, until: dbDate(plannedUntil) }],
    skipDuplicates: true,
  })
}

async function moveStages(
  db: DbOrTx,
  enrolmentId: string,
  before: TimeHistory,
  after: TimeHistory,
  days: { today: Temporal.PlainDate; endsOn: Temporal.PlainDate },
): Promise<void> {
  const rows = await db.stagePeriod.findMany({ where: { enrolmentId } })
  const stages = rows.map(({ id, from, until, work }) => ({
    ...{ id, work, from: plainDate(from), until: until && plainDate(until) },
  }))
  const moved = movedStages(stages, stretchesOf(before), stretchesOf(after), {
    ...{ ...days, endedOn: completionOf(before).until },
  })
  // Later ones first, or earlier ones first, as the ends move: two stages never hold at once.
  const later = moved.some(({ id, until }) => {
    const was = stages.find((one) => one.id === id)?.until
    return until && was && until.since(was).sign > 0
  })
  for (const { id, from, until, work } of later ? moved.toReversed() : moved)
    await db.stagePeriod.update({
      where: { id },
      data: { work, from: dbDate(from), until: until && dbDate(until) },
    })
}

/**
 * Shares of full time that turn with the day: the copy on the enrolment follows. One query finds whom it concerns. Returns
 * whose share turned.
 */
export async function turnShares(
  db: DbOrTx,
  dayIn: (timeZone: string) => Temporal.PlainDate,
): Promise<{ id: string; percent: number }[]> {
  const rows = await db.$queryRaw<
    { id: string; timeZone: string; startsOn: Date; endsOn: Date; ftePercent: number; time: TimeRow }[]
  >`
    select e.id, pr."timeZone", e."startsOn", e."endsOn", e."ftePercent", ${timeColumns} as time
    from "Enrolment" e join "Programme" pr on pr.id = e."programmeId"
    where e.state <> 'closed'
      and exists (select 1 from "FteChange" f where f."enrolmentId" = e.id and f."withdrawnAt" is null)`
  const turned = rows
    .map((row) => ({ ...row, percent: shareOn(historyFrom(row.time, row), dayIn(row.timeZone)) }))
    .filter(({ percent, ftePercent }) => percent !== ftePercent)
  for (const { id, percent } of turned) await db.enrolment.update({ where: { id }, data: { ftePercent: percent } })
  return turned
}
