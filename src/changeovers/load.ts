import { Temporal } from 'temporal-polyfill'
import { Prisma, type SupervisionKind } from '../generated/client.ts'
import { invitedToSupervise } from '../identity/index.ts'
import { dateIn } from '../kit/clock.ts'
import type { Ctx, DbOrTx } from '../kit/context.ts'
import { accreditationsOf, roomsAt } from '../places/index.ts'
import { followsPortfolio, postsIn } from '../programmes/index.ts'
import type { RecordedPost } from '../training/index.ts'
import { begunReports } from './begun.ts'
import { groupBy } from './grouping.ts'
import type { Candidate, OnRecord, RecordedSpan, SiteHere, Trainee, World } from './world.ts'

const day = (iso: string) => Temporal.PlainDate.from(iso)
const perhaps = (iso: string | null) => (iso === null ? null : day(iso))

/** "Dr Amara Okafor" of the person `p`. */
const nameOf = Prisma.sql`concat_ws(' ', p.title, p."givenName", nullif(p."familyName", ''))`
const known = Prisma.sql`
  coalesce((select array_agg(i.normalised) from "Identifier" i where i."personId" = p.id and i.kind = 'email'), '{}') as emails,
  coalesce((select array_agg(i.normalised) from "Identifier" i where i."personId" = p.id and i.kind <> 'email'), '{}') as numbers`

/**
 * A programme as a sheet is read against it: six queries, whatever its size. The caller has established that the actor
 * answers for it.
 */
export async function worldOf(ctx: Ctx, programmeId: string): Promise<World> {
  const { db } = ctx
  const programme = await db.programme.findUniqueOrThrow({ where: { id: programmeId } })
  const today = dateIn(ctx.now, programme.timeZone)
  const trainees = await traineesOf(db, programmeId)
  const sites = await db.$queryRaw<SiteHere[]>`
    select s.id, s.name, s.town, n.name as network, n.id is not distinct from ${programme.networkId}::uuid as own
    from "Site" s join "Network" n on n.id = s."networkId" where n."collegeId" = ${programme.collegeId}::uuid order by n.name, s.name`
  const elsewhere = await db.$queryRaw<World['elsewhere']>`
    select s.name, c.name as college from "Site" s join "Network" n on n.id = s."networkId" join "College" c on c.id = n."collegeId"
    where c.id <> ${programme.collegeId}::uuid`
  const supervisors = await candidatesOf(db, programmeId, programme.collegeId)
  const versions = await db.enrolment.groupBy({
    by: ['packVersionId'],
    where: { programmeId, state: { not: 'closed' } },
    _count: true,
  })
  const packs = await Promise.all(
    versions.sort((a, b) => b._count - a._count).map((row) => ctx.services.packs.get(row.packVersionId)),
  )
  const supervising = { educational: 'educationalSupervisor', clinical: 'clinicalSupervisor' } as const
  const kinds = (['educational', 'clinical'] as const).filter((kind) =>
    packs.some(({ pack }) => followsPortfolio(pack, supervising[kind])),
  )
  const postWord = packs[0] ? postsIn(packs[0].pack).words.one : 'Post'
  return {
    programmeId,
    today,
    trainees,
    sites,
    elsewhere,
    supervisors,
    names: await supervisorNames(db, programmeId),
    kinds,
    postWord,
  }
}

async function traineesOf(db: DbOrTx, programmeId: string): Promise<Trainee[]> {
  const rows = await db.$queryRaw<(Omit<Trainee, 'startsOn' | 'endsOn'> & { startsOn: string; endsOn: string })[]>`
    select e.id as "enrolmentId", e."personId", ${nameOf} as name, e."startsOn"::text, e."endsOn"::text, e."ftePercent", ${known}
    from "Enrolment" e join "Person" p on p.id = e."personId"
    where e."programmeId" = ${programmeId}::uuid and e.state <> 'closed'
    order by p."familyName" collate "und-x-icu", p."givenName", e.id`
  return rows.map((row) => ({ ...row, startsOn: day(row.startsOn), endsOn: day(row.endsOn) }))
}

