import { Prisma } from '../../generated/client.ts'
import type { Ctx } from '../../kit/context.ts'
import { type Crowding, crowdings, roomsAt } from '../../places/index.ts'
import type { Ahead } from './sql.ts'

/** Days from one (ISO) to before another. */
export interface Span {
  from: string
  until: string
}

/** A site that takes more trainees than it may, and by which limit: a programme's, or its own for all of them. */
export interface Crowded extends Pick<Crowding, 'from' | 'until' | 'count'> {
  siteId: string
  site: string
  programme: string | null
  capacity: number
}

/** Sites where trainees within `visible` are or come in the days ahead, that are then too full. Two queries. */
export async function crowdedIn(ctx: Ctx, visible: Prisma.Sql, { today, horizon }: Ahead): Promise<Crowded[]> {
  const sites = Prisma.sql`select pl."siteId" from "Placement" pl join "Enrolment" e on e.id = pl."enrolmentId"
    where e.state <> 'closed' and ${visible} and daterange(pl."from", pl.until) && daterange(${today}::date, ${horizon}::date)`
  const [rooms, names] = await Promise.all([
    roomsAt(ctx.db, sites, today),
    ctx.db.$queryRaw<{ id: string; name: string; programme: boolean }[]>`
      select si.id, si.name, false as programme from "Site" si where si.id in (${sites})
      union all select pr.id, pr.name, true from "Programme" pr
        where pr.id in (select e."programmeId" from "Enrolment" e where e.state <> 'closed' and ${visible})`,
  ])
  const nameOf = new Map(names.map(({ id, name }) => [id, name]))
  // What other programmes are accredited for there is theirs to look after.
  const limits = rooms.limits.filter(({ programmeId }) => programmeId === null || nameOf.has(programmeId))
  const found = crowdings({ ...rooms, limits }, today).map(({ limit, ...days }) => ({
    ...days,
    siteId: limit.siteId,
    site: nameOf.get(limit.siteId) ?? '',
    programme: limit.programmeId && (nameOf.get(limit.programmeId) ?? ''),
    capacity: limit.capacity,
  }))
  return found.sort((a, b) => a.site.localeCompare(b.site) || (a.from < b.from ? -1 : 1))
}

/** Those that meet some days. */
export const within = (crowded: readonly Crowded[], span: Span): Crowded[] =>
  crowded.filter(({ from, until }) => from < span.until && (until === null || until > span.from))
