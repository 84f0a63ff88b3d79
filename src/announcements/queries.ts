import type { Announcement, AnnouncementVersion } from '../generated/client.ts'
import { Prisma } from '../generated/client.ts'
import type { Ctx } from '../kit/context.ts'
import { isId } from '../kit/ids.ts'
import { scoped } from '../kit/scope.ts'
import type { Actor } from '../policy/index.ts'
import { type Announced, announced, isFor } from './feed.ts'
import { readingPolicy, writesFor, writingPolicy } from './policy.ts'

/** An announcement as its reader finds it in the list. */
export interface Listed extends Announced {
  running: boolean
  away: boolean
}

/** A programme for which somebody may write. */
export interface ProgrammeChoice {
  id: string
  name: string
}

/** What the list shows: what is for its reader, and what those who write have written. */
export interface ListFound {
  mine: Listed[]
  written: Announcement[] | null
}

const listed = 50

/** Everything that is or was for the actor, newest first; for those who write also what is planned and withdrawn. */
export const findList = scoped(readingPolicy, async (actor, ctx): Promise<ListFound | null> => {
  if (!actor) return null
  const ids = writesFor(actor)
  const [mine, written] = await Promise.all([
    forActor(ctx, actor, Prisma.sql`true`),
    ids &&
      ctx.db.announcement.findMany({
        where: { programmeIds: { hasSome: ids } },
        orderBy: [{ from: 'desc' }, { id: 'desc' }],
        take: listed,
      }),
  ])
  return { mine, written }
})

/** One announcement that is or was for the actor (`:id`). */
export const findForReader = scoped(readingPolicy, async (actor, ctx): Promise<Listed | null> => {
  const { id } = ctx.params
  if (!actor || !isId(id)) return null
  const [one] = await forActor(ctx, actor, Prisma.sql`a.id = ${id}::uuid`)
  return one ?? null
})

const forActor = (ctx: Ctx, actor: Actor, which: Prisma.Sql) => ctx.db.$queryRaw<Listed[]>`
  select ${announced}, ${isFor(actor, ctx, true)} as running, exists (select 1 from "AnnouncementAway" w
    where w."announcementId" = a.id and w."personId" = ${actor.personId}::uuid and w.at >= a."shownSince") as away
  from "Announcement" a where ${which} and ${isFor(actor, ctx, false)}
  order by a."from" desc, a.id desc limit ${listed}`

/** An announcement to write or to change, and the programmes that its writer runs. */
export interface ToWrite {
  one: (Announcement & { versions: AnnouncementVersion[]; mailed: number }) | null
  programmes: ProgrammeChoice[]
  /** Names of all its programmes, also of those that the reader does not run. */
  names: ReadonlyMap<string, string>
}

/** Finder of an announcement for those who write (`:id`, or none for a new one). */
export const findToWrite = scoped(writingPolicy, async (ids, ctx): Promise<ToWrite | null> => {
  const { id } = ctx.params
  if (!ids || (id !== undefined && !isId(id))) return null
  const row = id
    ? await ctx.db.announcement.findFirst({
        where: { id, programmeIds: { hasSome: ids } },
        include: {
          versions: { orderBy: [{ changedAt: 'desc' }, { id: 'desc' }] },
          _count: { select: { mailed: true } },
        },
      })
    : null
  if (id && !row) return null
  const all = await ctx.db.programme.findMany({
    where: { id: { in: [...ids, ...(row?.programmeIds ?? [])] } },
    orderBy: { name: 'asc' },
    select: { id: true, name: true },
  })
  return {
    one: row && { ...row, mailed: row._count.mailed },
    programmes: all.filter((one) => ids.includes(one.id)),
    names: new Map(all.map((one) => [one.id, one.name])),
  }
})
