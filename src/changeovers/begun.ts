import { Temporal } from 'temporal-polyfill'
import type { SupervisionKind } from '../generated/client.ts'
import type { DbOrTx } from '../kit/context.ts'
import { date } from '../kit/ui.ts'
import { lastOfGrace } from '../training/index.ts'
import type { Wish } from './wishes.ts'
import type { RecordedSpan, World } from './world.ts'

type Day = Temporal.PlainDate

/** Somebody who supervises a trainee and has begun a report about them that is not sent yet. */
export interface Begun {
  enrolmentId: string
  personId: string
}

/** Reports that are half written: kept drafts, and appraisals that were held and wait for their author. One query. */
export function begunReports(db: DbOrTx, enrolmentIds: readonly string[]): Promise<Begun[]> {
  return db.$queryRaw<Begun[]>`
    select distinct s."enrolmentId", s."personId" from "Supervision" s
    where s."enrolmentId" = any(${[...enrolmentIds]}::uuid[]) and (
      exists (select 1 from "Draft" d where d."personId" = s."personId" and d.key like 'form:%:' || s."enrolmentId" || '%')
      or exists (select 1 from "Record" r where r."enrolmentId" = s."enrolmentId" and r.status = 'held' and r."authorId" = s."personId"))`
}

const before = (a: Day, b: Day) => Temporal.PlainDate.compare(a, b) < 0
const latest = (ends: readonly (Day | null)[]): Day | null =>
  ends.includes(null) ? null : (ends as Day[]).reduce((a, b) => (before(a, b) ? b : a))

/** From which day somebody does not supervise any longer who did; null where their time does not become shorter. */
function leaves(was: readonly RecordedSpan[], is: readonly RecordedSpan[]): Day | null {
  if (was.length === 0) return null
  const [had, has] = [was, is].map((spans) => (spans.length > 0 ? latest(spans.map(({ until }) => until)) : undefined))
  if (has === undefined) return was.map(({ from }) => from).reduce((a, b) => (before(a, b) ? a : b))
  return has && (!had || before(has, had)) ? has : null
}

/**
 * Says of each supervisor whom the rows of one trainee let go where a report of theirs is half written, and until when
 * they may finish it (decision 67).
 */
export function noteBegun(
  rows: readonly Wish[],
  { was, is }: Record<'was' | 'is', readonly RecordedSpan[]>,
  begun: readonly Begun[],
  { today, names }: World,
): void {
  const { trainee, findings, cells } = rows[0]!
  const mine = begun.filter(({ enrolmentId }) => enrolmentId === trainee.enrolmentId)
  for (const { personId } of mine)
    for (const kind of ['educational', 'clinical'] as const) {
      const of = (spans: readonly RecordedSpan[]) =>
        spans.filter((one) => one.personId === personId && one.kind === kind)
      const end = leaves(of(was), of(is))
      if (!end) continue
      const until = lastOfGrace(end.toString())
      // Whoever is taken off altogether never supervised, by the record, and so has nothing left to finish.
      const may = of(is).length > 0 && !before(until, today)
      const what = may ? `may finish it until ${date(until)}` : 'cannot finish it once this is applied'
      const text = `${names.get(personId) ?? 'Somebody'} has begun a report about ${trainee.name} and ${what}.`
      findings.add('warning', 'begun', text, cells[kind satisfies SupervisionKind] ?? null)
    }
}
