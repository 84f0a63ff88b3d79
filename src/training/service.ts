import { Temporal } from 'temporal-polyfill'
import type { SupervisionKind } from '../generated/client.ts'
import { toJsDate } from '../kit/clock.ts'
import type { WriteCtx } from '../kit/context.ts'
import { Conflict, Invalid } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import { dbDate, plainDate } from '../kit/periods.ts'
import { planChange, type Span, type SupervisionPlan } from './plan.ts'

export interface SupervisorChange {
  enrolmentId: string
  kind: SupervisionKind
  /** The new supervisor; null ends the relation without a successor. */
  personId: string | null
  /** First day of the new supervisor, first day without the old one. */
  from: Temporal.PlainDate
  /** First day without them, where they are named for some days alone. */
  until?: Temporal.PlainDate | null
  /** Kept with the new supervisor, and with whatever the change corrects; needed where that is in the past. */
  reason: string | null
  /** What becomes of other people's supervisions that begin later (by default they stay). */
  later?: 'keep' | 'replace'
  track?: string
}

export interface ChangedSupervision {
  /** Who was supervisor on that day, if anybody. */
  previousId: string | null
  /** Until when the new relation runs. */
  until: Temporal.PlainDate | null
  plan: SupervisionPlan
}

type Row = Awaited<ReturnType<WriteCtx['db']['supervision']['findMany']>>[number]

/**
 * Puts a new supervisor on record from a day (R8, R29). What held until then ends there; what turns out never to have
 * been so is kept as a corrected supervision, never rewritten or removed; spans of one person join.
 * @throws Invalid when nothing would change, a trainee would supervise themselves, or the past is changed without a reason
 */
export async function changeSupervisor(ctx: WriteCtx, change: SupervisorChange): Promise<ChangedSupervision> {
  const { enrolmentId, kind, personId, from, reason } = change
  const track = change.track ?? 'main'
  const enrolment = await ctx.db.enrolment.findUniqueOrThrow({ where: { id: enrolmentId } })
  if (enrolment.personId === personId)
    throw new Invalid({ personId: 'Nobody supervises themselves. Choose somebody else.' })
  const rows = await ctx.db.supervision.findMany({ where: { enrolmentId, kind, track } })
  const endsOn = plainDate(enrolment.endsOn)
  const wish = { personId, from, until: change.until ?? null, later: change.later ?? 'keep' }
  const plan = planChange(rows.map(spanOf), wish, { today: ctx.today, endsOn })
  if (!plan) throw new Invalid({ personId: nothingToDo(personId) })
  if (plan.changesPast && !reason) throw new Invalid({ reason: 'Say why the past is corrected.' })
  await apply(ctx, plan, rows, { enrolmentId, kind, track, reason })
  return { previousId: plan.current?.personId ?? null, until: plan.until, plan }
}

/** What is said where a change would change nothing. */
export function nothingToDo(personId: string | null): string {
  return personId ? 'This is the supervisor on that day already.' : 'There is no supervisor on that day to end.'
}

function spanOf({ id, personId, from, until }: Row): Span {
  return { id, personId, from: plainDate(from), until: until && plainDate(until) }
}

interface Same {
  enrolmentId: string
  kind: SupervisionKind
  track: string
  reason: string | null
}

async function apply(ctx: WriteCtx, plan: SupervisionPlan, rows: Row[], same: Same): Promise<void> {
  const rowOf = (span: Span) => rows.find(({ id }) => id === span.id)!
  for (const span of plan.corrected) await correct(ctx, rowOf(span), same.reason)
  // Shortened before prolonged or created: the database lets no two overlap, not even for a moment.
  const shrinking = (until: Temporal.PlainDate | null, span: Span) =>
    until !== null && (span.until === null || Temporal.PlainDate.compare(until, span.until) < 0)
  const moved = [...plan.moved].sort((a, b) => Number(shrinking(b.until, b.span)) - Number(shrinking(a.until, a.span)))
  for (const { span, until } of moved) await moveEnd(ctx, rowOf(span), until)
  for (const { personId, from, until, remainsOf } of plan.created) {
    const kept = remainsOf ? rowOf(remainsOf) : { reason: same.reason, createdAt: toJsDate(ctx.now) }
    const data = { ...same, reason: kept.reason, createdAt: kept.createdAt, personId }
    await ctx.db.supervision.create({
      data: { id: newId(), ...data, from: dbDate(from), until: until && dbDate(until) },
    })
  }
}

/** Moves a supervision to the history of what was on record, as it was read: else somebody else was quicker. */
async function correct(ctx: WriteCtx, row: Row, reason: string | null): Promise<void> {
  const by = { correctedAt: toJsDate(ctx.now), correctedById: ctx.actor.personId, correctedReason: reason }
  await ctx.db.correctedSupervision.create({ data: { ...row, ...by } })
  const { count } = await ctx.db.supervision.deleteMany({ where: { id: row.id, until: row.until } })
  if (count === 0) throw quicker()
}

async function moveEnd(ctx: WriteCtx, row: Row, until: Temporal.PlainDate | null): Promise<void> {
  const { count } = await ctx.db.supervision.updateMany({
    where: { id: row.id, until: row.until },
    data: { until: until && dbDate(until) },
  })
  if (count === 0) throw quicker()
}

const quicker = () =>
  new Conflict('Somebody else changed this supervisor at the same moment. Look at it as it stands now.')
