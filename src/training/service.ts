import type { Temporal } from 'temporal-polyfill'
import type { SupervisionKind } from '../generated/client.ts'
import type { WriteCtx } from '../kit/context.ts'
import { Conflict, Invalid } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import { dbDate, onDay, plainDate } from '../kit/periods.ts'

export interface SupervisorChange {
  enrolmentId: string
  kind: SupervisionKind
  /** The new supervisor; null ends the relation without a successor. */
  personId: string | null
  /** First day of the new supervisor, first day without the old one. */
  from: Temporal.PlainDate
  reason: string | null
  track?: string
}

export interface ChangedSupervision {
  /** Who was supervisor on that day, if anybody. */
  previousId: string | null
  /** Until when the new relation runs: the end of the one it replaces. */
  until: Temporal.PlainDate | null
}

/**
 * Puts a new supervisor on record from a day. The relation that held on that day ends there and stays as history;
 * the new one runs to the same end. A relation that would begin later is left alone and bounds the new one.
 * @throws Invalid when nothing would change or a trainee would supervise themselves
 */
export async function changeSupervisor(ctx: WriteCtx, change: SupervisorChange): Promise<ChangedSupervision> {
  const { enrolmentId, kind, personId, from } = change
  const track = change.track ?? 'main'
  const enrolment = await ctx.db.enrolment.findUniqueOrThrow({ where: { id: enrolmentId } })
  if (enrolment.personId === personId)
    throw new Invalid({ personId: 'Nobody supervises themselves. Choose somebody else.' })
  const same = { enrolmentId, kind, track }
  const current = await ctx.db.supervision.findFirst({ where: { ...same, ...onDay(from) } })
  if (current && current.personId === personId)
    throw new Invalid({ personId: 'This is the supervisor on that day already.' })
  if (!current && !personId) throw new Invalid({ personId: 'There is no supervisor on that day to end.' })
  const until = await endOf(ctx, same, from, current?.until ?? enrolment.endsOn)
  if (current) await endRelation(ctx, current, from)
  if (personId) {
    await ctx.db.supervision.create({
      data: { id: newId(), ...same, personId, from: dbDate(from), until, reason: change.reason },
    })
  }
  return { previousId: current?.personId ?? null, until: until ? plainDate(until) : null }
}

async function endOf(
  ctx: WriteCtx,
  same: { enrolmentId: string; kind: SupervisionKind; track: string },
  from: Temporal.PlainDate,
  otherwise: Date | null,
): Promise<Date | null> {
  const next = await ctx.db.supervision.findFirst({
    where: { ...same, from: { gt: dbDate(from) } },
    orderBy: { from: 'asc' },
  })
  if (!next) return otherwise && otherwise > dbDate(from) ? otherwise : null
  return otherwise && otherwise < next.from ? otherwise : next.from
}

/** Ends a relation on a day; one that began that very day never was and goes. Only as it was read: else a conflict. */
async function endRelation(
  ctx: WriteCtx,
  current: { id: string; from: Date; until: Date | null },
  day: Temporal.PlainDate,
): Promise<void> {
  const asRead = { id: current.id, until: current.until }
  const { count } = plainDate(current.from).equals(day)
    ? await ctx.db.supervision.deleteMany({ where: asRead })
    : await ctx.db.supervision.updateMany({ where: asRead, data: { until: dbDate(day) } })
  if (count === 0)
    throw new Conflict('Somebody else changed this supervisor at the same moment. Look at it as it stands now.')
}
