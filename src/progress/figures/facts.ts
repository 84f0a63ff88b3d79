import { Temporal } from 'temporal-polyfill'
import { dateIn } from '../../kit/clock.ts'
import type { DbOrTx } from '../../kit/context.ts'
import { plainDate } from '../../kit/periods.ts'
import type { Pack, Requirement } from '../../programmes/index.ts'
import {
  historyFrom,
  isEventful,
  stretchesOf,
  type TimeHistory,
  type TimeRow,
  timeColumns,
} from '../../training/index.ts'
import { type Candidate, type Facts, formsReadBy, readsAbsences, readsJudgements, readsLinks } from '../rules/index.ts'

interface EnrolmentRow {
  id: string
  timeZone: string
  startsOn: Date
  endsOn: Date
  ftePercent: number
  reviewOn: Date | null
  evidenceDueOn: Date | null
  periods: { stageKey: string; from: string; until: string | null }[] | null
  placements: PlacementRow[] | null
  records: RecordColumns
  links: { recordId: string; formKey: string; itemKey: string; status: string; occurredOn: string }[] | null
  judgements: JudgementRow[] | null
  time: TimeRow
  absences: { id: string; kind: string; from: string; until: string; days: number }[] | null
  allowed: string[] | null
}

/**
 * Records column by column: for thousands of them the database makes a list of each column in a quarter of the time that
 * it needs for an object of each record. Null where there are none.
 */
type RecordColumns = { [K in keyof Candidate]: Candidate[K][] | null }

interface PlacementRow {
  from: string
  until: string | null
  title: string
  specialty: string | null
  siteId: string
  site: string
  track: string
}

interface JudgementRow {
  recordId: string
  itemKey: string
  kind: 'self' | 'supervisor' | 'panel'
  outcome: string
  level: number | null
  on: string
}

export interface LoadFacts {
  enrolmentId: string
  pack: Pack
  rules: readonly Requirement[]
  now: Temporal.Instant
}

/** Many records share few days, and a calendar date is dear to make: each is made once for all. */
const days = new Map<string, Temporal.PlainDate>()
const mostDays = 20_000

function day(iso: string): Temporal.PlainDate {
  const known = days.get(iso)
  if (known) return known
  if (days.size > mostDays) days.clear()
  const made = Temporal.PlainDate.from(iso)
  days.set(iso, made)
  return made
}

const perhaps = (iso: string | null) => (iso === null ? null : day(iso))

/** What these rules need to know of one portfolio; null where there is none. */
export async function loadFacts(db: DbOrTx, { enrolmentId, ...what }: LoadFacts): Promise<Facts | null> {
  return (await factsOfMany(db, [enrolmentId], what)).get(enrolmentId) ?? null
}

/**
 * What these rules need to know of portfolios, in one query: only the records of their forms, and only what those declare
 * as facts. What a supervisor still holds back does not exist here, so that no figure gives it away.
 */
