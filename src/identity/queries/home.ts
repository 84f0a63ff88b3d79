import { Prisma } from '../../generated/client.ts'
import type { Ctx } from '../../kit/context.ts'
import type { PeopleReach } from '../policy.ts'
import { grantPlace } from './grants.ts'

/**
 * What ties a person `p` to colleges: since when it stands on record, from which day it is, and whether it lasts on the
 * day. Training lasts until it is closed, a role until its end, supervision for a year more (between two trainees nobody
 * leaves). Invitations and being taken up say nothing of their end: they last until something that came of them is over.
 * What was corrected away counts for when a college first had somebody, and for nothing else.
 */
const ties = (day: Prisma.Sql): Prisma.Sql => Prisma.sql`
  select pr."collegeId" as college, e."createdAt" as at, e."startsOn" as day, e.state <> 'closed' as lasts, true as stands
    from "Enrolment" e join "Programme" pr on pr.id = e."programmeId" where e."personId" = p.id
  union all select pr."collegeId", s."createdAt", s."from", s.until is null or s.until > ${day} - interval '1 year', true
    from "Supervision" s join "Enrolment" e on e.id = s."enrolmentId" join "Programme" pr on pr.id = e."programmeId"
    where s."personId" = p.id
  union all select pr."collegeId", s."createdAt", s."from", null, false
    from "CorrectedSupervision" s join "Enrolment" e on e.id = s."enrolmentId" join "Programme" pr on pr.id = e."programmeId"
    where s."personId" = p.id
  union all select coalesce(pr."collegeId", n."collegeId", c.id, sn."collegeId"), g."createdAt", g."from",
    g.until is null or g.until > ${day}, true
    from "Grant" g ${grantPlace} left join "Programme" pr on pr.id = coalesce(g."programmeId", gp.id)
      left join "Network" sn on sn.id = si."networkId" where g."personId" = p.id
  union all select (l.data->>'collegeId')::uuid, l."createdAt", null, null, true
    from "LinkToken" l where l."personId" = p.id and l.purpose = 'invitation' and l.data ? 'collegeId'
  union all select u."collegeId", u."takenUpAt", null, null, true from "TakenUp" u where u."personId" = p.id`

/**
 * The college that looks after the account of a person `p` (its id; null where nothing ties them to any): the one that had
 * them first, as long as something there lasts; then the next one. Another college that chooses, invites or takes up
 * somebody, or gives them a role, never becomes it by that, whatever days it writes: what counts is when it was recorded.
 * Where nothing lasts anywhere, the first one stays.
 */
export const homeCollege = (today: string): Prisma.Sql => Prisma.sql`(
  select t.college from (${ties(Prisma.sql`${today}::date`)}) t where t.college is not null
  group by t.college having bool_or(t.stands)
  order by coalesce(bool_or(t.lasts), true) desc, min(t.at), min(t.day), t.college limit 1)`

/** Whether the account of a person `p` is looked after by a college of these programmes; so where nothing ties them to any. */
export const isHome = ({ programmeIds }: PeopleReach, today: string): Prisma.Sql => Prisma.sql`
  coalesce(${homeCollege(today)} in (select "collegeId" from "Programme" where id = any(${programmeIds}::uuid[])), true)`

/** The college that looks after somebody's account; null where nothing ties them to any. */
export async function homeCollegeOf(ctx: Pick<Ctx, 'db' | 'today'>, personId: string) {
  const [row] = await ctx.db.$queryRaw<{ id: string; name: string }[]>`
    select c.id, c.name from "Person" p join "College" c on c.id = ${homeCollege(ctx.today.toString())}
    where p.id = ${personId}::uuid`
  return row ?? null
}
