import type { Temporal } from 'temporal-polyfill'
import { Prisma } from '../generated/client.ts'
import { holderOf } from '../identity/index.ts'
import type { DbOrTx } from '../kit/context.ts'
import type { Candidate } from './eligibility.ts'

/** Somebody to choose as an assessor, with why they are offered. */
export interface Colleague extends Candidate {
  name: string
  specialty: string | null
  /** 0 supervises now, 1 was asked in the last year, 2 works at the same site. */
  rank: 0 | 1 | 2
}

const usual = 9

/**
 * Who is likely to be asked, in one query: the trainee's supervisors, whom they asked in the last year, and who supervises
 * or holds a role at their present hospitals; those in a `wanted` relation come first, wherever their role holds. `also`
 * adds people by id (somebody typed in by address).
 */
export async function colleaguesOf(
  db: DbOrTx,
  enrolmentId: string,
  today: Temporal.PlainDate,
  { also = [], wanted = [] }: { also?: readonly string[]; wanted?: readonly string[] } = {},
): Promise<Colleague[]> {
  const on = Prisma.sql`${today.toString()}::date`
  const yearAgo = today.subtract({ years: 1 }).toString()
  return db.$queryRaw<Colleague[]>`
    with here as (
      select e.id, e."personId", e."programmeId", pr."networkId", pr."collegeId",
        array(select pl."siteId" from "Placement" pl where pl."enrolmentId" = e.id and pl."from" <= ${on}
          and (pl.until is null or pl.until > ${on})) as "siteIds"
      from "Enrolment" e join "Programme" pr on pr.id = e."programmeId" where e.id = ${enrolmentId}::uuid
    ), held as (
      select g."personId", g.role, g."scopeKind" from "Grant" g, here
        where g."from" <= ${on} and (g.until is null or g.until > ${on})
          and (g."programmeId" is null or g."programmeId" = here."programmeId")
          and ((g."scopeKind" = 'site' and g."scopeId" = any(here."siteIds"))
            or (g."scopeKind" = 'programme' and g."scopeId" = here."programmeId")
            or (g."scopeKind" = 'network' and g."scopeId" = here."networkId"))
    ), circle as (
      select s."personId" as id, 0 as rank, null::date as at,
          case s.kind when 'educational' then 'educationalSupervisor' else 'clinicalSupervisor' end = any(${[...wanted]}) as wanted
        from "Supervision" s, here
        where s."enrolmentId" = here.id and s."from" <= ${on} and (s.until is null or s.until > ${on})
      union all
      select r."assessorId", 1, max(r."occurredOn"), false from "Record" r, here
        where r."enrolmentId" = here.id and r."assessorId" is not null and r."occurredOn" >= ${yearAgo}::date
        group by r."assessorId"
      union all
      select s."personId", 2, null, false from "Supervision" s join "Placement" pl on pl."enrolmentId" = s."enrolmentId", here
        where pl."siteId" = any(here."siteIds") and pl."from" <= ${on} and (pl.until is null or pl.until > ${on})
          and s."from" <= ${on} and (s.until is null or s.until > ${on})
      union all
      select held."personId", 2, null, held.role = any(${[...wanted]})
        from held where held."scopeKind" = 'site' or held.role = any(${[...wanted]})
      union all
      select added.id, 3, null, false from unnest(${[...also]}::uuid[]) as added(id)
    ), ranked as (
      select circle.id, min(circle.rank) as rank, max(circle.at) as at, bool_or(circle.wanted) as wanted, bool_or(circle.rank = 3) as added
        from circle, here where circle.id <> here."personId" or circle.rank = 3 group by circle.id
        order by added desc, wanted desc, rank, at desc nulls last limit ${usual + also.length}
    )
    select p.id as "personId", concat_ws(' ', p.title, p."givenName", nullif(p."familyName", '')) as name, p.grade, p.specialty,
      ranked.rank, coalesce(a.state::text, 'none') as account,
      array(
        select case s.kind when 'educational' then 'educationalSupervisor' else 'clinicalSupervisor' end
          from "Supervision" s, here where s."enrolmentId" = here.id and s."personId" = p.id and s."from" <= ${on}
            and (s.until is null or s.until > ${on})
        union
        select held.role from held where held."personId" = p.id
      ) as relations
    from ranked join "Person" p on p.id = ranked.id left join "Account" a on a."personId" = p.id
    order by ranked.wanted desc, ranked.rank, ranked.at desc nulls last, p."familyName"`
}

/** The person behind an address, if there is one. */
export async function personByEmail(db: DbOrTx, normalised: string): Promise<string | null> {
  return (await holderOf(db, normalised))?.person.id ?? null
}
