import type { Temporal } from 'temporal-polyfill'
import type { StatusKind } from '../../generated/client.ts'
import type { DbOrTx } from '../../kit/context.ts'
import { plainDate } from '../../kit/periods.ts'
import { type AbsenceRule, type AbsenceSums, daysByKind, sumAbsences } from './count.ts'

interface Row {
  id: string
  absences: { id: string; kind: string; from: string; until: string; days: number }[] | null
  statuses: { id: string; kind: StatusKind; from: string; until: string }[] | null
  reviewedOn: Date | null
}

const day = (text: string) => plainDate(new Date(text))

/** The sums of some portfolios that have anything of the kind, one query whatever their number. */
async function sumsOf(
  db: DbOrTx,
  asked: readonly { enrolmentId: string; rule: AbsenceRule }[],
  today: Temporal.PlainDate,
): Promise<Map<string, AbsenceSums>> {
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
    rows.map(({ id, absences, statuses, reviewedOn }): [string, AbsenceSums] => {
      const spans = {
        absences: (absences ?? []).map((one) => ({ ...one, from: day(one.from), until: day(one.until) })),
        statuses: (statuses ?? []).map((one) => ({ ...one, from: day(one.from), until: day(one.until) })),
      }
      return [id, sumAbsences(spans, rules.get(id)!, { today, reviewedOn: reviewedOn && plainDate(reviewedOn) })]
    }),
  )
}

/**
 * Whole days away of those among these portfolios whose days ask for a review (decision 56).
 * @param asked each portfolio with the rule of its programme
 */
export async function absencesToReview(
  db: DbOrTx,
  asked: readonly { enrolmentId: string; rule: AbsenceRule }[],
  today: Temporal.PlainDate,
): Promise<Map<string, number>> {
  const sums = await sumsOf(db, asked, today)
  return new Map([...sums].flatMap(([id, { reached, total }]) => (reached ? [[id, total]] : [])))
}

/** Whole days away of one portfolio by kind, under the kinds' keys as fields write them, and in all under `total`. */
export async function daysAwayOf(
  db: DbOrTx,
  enrolmentId: string,
  rule: AbsenceRule,
  today: Temporal.PlainDate,
): Promise<Record<string, number>> {
  const sums = (await sumsOf(db, [{ enrolmentId, rule }], today)).get(enrolmentId)
  return {
    ...Object.fromEntries(daysByKind(sums?.lines ?? [], rule).map(({ key, days }) => [fieldKey(key), days])),
    total: sums?.total ?? 0,
  }
}

const fieldKey = (key: string): string => key.replace(/-(.)/g, (_all, letter: string) => letter.toUpperCase())
