import type { Temporal } from 'temporal-polyfill'
import { Prisma } from '../generated/client.ts'
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
 * or tutors at their present site. `also` adds people by id (somebody typed in by address).
 */
export async function colleaguesOf(
  db: DbOrTx,
  enrolmentId: string,
  today: Temporal.PlainDate,
  also: readonly string[] = [],
): Promise<Colleague[]> {
  const on = Prisma.sql`${today.toString()}::date`
  const yearAgo = today.subtract({ years: 1 }).toString()
  return db.$queryRaw<Colleague[]>`
    with here as (
      select e.id, e."personId", e."programmeId", pr."networkId", pr."collegeId",
        (select pl."siteId" from "Placement" pl where pl."enrolmentId" = e.id and pl."from" <= ${on}
          and (pl.until is null or pl.until > ${on}) order by pl.track limit 1) as "siteId"
      from "Enrolment" e join "Programme" pr on pr.id = e."programmeId" where e.id = ${enrolmentId}::uuid
    ), circle as (
      select s."personId" as id, 0 as rank, null::date as at from "Supervision" s, here
        where s."enrolmentId" = here.id and s."from" <= ${on} and (s.until is null or s.until > ${on})
      union all
      select r."assessorId", 1, max(r."occurredOn") from "Record" r, here
        where r."enrolmentId" = here.id and r."assessorId" is not null and r."occurredOn" >= ${yearAgo}::date
        group by r."assessorId"
      union all
      select s."personId", 2, null from "Supervision" s join "Placement" pl on pl."enrolmentId" = s."enrolmentId", here
        where pl."siteId" = here."siteId" and pl."from" <= ${on} and (pl.until is null or pl.until > ${on})
          and s."from" <= ${on} and (s.until is null or s.until > ${on})
      union all
      select g."personId", 2, null from "Grant" g, here
        where g."scopeKind" = 'site' and g."scopeId" = here."siteId" and g."from" <= ${on}
          and (g.until is null or g.until > ${on}) and (g."programmeId" is null or g."programmeId" = here."programmeId")
      union all
      select added.id, 3, null from unnest(${[...also]}::uuid[]) as added(id)
    ), ranked as (
      select circle.id, min(circle.rank) as rank, max(circle.at) as at from circle, here
        where circle.id <> here."personId" or circle.rank = 3 group by circle.id order by 2, 3 desc nulls last limit ${usual + also.length}
    )
    select p.id as "personId", concat_ws(' ', p.title, p."givenName", nullif(p."familyName", '')) as name, p.grade, p.specialty,
      ranked.rank, coalesce(a.state::text, 'none') as account,
      array(
        select case s.kind when 'educational' then 'educationalSupervisor' else 'clinicalSupervisor' end
          from "Supervision" s, here where s."enrolmentId" = here.id and s."personId" = p.id and s."from" <= ${on}
            and (s.until is null or s.until > ${on})
        union
        select g.role from "Grant" g, here where g."personId" = p.id and g."from" <= ${on}
          and (g.until is null or g.until > ${on})
          and ((g."scopeKind" = 'site' and g."scopeId" = here."siteId")
            or (g."scopeKind" = 'programme' and g."scopeId" = here."programmeId")
            or (g."scopeKind" = 'network' and g."scopeId" = here."networkId"))
          and (g."programmeId" is null or g."programmeId" = here."programmeId")
      ) as relations
    from ranked join "Person" p on p.id = ranked.id left join "Account" a on a."personId" = p.id
    order by ranked.rank, ranked.at desc nulls last, p."familyName"`
}

/** The person behind an address, if there is one. */
export async function personByEmail(db: DbOrTx, normalised: string): Promise<string | null> {
  const row = await db.identifier.findUnique({
    where: { kind_normalised: { kind: 'email', normalised } },
    select: { personId: true },
  })
  return row?.personId ?? null
}
