import { Temporal } from 'temporal-polyfill'
import { Prisma } from '../generated/client.ts'
import type { DbOrTx } from '../kit/context.ts'
import { lastDay } from '../kit/periods.ts'
import { date, plural } from '../kit/ui.ts'

/** How many trainees at once there is room for at a site, from when to when. Days are ISO, ends exclusive. */
export interface Limit {
  siteId: string
  /** Whose trainees are counted; null for those of all programmes together. */
  programmeId: string | null
  capacity: number
  from: string
  until: string | null
}

/** Somebody's days at a site. */
export interface Guest {
  siteId: string
  programmeId: string
  enrolmentId: string
  from: string
  until: string | null
}

/** Days on which more trainees are at a site than a limit says, and the most there are at once. */
export interface Crowding {
  limit: Limit
  from: string
  until: string | null
  count: number
}

/** Limits, and who is there. */
export interface Rooms {
  limits: Limit[]
  guests: Guest[]
}

/**
 * The one rule of capacity (D16, R131): a programme's trainees at a site are at most as many as the accreditation of that
 * day says; those of all programmes together at most as many as the site takes. Where both are known both hold, each by
 * itself; where neither is, there is no limit. Somebody with two posts there is one. Pure.
 * @param today days before it are left out
 */
export function crowdings({ limits, guests }: Rooms, today: string): Crowding[] {
  const there = new Map<string, Guest[]>()
  for (const guest of guests) {
    const known = there.get(guest.siteId)
    if (known) known.push(guest)
    else there.set(guest.siteId, [guest])
  }
  return limits.flatMap((limit) => {
    const counted = (there.get(limit.siteId) ?? []).filter(
      ({ programmeId }) => limit.programmeId === null || limit.programmeId === programmeId,
    )
    return crowdedDays(limit, counted, today)
  })
}

const never = '9999-12-31'
const later = (a: string, b: string) => (a < b ? b : a)

function crowdedDays(limit: Limit, guests: readonly Guest[], today: string): Crowding[] {
  const turns: { day: string; who: string; by: 1 | -1 }[] = []
  const [start, end] = [later(limit.from, today), limit.until ?? never]
  for (const { enrolmentId: who, from, until } of guests) {
    const [begin, leave] = [later(from, start), until !== null && until < end ? until : end]
    if (begin < leave) turns.push({ day: begin, who, by: 1 }, { day: leave, who, by: -1 })
  }
  turns.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
  const here = new Map<string, number>()
  const found: Crowding[] = []
  let open: Crowding | null = null
  for (const [at, { day, who, by }] of turns.entries()) {
    const posts = (here.get(who) ?? 0) + by
    if (posts > 0) here.set(who, posts)
    else here.delete(who)
    if (turns[at + 1]?.day === day) continue
    if (here.size > limit.capacity) {
      open ??= { limit, from: day, until: null, count: 0 }
      open.count = Math.max(open.count, here.size)
    } else if (open) {
      found.push({ ...open, until: day === never ? null : day })
      open = null
    }
  }
  return found
}

const range = (alias: string) => Prisma.raw(`daterange(${alias}."from", ${alias}.until)`)

interface RoomRow extends Omit<Guest, 'programmeId' | 'enrolmentId'> {
  programmeId: string | null
  enrolmentId: string | null
  capacity: number | null
}

/**
 * The limits of sites and everybody's days there from a day on, of all programmes: numbers, whoever they are. One query;
 * sites without any limit are left out.
 * @param sites a query of ids
 */
export async function roomsAt(db: DbOrTx, sites: Prisma.Sql, today: string): Promise<Rooms> {
  const ahead = Prisma.sql`daterange(${today}::date, null)`
  const rows = await db.$queryRaw<RoomRow[]>`
    with limits as materialized (
      select a."siteId", a."programmeId", a.capacity, a."from"::text as "from", a.until::text as until
        from "SiteAccreditation" a where a."siteId" in (${sites}) and a.capacity is not null and ${range('a')} && ${ahead}
      union all select si.id, null, si.capacity, ${today}, null from "Site" si where si.id in (${sites}) and si.capacity is not null)
    select l."siteId", l."programmeId", null::uuid as "enrolmentId", l.capacity, l."from", l.until from limits l
    union all select pl."siteId", e."programmeId", e.id, null, pl."from"::text, pl.until::text
      from "Placement" pl join "Enrolment" e on e.id = pl."enrolmentId" and e.state <> 'closed'
      where pl."siteId" in (select "siteId" from limits) and ${range('pl')} && ${ahead}`
  const rooms: Rooms = { limits: [], guests: [] }
  for (const { capacity, enrolmentId, programmeId, ...row } of rows)
    if (capacity !== null) rooms.limits.push({ ...row, programmeId, capacity })
    else if (enrolmentId !== null && programmeId !== null) rooms.guests.push({ ...row, programmeId, enrolmentId })
  return rooms
}

/** "from 1 Mar 2027 to 3 Aug 2027", "from 1 Mar 2027". */
export function crowdedWhen({ from, until }: Pick<Crowding, 'from' | 'until'>): string {
  return `from ${date(from)}${until ? ` to ${date(lastDay(Temporal.PlainDate.from(until)))}` : ''}`
}

/** "2 trainees of all programmes from 1 Mar 2027, and it takes 1." and the like: which limit it is, and which days. */
export function crowdedWords(crowding: Crowding, programme = 'this programme'): string {
  const { limit, count } = crowding
  const whose = limit.programmeId === null ? 'all programmes' : programme
  const most = limit.programmeId === null ? 'it takes' : 'it is accredited for'
  return `${plural(count, 'trainee')} of ${whose} ${crowdedWhen(crowding)}, and ${most} ${limit.capacity}.`
}
