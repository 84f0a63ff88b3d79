import { type EnrolmentState, Prisma, type StatusKind } from '../../generated/client.ts'
import type { Ctx } from '../../kit/context.ts'
import type { Rules } from './facets.ts'

/** One line of a board: a trainee today, with prepared figures. Days are texts (2026-08-04). */
export interface TraineeRow {
  enrolmentId: string
  personId: string
  name: string
  programme: string
  packVersionId: string
  stageKey: string | null
  state: EnrolmentState
  ftePercent: number
  post: string | null
  site: string | null
  educational: string | null
  clinical: string | null
  reviewOn: string | null
  /** The last day of training as it stands now. */
  lastDay: string
  activeOn: string | null
  overdue: number
  behind: number
  /** Declarations that the trainee has still to make. */
  declarations: number
  /** Requests that wait for whoever looks. */
  waiting: number
  away: StatusKind | null
  /** Whole days away, where so many ask for a review. */
  absent: number | null
  /** Whether days without a post or an accredited hospital wait for somebody to rule on them. */
  unplaced: boolean
  /** The last day of being away, as expected. */
  awayUntil: string | null
  /** Whether the programme has an educational supervisor for each trainee. */
  supervised: boolean
  /** The same of a clinical supervisor. */
  supervisedClinically: boolean
}

/** A review this near is worth a look at the figures. */
const reviewWeeks = 8

/** Every trainee within `visible` today as a line of a board: one query whatever their number. */
export function traineeRows(visible: Prisma.Sql, ctx: Ctx, rules: Rules): Prisma.Sql {
  const today = Prisma.sql`${ctx.today.toString()}::date`
  const holds = (alias: string) =>
    Prisma.sql`${Prisma.raw(`${alias}."from"`)} <= ${today} and (${Prisma.raw(`${alias}.until`)} is null or ${Prisma.raw(`${alias}.until`)} > ${today})`
  const day = (column: Prisma.Sql) => Prisma.sql`to_char(${column}, 'YYYY-MM-DD')`
  return Prisma.sql`
    with mine as materialized (select e.id, e."packVersionId" from "Enrolment" e where e.state <> 'closed' and ${visible}),
      declared as (select split_part(pair, ' ', 1)::uuid as version, split_part(pair, ' ', 2) as rule
        from unnest(${rules.declarations}::text[]) pair),
      figures as (select f."enrolmentId", count(*) filter (where f.status = 'overdue')::int as overdue,
          count(*) filter (where f.status = 'short' and f.pace is not null and f.have < f.pace)::int as behind,
          count(*) filter (where f.status in ('short', 'overdue') and d.rule is not null)::int as declarations
        from mine m join "RuleFigure" f on f."enrolmentId" = m.id
          left join declared d on d.version = m."packVersionId" and d.rule = f."ruleId" group by 1),
      held as (select distinct on (s."enrolmentId", s.kind) s."enrolmentId", s.kind,
          concat_ws(' ', sp.title, sp."givenName", sp."familyName") as name
        from mine m join "Supervision" s on s."enrolmentId" = m.id join "Person" sp on sp.id = s."personId"
        where ${holds('s')} order by s."enrolmentId", s.kind, s.track)
    select e.id as "enrolmentId", e."personId", concat_ws(' ', p.title, p."givenName", p."familyName") as name, p."familyName",
      pr.name as programme, e."packVersionId", e.state, e."packVersionId" = any(${rules.supervised.educational}::uuid[]) as supervised,
      e."packVersionId" = any(${rules.supervised.clinical}::uuid[]) as "supervisedClinically",
      coalesce(e."reviewOn" between ${today} and ${ctx.today.add({ weeks: reviewWeeks }).toString()}::date, false) as "reviewSoon",
      e."ftePercent", ${day(Prisma.sql`e."reviewOn"`)} as "reviewOn", ${day(Prisma.sql`e."endsOn" - 1`)} as "lastDay",
      ${day(Prisma.sql`e."lastActiveAt" at time zone pr."timeZone"`)} as "activeOn",
      (select s."stageKey" from "StagePeriod" s where s."enrolmentId" = e.id and ${holds('s')} limit 1) as "stageKey",
      post.title as post, post.site, es.name as educational, cs.name as clinical,
      away.kind as away, ${day(Prisma.sql`away.until - 1`)} as "awayUntil",
      coalesce(figures.overdue, 0) as overdue, coalesce(figures.behind, 0) as behind,
      coalesce(figures.declarations, 0) as declarations,
      (select count(*)::int from "Record" r where r."enrolmentId" = e.id and r."assessorId" = ${ctx.actor.personId}::uuid
        and r.status = 'requested') as waiting
    from mine m join "Enrolment" e on e.id = m.id join "Person" p on p.id = e."personId" join "Programme" pr on pr.id = e."programmeId"
    left join lateral (select pl.title, si.name as site from "Placement" pl join "Site" si on si.id = pl."siteId"
      where pl."enrolmentId" = e.id and ${holds('pl')} order by pl.track limit 1) post on true
    left join lateral (select t.kind, t.until from "StatusPeriod" t where t."enrolmentId" = e.id and t."withdrawnAt" is null
        and t.kind <> 'grace'
        and ${holds('t')} and (t.counts = 0 or t."countsUntil" <= ${today}) order by t.until desc limit 1) away on true
    left join figures on figures."enrolmentId" = e.id
    left join held es on es."enrolmentId" = e.id and es.kind = 'educational'
    left join held cs on cs."enrolmentId" = e.id and cs.kind = 'clinical'`
}
