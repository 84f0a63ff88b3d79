import type { Prisma } from '../generated/client.ts'
import type { Ctx } from '../kit/context.ts'
import { isId } from '../kit/ids.ts'
import { type Period, plainDate } from '../kit/periods.ts'
import { scoped } from '../kit/scope.ts'
import { enrolmentsOf } from '../policy/index.ts'
import { type Accreditation, accreditationsOf } from './accreditation.ts'
import { type Contact, readContacts } from './contacts.ts'
import type { Crowding } from './crowding.ts'
import { crowdedAt, type Load, loadOf } from './load.ts'
import { placePolicy, type SitesReach } from './policy.ts'
import { staysAt } from './queries.ts'
import { notOver, programmesIn, siteOfGrant, sitesIn } from './reach.ts'
import { type RoleHere, rolesHere } from './roles.ts'

/** Somebody's post at the site, within what the actor reaches. */
export interface PostHere extends Period {
  id: string
  enrolmentId: string
  name: string
  programme: string
  title: string
}

/** An accreditation with whose it is, and how many trainees of that programme are there. */
export interface AccreditationHere extends Accreditation {
  programme: string
  /** Whether the actor runs that programme. */
  mine: boolean
  load: Load
}

/** An accreditation as it stood until somebody corrected it. */
export interface PastAccreditation extends Period {
  id: string
  programme: string
  level: string
  correctedAt: Date
  correctedBy: string
  reason: string
  withdrawn: boolean
}

export const postsShown = 50

export interface SiteFound {
  site: {
    id: string
    name: string
    town: string | null
    network: string
    capacity: number | null
    home: boolean
    held: boolean
  }
  /** Whether the actor comes as a trainee of the place. */
  own: boolean
  /** The programmes that the actor runs here. */
  programmes: { id: string; name: string }[]
  accreditations: AccreditationHere[]
  past: PastAccreditation[]
  load: Load
  /** When it is too full, by which limit. */
  crowded: (Crowding & { programme: string | null })[]
  posts: PostHere[]
  /** How many there are, and which page is shown. */
  postCount: number
  page: number
  people: RoleHere[]
  contacts: Contact[]
}

const siteShape = {
  id: true,
  name: true,
  town: true,
  capacity: true,
  contacts: true,
  network: { select: { id: true, name: true, college: { select: { id: true, programmes: true } } } },
} satisfies Prisma.SiteSelect

/** One site (`:siteId`) as far as the actor reaches it. */
export const findSite = scoped(placePolicy, async (reach, ctx): Promise<SiteFound | null> => {
  const { siteId } = ctx.params
  if (!reach || !isId(siteId)) return null
  const row = await ctx.db.site.findFirst({
    where: { AND: [{ id: siteId }, await sitesIn(ctx, reach)] },
    select: siteShape,
  })
  return row && foundAt(ctx, reach, row)
})

type Row = Prisma.SiteGetPayload<{ select: typeof siteShape }>

async function foundAt(ctx: Ctx, reach: SitesReach, { network, contacts, ...row }: Row): Promise<SiteFound> {
  const concerned = await programmesIn(ctx, reach)
  const own = reach.by === 'own'
  const run = network.college.programmes.filter(({ id }) => reach.by === 'programmes' && concerned.includes(id))
  const programmes = run.map(({ id, name }) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name))
  const [stays, periods, past, posts, people] = await Promise.all([
    staysAt(ctx, [row.id]),
    accreditationsOf(ctx.db, [row.id]),
    own ? [] : pastOf(ctx, row.id, concerned),
    own ? { posts: [], postCount: 0, page: 1 } : postsAt(ctx, row.id),
    own ? [] : rolesHere(ctx, { siteId: row.id, networkId: network.id, programmeIds: concerned }),
  ])
  const here = stays.get(row.id) ?? []
  const held = reach.by === 'portfolios' && (await siteOfGrant(ctx, reach.grantId)) === row.id
  const shown = periods.filter(({ programmeId }) => concerned.includes(programmeId))
  const names = await programmeNames(ctx, shown)
  const crowded = crowdedAt([row], shown, stays, ctx.today)
  return {
    ...posts,
    site: { ...row, network: network.name, home: programmes.length > 0, held },
    own,
    programmes,
    accreditations: shown.map((one) => ({
      ...one,
      programme: names.get(one.programmeId) ?? '',
      mine: programmes.some(({ id }) => id === one.programmeId),
      load: loadOf(
        here.filter(({ programmeId }) => programmeId === one.programmeId),
        crowded.filter(({ limit }) => limit.programmeId === one.programmeId && limit.from === one.from.toString()),
        ctx.today,
      ),
    })),
    past,
    load: loadOf(
      here,
      crowded.filter(({ limit }) => limit.programmeId === null),
      ctx.today,
    ),
    crowded: crowded.map((one) => ({
      ...one,
      programme: one.limit.programmeId && (names.get(one.limit.programmeId) ?? null),
    })),
    people,
    contacts: readContacts(contacts),
  }
}

async function programmeNames(ctx: Ctx, periods: readonly Accreditation[]): Promise<Map<string, string>> {
  const ids = [...new Set(periods.map(({ programmeId }) => programmeId))]
  const rows = await ctx.db.programme.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
  return new Map(rows.map(({ id, name }) => [id, name]))
}

async function pastOf(ctx: Ctx, siteId: string, programmeIds: string[]): Promise<PastAccreditation[]> {
  const rows = await ctx.db.correctedAccreditation.findMany({
    where: { siteId, programmeId: { in: programmeIds } },
    orderBy: { correctedAt: 'desc' },
    include: { programme: { select: { name: true } } },
    take: 100,
  })
  return rows.map(({ programme, from, until, correctedByName, ...row }) => ({
    ...row,
    programme: programme.name,
    from: plainDate(from),
    until: until && plainDate(until),
    correctedBy: correctedByName,
  }))
}

/** Who is there and who comes, of the portfolios that the actor reaches; `?page=` for more. */
async function postsAt(ctx: Ctx, siteId: string): Promise<Pick<SiteFound, 'posts' | 'postCount' | 'page'>> {
  const page = Math.max(1, Math.min(1000, Math.trunc(Number(ctx.query.page)) || 1))
  const where: Prisma.PlacementWhereInput = {
    siteId,
    ...notOver(ctx.today),
    enrolment: { AND: [enrolmentsOf(ctx.actor), { state: { not: 'closed' } }] },
  }
  const [rows, postCount] = await Promise.all([
    ctx.db.placement.findMany({
      where,
      orderBy: [{ from: 'asc' }, { id: 'asc' }],
      include: { enrolment: { include: { person: true, programme: { select: { name: true } } } } },
      skip: (page - 1) * postsShown,
      take: postsShown,
    }),
    ctx.db.placement.count({ where }),
  ])
  const posts = rows.map(({ id, enrolmentId, title, from, until, enrolment: { person, programme } }) => ({
    ...{ id, enrolmentId, title, from: plainDate(from), until: until && plainDate(until) },
    name: [person.title, person.givenName, person.familyName].filter(Boolean).join(' '),
    programme: programme.name,
  }))
  return { posts, postCount, page }
}
