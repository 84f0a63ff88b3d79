import { Prisma } from '../generated/client.ts'
import { toJsDate } from '../kit/clock.ts'
import type { Ctx } from '../kit/context.ts'
import type { Actor } from '../policy/index.ts'
import { audienceOf } from './audiences.ts'

/** An announcement as its readers get it. Days as PostgreSQL writes them; `until` is exclusive. */
export interface Announced {
  id: string
  title: string
  text: string
  from: string
  until: string
  writtenByName: string
  writtenByRole: string
}

/** Whether programme `pr` is one in which the actor acts. */
function actsIn({ reach, own }: Actor): Prisma.Sql {
  if (reach.by === 'self') return Prisma.sql`pr.id = ${own?.programmeId ?? null}::uuid`
  if (reach.by === 'programmes') return Prisma.sql`pr.id = any(${reach.ids}::uuid[])`
  if (reach.by !== 'enrolments') return Prisma.sql`false`
  return Prisma.sql`pr.id in (select e."programmeId" from "Enrolment" e where e.id = any(${[...reach.ids, ...reach.sent]}::uuid[]))`
}

/** Whether somebody was asked to assess in programme `pr`, whatever role they act in now. */
const assessedIn = (personId: string): Prisma.Sql => Prisma.sql`exists (select 1 from "Record" r
  join "Enrolment" e on e.id = r."enrolmentId" where r."assessorId" = ${personId}::uuid and e."programmeId" = pr.id)`

/**
 * Whether announcement `a` is for the actor: not withdrawn, its first day reached where its programme is, and where
 * `running` its last day not past.
 */
export function isFor(actor: Actor, { now }: Pick<Ctx, 'now'>, running: boolean): Prisma.Sql {
  const today = Prisma.sql`(${toJsDate(now)}::timestamptz at time zone pr."timeZone")::date`
  const audience = audienceOf(actor.relation)
  const asked =
    actor.relation === 'trainee'
      ? Prisma.sql`false`
      : Prisma.sql`('assessors' = any(a.audiences) and ${assessedIn(actor.personId)})`
  return Prisma.sql`(a."withdrawnAt" is null and exists (select 1 from "Programme" pr where pr.id = any(a."programmeIds")
    and a."from" <= ${today} ${running ? Prisma.sql`and a.until > ${today}` : Prisma.empty}
    and ((${audience}::text = any(a.audiences) and ${actsIn(actor)}) or ${asked})))`
}

/** What a reader is told of announcement `a`. */
export const announced = Prisma.sql`a.id, a.title, a.text, a."from"::text as "from", a.until::text as until,
  a."writtenByName", a."writtenByRole"`

const shown = 3

/**
 * The announcements that run today and that the actor has not put away, as one JSON column within a query of the home page
 * (so that they cost none of their own).
 */
export const announcementsFor = (actor: Actor, ctx: Pick<Ctx, 'now'>): Prisma.Sql => Prisma.sql`
  (select json_agg(x) from (select ${announced} from "Announcement" a where ${isFor(actor, ctx, true)}
    and not exists (select 1 from "AnnouncementAway" w where w."announcementId" = a.id
      and w."personId" = ${actor.personId}::uuid and w.at >= a."shownSince")
    order by a."from" desc, a.id desc limit ${shown}) x)`