export async function factsOfMany(
  db: DbOrTx,
  enrolmentIds: readonly string[],
  { pack, rules, now }: Omit<LoadFacts, 'enrolmentId'>,
): Promise<Map<string, Facts>> {
  const forms = [...new Set(rules.flatMap((rule) => formsReadBy(rule, pack)))]
  const links = rules.some((rule) => readsLinks(rule, pack))
  const judgements = rules.some((rule) => readsJudgements(rule, pack))
  const rows = await db.$queryRaw<EnrolmentRow[]>`
    select e.id, pr."timeZone", e."startsOn", e."endsOn", e."ftePercent", e."reviewOn", e."evidenceDueOn",
      (select json_agg(json_build_object('stageKey', s."stageKey", 'from', s."from", 'until', s.until) order by s."from")
        from "StagePeriod" s where s."enrolmentId" = e.id) as periods,
      (select json_agg(json_build_object('from', p."from", 'until', p.until, 'title', p.title, 'specialty', p.specialty,
          'siteId', p."siteId", 'site', si.name, 'track', p.track) order by p."from", p.track)
        from "Placement" p join "Site" si on si.id = p."siteId" where p."enrolmentId" = e.id) as placements,
      (select json_build_object('id', json_agg(r.id), 'formKey', json_agg(r."formKey"), 'status', json_agg(r.status),
          'occurredOn', json_agg(r."occurredOn"), 'completedOn', json_agg((r."completedAt" at time zone pr."timeZone")::date),
          'assessorId', json_agg(r."assessorId"), 'facts', json_agg(r.facts),
          'collegeLoaded', json_agg(r."authorId" <> r."personId" and r.kind in ('exam', 'certificate')))
        from (select id, "formKey", status, "occurredOn", "completedAt", "assessorId", "authorId", "personId", kind, facts
          from "Record" where "enrolmentId" = e.id and "formKey" = any(${forms}) and status <> 'held'
          order by "occurredOn", id) r) as records,
      (select json_agg(json_build_object('recordId', l."recordId", 'formKey', r."formKey", 'itemKey', l."itemKey", 'status', r.status,
          'occurredOn', r."occurredOn"))
        from "Link" l join "Record" r on r.id = l."recordId"
        where ${links} and l."enrolmentId" = e.id and r.status <> 'held') as links,
      (select json_agg(json_build_object('recordId', j."recordId", 'itemKey', j."itemKey", 'kind', j.kind,
          'outcome', j.outcome, 'level', j.level, 'on', (j.at at time zone pr."timeZone")::date) order by j.at, j."recordId")
        from "Judgement" j where ${judgements} and j."enrolmentId" = e.id) as judgements,
      ${timeColumns} as time,
      (select json_agg(json_build_object('id', a.id, 'kind', a.kind, 'from', a."from", 'until', a.until, 'days', a.days))
        from "Absence" a where ${rules.some(readsAbsences)} and a."enrolmentId" = e.id and a."withdrawnAt" is null) as absences,
      (select json_agg(al."recordId") from "AllowedEvidence" al where al."enrolmentId" = e.id) as allowed
    from "Enrolment" e join "Programme" pr on pr.id = e."programmeId" where e.id = any(${[...enrolmentIds]}::uuid[])`
  return new Map(rows.map((row) => [row.id, shaped(row, pack, now)]))
}

function shaped(row: EnrolmentRow, pack: Pack, now: Temporal.Instant): Facts {
  const today = dateIn(now, row.timeZone)
  const history = historyFrom(row.time, row)
  return {
    today,
    ...(isEventful(history) ? { time: stretchesOf(history) } : {}),
    allowed: new Set(row.allowed ?? []),
    away: awayOf(row, history, today),
    pack,
    startsOn: plainDate(row.startsOn),
    endsOn: plainDate(row.endsOn),
    ftePercent: row.ftePercent,
    reviewOn: row.reviewOn && plainDate(row.reviewOn),
    evidenceDueOn: row.evidenceDueOn && plainDate(row.evidenceDueOn),
    periods: (row.periods ?? []).map((one) => ({ ...one, from: day(one.from), until: perhaps(one.until) })),
    placement: placementOn(row, today),
    posts: (row.placements ?? []).map(({ track: _track, ...post }) => ({
      ...post,
      from: day(post.from),
      until: perhaps(post.until),
    })),
    records: recordsOf(row.records),
    links: row.links ?? [],
    judgements: (row.judgements ?? []).map((one, order) => ({ ...one, order })),
  }
}

/** Days away, and since when they count: from the last decision of a panel on. */
function awayOf(
  row: EnrolmentRow,
  { statuses, decisions }: TimeHistory,
  today: Temporal.PlainDate,
): NonNullable<Facts['away']> {
  const panels = decisions.filter(({ decider, decidedOn }) => decider === 'panel' && compare(decidedOn, today) <= 0)
  const reviewed = panels.map(({ decidedOn }) => decidedOn).sort(compare)
  return {
    absences: (row.absences ?? []).map((one) => ({ ...one, from: day(one.from), until: day(one.until) })),
    statuses,
    reviewedOn: reviewed.at(-1) ?? null,
  }
}

const compare = Temporal.PlainDate.compare

function placementOn(row: EnrolmentRow, today: Temporal.PlainDate): Facts['placement'] {
  const iso = today.toString()
  const main = (row.placements ?? []).filter(({ track }) => track === 'main')
  const now = main.find(({ from, until }) => from <= iso && (until === null || iso < until))
  return now ? { from: day(now.from), until: perhaps(now.until) } : null
}

function recordsOf({ id, formKey, status, occurredOn, completedOn, assessorId, collegeLoaded, facts }: RecordColumns) {
  return (id ?? []).map(
    (one, at): Candidate => ({
      id: one,
      formKey: formKey![at]!,
      status: status![at]!,
      occurredOn: occurredOn![at]!,
      completedOn: completedOn![at]!,
      assessorId: assessorId![at]!,
      collegeLoaded: collegeLoaded![at]!,
      facts: facts![at]!,
    }),
  )
}
