import type { Temporal } from 'temporal-polyfill'
import type { Values } from '../../forms/index.ts'
import { mailAddress } from '../../identity/index.ts'
import type { DbOrTx } from '../../kit/context.ts'

/** Somebody whom the trainee works with, or asked before. */
export interface CircleRow {
  id: string
  name: string
  detail: string | null
  email: string | null
  relation: string | null
}

/** What surrounds a form: places, people, the last one of its kind, files. */
export interface Surroundings {
  sites: { id: string; name: string }[]
  people: CircleRow[]
  last: Values | null
  files: { id: string; name: string; size: number }[]
  ownEmail: string | null
  /** "GMC 1234567". */
  ownRegistration: string | null
  /** Their own details, where they write themselves. */
  ownDetails: { dateOfBirth?: string | null; gender?: string | null } | null
  /** The day of the last decision of a panel, and of the coming review. */
  reviewedOn: string | null
  reviewOn: string | null
  /** Posts since the last review, and of the last twelve months at least, the first first; `to` is a last day, and no day to come. */
  posts: PastPost[]
}

export interface PastPost {
  /** Every post on record is training. */
  type: 'training'
  site: string
  location: string | null
  role: string
  from: string
  to: string | null
}

interface Asked {
  portfolio: { id: string; personId: string }
  formKey: string
  fileIds: readonly string[]
  today: Temporal.PlainDate
  /** Only their own last form is offered to be copied. */
  writerId: string
}

/** One query for everything that surrounds a form. The caller has established that the actor reaches the portfolio. */
export async function surroundingsOf(db: DbOrTx, asked: Asked): Promise<Surroundings> {
  const { portfolio, formKey } = asked
  const today = asked.today.toString()
  const yearAgo = asked.today.subtract({ months: 12 }).toString()
  const [row] = await db.$queryRaw<[Surroundings]>`
    with circle as (
      select s."personId" as id, case s.kind when 'educational' then 'educationalSupervisor' else 'clinicalSupervisor' end as relation,
        0 as rank, s."from" as at
      from "Supervision" s where s."enrolmentId" = ${portfolio.id}::uuid and s."from" <= ${today}::date
        and (s.until is null or s.until > ${today}::date)
      union all
      select g."personId", g.role, 1, g."from"
      from "Grant" g join "Enrolment" e on e.id = ${portfolio.id}::uuid join "Placement" pl on pl."enrolmentId" = e.id
      where g."scopeKind" = 'site' and g."scopeId" = pl."siteId" and g.role <> 'clinicalSupervisor'
        and (g."programmeId" is null or g."programmeId" = e."programmeId")
        and g."from" <= ${today}::date and (g.until is null or g.until > ${today}::date)
        and pl."from" <= ${today}::date and (pl.until is null or pl.until > ${today}::date)
      union all
      select r."assessorId", 'recentAssessor', 2, max(r."occurredOn")
      from "Record" r where r."enrolmentId" = ${portfolio.id}::uuid and r."assessorId" is not null
        and r."occurredOn" >= ${yearAgo}::date group by 1
    ), people as (
      select distinct on (c.id) c.id, c.relation, c.rank, c.at from circle c order by c.id, c.rank
    ), reviewed as (
      select max(c."decidedOn") as day from "CompletionDecision" c where c."enrolmentId" = ${portfolio.id}::uuid
        and c."withdrawnAt" is null and c.decider = 'panel' and c."decidedOn" <= ${today}::date
    )
    select
      (select coalesce(json_agg(json_build_object('id', si.id, 'name', si.name) order by si.name), '[]'::json)
        from "Enrolment" e join "Programme" pr on pr.id = e."programmeId" join "Site" si on si."networkId" = pr."networkId"
        where e.id = ${portfolio.id}::uuid) as sites,
      (select coalesce(json_agg(json_build_object('id', p.id, 'name', concat_ws(' ', p.title, p."givenName", p."familyName"),
          'detail', nullif(concat_ws(', ', p.grade, p.specialty), ''), 'relation', c.relation,
          'email', ${mailAddress})
          order by c.rank, c.at desc, p."familyName"), '[]'::json)
        from people c join "Person" p on p.id = c.id) as people,
      (select r."values" from "Record" r where r."enrolmentId" = ${portfolio.id}::uuid and r."formKey" = ${formKey}
        and r."authorId" = ${asked.writerId}::uuid and r.status in ('submitted', 'signed') order by r."createdAt" desc, r.id desc limit 1) as last,
      (select coalesce(json_agg(json_build_object('id', f.id, 'name', f.name, 'size', f.size)), '[]'::json)
        from "StoredFile" f where (f.id = any(${[...asked.fileIds]}::uuid[]) and f."ownerId" in (${portfolio.personId}::uuid, ${asked.writerId}::uuid))
          or (f."ownerId" = ${asked.writerId}::uuid and f.purpose = 'record'
            and not exists (select 1 from "RecordFile" rf where rf."fileId" = f.id))) as files,
      (select ${mailAddress} from "Person" p where p.id = ${portfolio.personId}::uuid) as "ownEmail",
      (select upper(i.kind::text) || ' ' || i.value from "Identifier" i where i."personId" = ${portfolio.personId}::uuid
        and i.kind not in ('email', 'memberId') order by i."verifiedAt" nulls last, i.id limit 1) as "ownRegistration",
      (select day::text from reviewed) as "reviewedOn",
      (select e."reviewOn"::text from "Enrolment" e where e.id = ${portfolio.id}::uuid and e."reviewOn" >= ${today}::date) as "reviewOn",
      (select p.details from "Person" p where p.id = ${portfolio.personId}::uuid and p.id = ${asked.writerId}::uuid) as "ownDetails",
      (select coalesce(json_agg(json_build_object('site', si.name, 'location', si.town, 'role', pl.title, 'from', pl."from", 'type', 'training', 'to', least(pl.until - 1, ${today}::date))
          order by pl."from", pl.track), '[]'::json)
        from "Placement" pl join "Site" si on si.id = pl."siteId" where pl."enrolmentId" = ${portfolio.id}::uuid
          and pl."from" <= ${today}::date
          and (pl.until is null or pl.until > least(${yearAgo}::date, (select coalesce(re.day + 1, e."startsOn")
            from "Enrolment" e, reviewed re where e.id = ${portfolio.id}::uuid)))) as posts`
  return row
}
