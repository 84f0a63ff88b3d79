import { Prisma } from '../../generated/client.ts'
import { type Finder, scoped } from '../../kit/scope.ts'
import { packsOf, rulesOf } from '../board/facets.ts'
import { hasBoard } from '../board/find.ts'
import { seesStaffing } from '../board/reasons.ts'
import { listPolicy } from '../policy.ts'

/** Somebody who supervises or is asked, and how much of it there is in these programmes. */
export interface SupervisorLoad {
  personId: string
  name: string
  detail: string
  educational: number
  clinical: number
  /** Reports that their trainees' programme wants of the educational supervisor, and that are overdue. */
  overdue: number
  /** Requests that wait for them, and since when the oldest does (2026-08-04). */
  open: number
  since: string | null
  /** When their time with trainees ends next before training does, and with how many; null where none does. */
  ends: { until: string; trainees: number } | null
  /** The days on which somebody covers for them next, and who. */
  covered: { from: string; until: string | null; by: string } | null
}

export const loadSorts = ['name', 'educational', 'clinical', 'overdue', 'open', 'since'] as const
export type LoadSort = (typeof loadSorts)[number]
export const loadFilters = ['all', 'overdue', 'open', 'several'] as const
export type LoadFilter = (typeof loadFilters)[number]

export interface LoadList {
  rows: SupervisorLoad[]
  counts: Record<LoadFilter, number>
  asked: { show: LoadFilter; sort: LoadSort; q: string }
  supervision: { educational: boolean; clinical: boolean }
}

/** From so many trainees on somebody has several. */
export const several = 5
const most = 500

const shown: Record<LoadFilter, (row: SupervisorLoad) => boolean> = {
  all: () => true,
  overdue: ({ overdue }) => overdue > 0,
  open: ({ open }) => open > 0,
  several: ({ educational, clinical }) => educational + clinical >= several,
}

const orders: Record<LoadSort, (a: SupervisorLoad, b: SupervisorLoad) => number> = {
  name: () => 0,
  educational: (a, b) => b.educational - a.educational,
  clinical: (a, b) => b.clinical - a.clinical,
  overdue: (a, b) => b.overdue - a.overdue,
  open: (a, b) => b.open - a.open,
  since: (a, b) => (a.since ?? '9').localeCompare(b.since ?? '9'),
}

/** The supervisors of the acting role's programmes with their load today (C12): one query. */
export const findLoad: Finder<LoadList> = scoped<Prisma.Sql, LoadList>(listPolicy, async (visible, ctx) => {
  if (!hasBoard(ctx) || !seesStaffing(ctx.actor)) return null
  const { reports, supervised } = rulesOf(await packsOf(ctx))
  const today = Prisma.sql`${ctx.today.toString()}::date`
  const rows = await ctx.db.$queryRaw<SupervisorLoad[]>`
    with everyone as materialized (select e.id, e."packVersionId", e."endsOn" from "Enrolment" e where e.state <> 'closed' and ${visible}),
      held as (select s."personId", s."enrolmentId", s.kind, s.track, s.until, e."endsOn", e."packVersionId" from "Supervision" s join everyone e on e.id = s."enrolmentId"
        where s."from" <= ${today} and (s.until is null or s.until > ${today})),
      trainees as (select "personId", count(distinct "enrolmentId") filter (where kind = 'educational')::int as educational,
        count(distinct "enrolmentId") filter (where kind = 'clinical')::int as clinical from held group by 1),
      late as (select h."personId", count(*)::int as overdue from held h join "RuleFigure" f on f."enrolmentId" = h."enrolmentId"
        where h.kind = 'educational' and f.status = 'overdue'
          and h."packVersionId" || ' ' || f."ruleId" = any(${reports}::text[]) group by 1),
      ends as (select distinct on (x."personId") x."personId", json_build_object('until', x.until, 'trainees', x.count) as ends
        from (select h."personId", h.until, count(distinct h."enrolmentId")::int as count from held h
          where h.until < h."endsOn" and h.track <> 'cover' group by 1, 2) x order by x."personId", x.until),
      covers as (select distinct on (h."personId") h."personId", json_build_object('from', c."from", 'until', c.until,
          'by', concat_ws(' ', cp.title, cp."givenName", cp."familyName")) as covered
        from held h join "Supervision" c on c."enrolmentId" = h."enrolmentId" and c.kind = h.kind and c.track = 'cover'
            and c."personId" <> h."personId" and (c.until is null or c.until > ${today}) and (h.until is null or c."from" < h.until)
          join "Person" cp on cp.id = c."personId"
        where h.track = 'main' order by h."personId", c."from", c.id),
      asked as (select r."assessorId" as "personId", count(*)::int as open, to_char(min(r."createdAt"), 'YYYY-MM-DD') as since
        from "Record" r join everyone e on e.id = r."enrolmentId" where r.status = 'requested' and r."assessorId" is not null group by 1)
    select p.id as "personId", concat_ws(' ', p.title, p."givenName", p."familyName") as name, concat_ws(', ', p.grade, p.specialty) as detail,
      coalesce(t.educational, 0) as educational, coalesce(t.clinical, 0) as clinical, coalesce(l.overdue, 0) as overdue,
      coalesce(a.open, 0) as open, a.since, en.ends, co.covered
    from trainees t full join asked a on a."personId" = t."personId"
      join "Person" p on p.id = coalesce(t."personId", a."personId") left join late l on l."personId" = p.id
      left join ends en on en."personId" = p.id left join covers co on co."personId" = p.id
    order by p."familyName" collate "und-x-icu", p."givenName", p.id limit ${most}`
  const show = loadFilters.find((one) => one === ctx.query.show) ?? 'all'
  const sort = loadSorts.find((one) => one === ctx.query.sort) ?? 'name'
  const q = (ctx.query.q ?? '').trim().slice(0, 100)
  const named = rows.filter(({ name }) => name.toLowerCase().includes(q.toLowerCase()))
  return {
    rows: named.filter(shown[show]).sort(orders[sort]),
    counts: Object.fromEntries(loadFilters.map((one) => [one, named.filter(shown[one]).length])) as LoadList['counts'],
    asked: { show, sort, q },
    supervision: { educational: supervised.educational.length > 0, clinical: supervised.clinical.length > 0 },
  }
})
