import { Prisma } from '../generated/client.ts'
import type { DbOrTx } from '../kit/context.ts'
import { plainDate } from '../kit/periods.ts'
import { type DecisionEvent, dayOf, type StatusEvent, type TimeHistory } from './time/index.ts'

/** Columns of training time as the database gives them for an enrolment `e`. Days are numbers since 1 January 1970. */
export interface TimeRow {
  plan: { percent: number; until: number } | null
  fte: { id: string; from: number; percent: number }[] | null
  statuses:
    | {
        id: string
        kind: StatusEvent['kind']
        from: number
        until: number
        counts: number
        countsUntil: number | null
      }[]
    | null
  decisions:
    | {
        id: string
        decider: DecisionEvent['decider']
        decidedOn: number
        until: number
        remaining: number
        months: number | null
      }[]
    | null
}

/** What stands of an enrolment's training time, as one JSON value to select beside the rest of a row `e`. */
export const timeColumns = Prisma.sql`json_build_object(
  'plan', (select json_build_object('percent', tp.percent, 'until', tp.until - date '1970-01-01')
    from "TimePlan" tp where tp."enrolmentId" = e.id),
  'fte', (select json_agg(json_build_object('id', f.id, 'from', f."from" - date '1970-01-01', 'percent', f.percent))
    from "FteChange" f where f."enrolmentId" = e.id and f."withdrawnAt" is null),
  'statuses', (select json_agg(json_build_object('id', s.id, 'kind', s.kind, 'from', s."from" - date '1970-01-01',
      'until', s.until - date '1970-01-01', 'counts', s.counts, 'countsUntil', s."countsUntil" - date '1970-01-01'))
    from "StatusPeriod" s where s."enrolmentId" = e.id and s."withdrawnAt" is null),
  'decisions', (select json_agg(json_build_object('id', d.id, 'decider', d.decider, 'decidedOn', d."decidedOn" - date '1970-01-01',
      'until', d.until - date '1970-01-01', 'remaining', d.remaining, 'months', d.months))
    from "CompletionDecision" d where d."enrolmentId" = e.id and d."withdrawnAt" is null))`

/** The same as the engine reads it; what was never changed is as it stands on the enrolment. */
export function historyFrom(
  { plan, fte, statuses, decisions }: TimeRow,
  enrolment: { startsOn: Date; endsOn: Date; ftePercent: number },
): TimeHistory {
  const perhaps = (number: number | null) => (number === null ? null : dayOf(number))
  return {
    startsOn: plainDate(enrolment.startsOn),
    percent: plan?.percent ?? enrolment.ftePercent,
    plannedUntil: plan ? dayOf(plan.until) : plainDate(enrolment.endsOn),
    fte: (fte ?? []).map((one) => ({ ...one, from: dayOf(one.from) })),
    statuses: (statuses ?? []).map((one) => ({
      ...one,
      from: dayOf(one.from),
      until: dayOf(one.until),
      countsUntil: perhaps(one.countsUntil),
    })),
    decisions: (decisions ?? []).map((one) => ({
      ...one,
      decidedOn: dayOf(one.decidedOn),
      until: dayOf(one.until),
    })),
  }
}

/** Whether anything ever happened to it: without, the days of the calendar and the share at the start say it all. */
export const isEventful = ({ fte, statuses, decisions }: TimeHistory): boolean =>
  fte.length + statuses.length + decisions.length > 0

/** The history of one enrolment. The caller has established that the actor reaches it. */
export async function timeHistoryOf(db: DbOrTx, enrolmentId: string): Promise<TimeHistory | null> {
  const [row] = await db.$queryRaw<{ startsOn: Date; endsOn: Date; ftePercent: number; time: TimeRow }[]>`
    select e."startsOn", e."endsOn", e."ftePercent", ${timeColumns} as time
    from "Enrolment" e where e.id = ${enrolmentId}::uuid`
  return row ? historyFrom(row.time, row) : null
}
