import { Prisma } from '../../generated/client.ts'
import type { Rules } from '../board/facets.ts'

/** What somebody can be without, as far as their programme wants it. */
export const gapKinds = ['post', 'director', 'educational', 'clinical'] as const
export type GapKind = (typeof gapKinds)[number]

/** The days looked at: from today to the end of the last week (exclusive), in weeks that begin on Mondays. */
export interface Ahead {
  today: string
  monday: string
  horizon: string
}

export const weeksAhead = 26

const range = (alias: string) => Prisma.raw(`daterange(${alias}."from", ${alias}.until)`)

/**
 * Two tables for a query, by name: `everyone`, the trainees within `visible` who are in training on some day ahead, and
 * `gaps`, for each kind the days ahead on which one of them is without. Days away from training need nobody (D16).
 */
export function gapTables(visible: Prisma.Sql, { supervised, directed }: Rules, ahead: Ahead): Prisma.Sql {
  const window = Prisma.sql`daterange(${ahead.today}::date, ${ahead.horizon}::date)`
  const supervision = (kind: string) => Prisma.sql`coalesce((select range_agg(${range('s')}) from "Supervision" s
    where s."enrolmentId" = t.id and s.kind = ${kind}::"SupervisionKind" and ${range('s')} && ${window}), '{}')`
  return Prisma.sql`
    everyone as materialized (
      select e.id, e."programmeId", e."packVersionId", concat_ws(' ', p.title, p."givenName", p."familyName") as name, p."familyName",
        datemultirange(daterange(e."startsOn", e."endsOn") * ${window}) - coalesce((select range_agg(${range('a')})
          from "StatusPeriod" a where a."enrolmentId" = e.id and a."withdrawnAt" is null and a.kind <> 'grace' and a.counts = 0), '{}') as days,
        coalesce((select range_agg(${range('pl')}) from "Placement" pl where pl."enrolmentId" = e.id), '{}') as posts
      from "Enrolment" e join "Person" p on p.id = e."personId"
      where e.state <> 'closed' and daterange(e."startsOn", e."endsOn") && ${window} and ${visible}),
    gaps as materialized (select * from (
      select t.id, 'post' as kind, t.days - t.posts as gap from everyone t
      union all select t.id, 'director', t.days * t.posts - coalesce((
          select range_agg(${range('pl')} * ${range('g')}) from "Placement" pl join "Grant" g on g."scopeKind" = 'site'
            and g."scopeId" = pl."siteId" and g.role = 'siteDirector' and (g."programmeId" is null or g."programmeId" = t."programmeId")
          where pl."enrolmentId" = t.id), '{}')
        from everyone t where t."packVersionId" = any(${directed}::uuid[])
      union all select t.id, 'educational', t.days - ${supervision('educational')}
        from everyone t where t."packVersionId" = any(${supervised.educational}::uuid[])
      union all select t.id, 'clinical', t.days - ${supervision('clinical')}
        from everyone t where t."packVersionId" = any(${supervised.clinical}::uuid[])) found
      where not isempty(gap))`
}
