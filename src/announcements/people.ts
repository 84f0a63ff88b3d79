import type { Temporal } from 'temporal-polyfill'
import { Prisma } from '../generated/client.ts'
import { confirmedAddress } from '../identity/index.ts'
import { toJsDate } from '../kit/clock.ts'
import type { DbOrTx } from '../kit/context.ts'
import { type AudienceKey, audiences } from './audiences.ts'

/** Somebody with an account who belongs to an audience today, with their first verified address. */
export interface Reader {
  personId: string
  name: string
  address: string | null
}

/** Whether programme `pr` lies within a grant `g` on a day; at a site, where a trainee of the programme is there then. */
const granted = (
  today: Prisma.Sql,
): Prisma.Sql => Prisma.sql`((g."programmeId" is null or g."programmeId" = pr.id) and case
  g."scopeKind" when 'installation' then true when 'college' then g."scopeId" = pr."collegeId"
  when 'network' then g."scopeId" = pr."networkId" when 'programme' then g."scopeId" = pr.id
  when 'site' then exists (select 1 from "Placement" pl join "Enrolment" e on e.id = pl."enrolmentId"
    where pl."siteId" = g."scopeId" and e."programmeId" = pr.id and pl."from" <= ${today} and (pl.until is null or pl.until > ${today}))
  else false end)`

const supervising: Record<string, string> = { educationalSupervisor: 'educational', clinicalSupervisor: 'clinical' }

/** Ids of the people of one audience in programme `pr`. */
function peopleOf(key: AudienceKey, today: Prisma.Sql): Prisma.Sql {
  if (key === 'trainees')
    return Prisma.sql`select e."personId" from "Enrolment" e where e."programmeId" = pr.id and e.state <> 'closed'`
  if (key === 'assessors')
    return Prisma.sql`select r."assessorId" from "Record" r join "Enrolment" e on e.id = r."enrolmentId"
      where e."programmeId" = pr.id and r."assessorId" is not null`
  const roles: string[] = [...audiences[key].relations]
  const kinds = roles.flatMap((role) => supervising[role] ?? [])
  return Prisma.sql`select s."personId" from "Supervision" s join "Enrolment" e on e.id = s."enrolmentId"
      where e."programmeId" = pr.id and s.kind::text = any(${kinds}::text[])
        and s."from" <= ${today} and (s.until is null or s.until > ${today})
    union select g."personId" from "Grant" g where g.role = any(${roles}::text[])
      and g."from" <= ${today} and (g.until is null or g.until > ${today}) and ${granted(today)}`
}

/** Everybody with an active account who belongs to one of the audiences in one of the programmes today, once each. */
export function readersOf(
  db: DbOrTx,
  to: { programmeIds: readonly string[]; audiences: readonly string[] },
  now: Temporal.Instant,
): Promise<Reader[]> {
  const today = Prisma.sql`(${toJsDate(now)}::timestamptz at time zone pr."timeZone")::date`
  const keys = (Object.keys(audiences) as AudienceKey[]).filter((key) => to.audiences.includes(key))
  if (keys.length === 0) return Promise.resolve([])
  const all = Prisma.join(
    keys.map((key) => peopleOf(key, today)),
    ' union ',
  )
  return db.$queryRaw<Reader[]>`
    select distinct p.id as "personId", concat_ws(' ', p.title, p."givenName", p."familyName") as name,
      ${confirmedAddress} as address
    from "Programme" pr cross join lateral (${all}) x("personId")
      join "Person" p on p.id = x."personId" join "Account" a on a."personId" = p.id and a.state = 'active'
    where pr.id = any(${[...to.programmeIds]}::uuid[])`
}
