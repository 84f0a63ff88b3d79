import type { Temporal } from 'temporal-polyfill'
import type { StatusKind } from '../../generated/client.ts'
import type { DbOrTx } from '../../kit/context.ts'
import { plainDate } from '../../kit/periods.ts'
import { type AbsenceRule, sumAbsences } from './count.ts'

interface Row {
  id: string
  absences: { id: string; kind: string; from: string; until: string; days: number }[] | null
  statuses: { id: string; kind: StatusKind; from: string; until: string }[] | null
  reviewedOn: Date | null
}

const day = (text: string) => plainDate(new Date(text))

/**
 * Whole days away of those among these portfolios whose days ask for a review (decision 56), one query whatever their number.
 * @param asked each portfolio with the rule of its programme
 */
export async function absencesToReview(
  db: DbOrTx,
  asked: readonly { enrolmentId: string; rule: AbsenceRule }[],
  today: Temporal.PlainDate,
): Promise<Map<string, number>> {
  if (asked.length === 0) return new Map()
  const now = today.toString()
  const rows = await db.$queryRaw<Row[]>`
    select e.id,
      (select json_agg(json_build_object('id', a.id, 'kind', a.kind, 'from', a."from", 'until', a.until, 'days', a.days))
        from "Absence" a where a."enrolmentId" = e.id and a."withdrawnAt" is null) as absences,
      (select json_agg(json_build_object('id', s.id, 'kind', s.kind, 'from', s."from", 'until', s.until))
        from "StatusPeriod" s where s."enrolmentId" = e.id and s."withdrawnAt" is null) as statuses,
      (select max(d."decidedOn") from "CompletionDecision" d where d."enrolmentId" = e.id and d."withdrawnAt" is null
        and d.decider = 'panel' and d."decidedOn" <= ${now}::date) as "reviewedOn"
    from unnest(${asked.map(({ enrolmentId }) => enrolmentId)}::uuid[]) e(id)
    where exists (select 1 from "Absence" a where a."enrolmentId" = e.id)
      or exists (select 1 from "StatusPeriod" s where s."enrolmentId" = e.id)`
  const rules = new Map(asked.map(({ enrolmentId, rule }) => [enrolmentId, rule]))
  return new Map(
    rows.flatMap(({ id, absences, statuses, reviewedOn }): [string, number][] => {
      const spans = {
        absences: (absences ?? []).map((one) => ({ ...one, from: day(one.from), until: day(one.until) })),
        statuses: (statuses ?? []).map((one) => ({ ...one, from: day(one.from), until: day(one.until) })),
      }
      const sums = sumAbsences(spans, rules.get(id)!, { today, reviewedOn: reviewedOn && plainDate(reviewedOn) })
      return sums.reached ? [[id, sums.total]] : []
    }),
  )
}