/** Whoever supervises in this programme already, whom the college invited to, and seniors with an account who supervise or hold a role elsewhere. */
function candidatesOf(db: DbOrTx, programmeId: string, collegeId: string): Promise<Candidate[]> {
  const supervising = (where: Prisma.Sql) => Prisma.sql`select s."personId" from "Supervision" s
    join "Enrolment" e on e.id = s."enrolmentId" join "Programme" pr on pr.id = e."programmeId" where ${where}`
  return db.$queryRaw<Candidate[]>`
    select p.id, ${nameOf} as name, ${known}
    from "Person" p left join "Account" a on a."personId" = p.id
    where p.id in (${supervising(Prisma.sql`pr.id = ${programmeId}::uuid`)})
      or (a.state in ('active', 'invited') and ${invitedToSupervise(Prisma.sql`${collegeId}`)})
      or (p.grade not in ('trainee', 'other') and a.state in ('active', 'invited') and p.id in (
        ${supervising(Prisma.sql`pr."collegeId" = ${collegeId}::uuid`)} union select g."personId" from "Grant" g))`
}

async function supervisorNames(db: DbOrTx, programmeId: string): Promise<Map<string, string>> {
  const rows = await db.$queryRaw<{ id: string; name: string }[]>`
    select distinct p.id, ${nameOf} as name from "Supervision" s join "Enrolment" e on e.id = s."enrolmentId"
      join "Person" p on p.id = s."personId" where e."programmeId" = ${programmeId}::uuid`
  return new Map(rows.map(({ id, name }) => [id, name]))
}

interface PostRow extends Omit<RecordedPost, 'from' | 'until'> {
  enrolmentId: string
  from: string
  until: string | null
  rested: boolean
}

interface SpanRow extends Omit<RecordedSpan, 'from' | 'until'> {
  from: string
  until: string | null
}

/** What is on record of some trainees, who else is at these hospitals, and when those are accredited: five queries. */
export async function recordOf(
  db: DbOrTx,
  what: {
    enrolmentIds: readonly string[]
    programmeId?: string
    siteIds?: readonly string[]
    today?: Temporal.PlainDate
  },
): Promise<OnRecord> {
  const { programmeId, siteIds = [] } = what
  const ids = [...what.enrolmentIds]
  const posts = await db.$queryRaw<PostRow[]>`
    select pl.id, pl."enrolmentId", pl."siteId", pl.title, pl.specialty, pl.track, pl.share, pl."from"::text, pl.until::text,
      exists (select 1 from "Appraisal" a where a."placementId" = pl.id) as rested
    from "Placement" pl where pl."enrolmentId" = any(${ids}::uuid[]) order by pl."from", pl.id`
  const spans = await db.$queryRaw<SpanRow[]>`
    select id, "enrolmentId", "personId", kind::text as kind, track, reason, "from"::text, until::text,
      to_char("createdAt", 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt"
    from "Supervision" where "enrolmentId" = any(${ids}::uuid[]) order by "from", id`
  const rooms = what.today
    ? await roomsAt(db, Prisma.sql`select unnest(${[...siteIds]}::uuid[])`, what.today.toString())
    : { limits: [], guests: [] }
  const here = new Set(ids)
  const accredited = (await accreditationsOf(db, siteIds)).filter((one) => one.programmeId === programmeId)
  return {
    begun: await begunReports(db, ids),
    accredited: groupBy(accredited, ({ siteId }) => siteId),
    posts: groupedPosts(posts),
    spans: groupBy(
      spans.map((row) => ({
        ...row,
        kind: row.kind as SupervisionKind,
        from: day(row.from),
        until: perhaps(row.until),
      })),
      ({ enrolmentId }) => enrolmentId,
    ),
    rested: new Set(posts.filter(({ rested }) => rested).map(({ id }) => id)),
    limits: rooms.limits.filter((limit) => limit.programmeId === null || limit.programmeId === programmeId),
    others: rooms.guests.filter(({ enrolmentId }) => !here.has(enrolmentId)),
  }
}

function groupedPosts(rows: readonly PostRow[]): Map<string, RecordedPost[]> {
  const groups = new Map<string, RecordedPost[]>()
  for (const [id, posts] of groupBy(rows, ({ enrolmentId }) => enrolmentId))
    groups.set(
      id,
      posts.map(({ enrolmentId: _, rested: __, from, until, ...post }) => ({
        ...post,
        from: day(from),
        until: perhaps(until),
      })),
    )
  return groups
}
