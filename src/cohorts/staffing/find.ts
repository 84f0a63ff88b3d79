import { Prisma, type SupervisionKind } from '../../generated/client.ts'
import type { Ctx } from '../../kit/context.ts'
import { isId } from '../../kit/ids.ts'
import { containing } from '../../kit/pattern.ts'
import { plainDate } from '../../kit/periods.ts'
import { type Finder, scoped } from '../../kit/scope.ts'
import { isRefusal } from '../../policy/index.ts'
import { graceOf, type Span } from '../../training/index.ts'
import { packsOf, rulesOf } from '../board/facets.ts'
import { hasBoard } from '../board/find.ts'
import { cohortPolicy, listPolicy } from '../policy.ts'
import { type Candidate, candidates, supervisingAs } from '../supervisors.ts'

/** A supervision of one kind of one trainee, from today on. */
export interface Post {
  /** What a tick says: enrolment and kind, and the track where it is not the usual one. */
  key: string
  enrolmentId: string
  kind: SupervisionKind
  /** Another than the usual one for a post beside the main one, which has a clinical supervisor of its own (decision 19). */
  track: string
  traineeId: string
  trainee: string
  programme: string
  endsOn: ReturnType<typeof plainDate>
  /** What is on record from today on, of this track and of absence cover. */
  spans: (Span & { name: string })[]
  cover: (Span & { name: string })[]
}

/** What one trainee's grace would hold if the supervisor left today (decision 67). */
export interface Waiting {
  enrolmentId: string
  requests: number
  reports: number
  confirmations: number
  signOffs: number
  begun: number
}

export const staffingShows = ['all', 'without'] as const

export interface StaffingFound {
  posts: Post[]
  people: Candidate[]
  /** The supervisor who leaves or is away; null where trainees are chosen otherwise. */
  of: { id: string; name: string } | null
  kinds: SupervisionKind[]
  asked: { kind: SupervisionKind; show: (typeof staffingShows)[number]; q: string }
  /** What waits for the one who leaves, by enrolment. */
  waiting: Waiting[]
  /** Whether there are more trainees than the page shows. */
  cut: boolean
}

/** At most so many trainees stand on the page. */
const most = 500

interface Row {
  enrolmentId: string
  traineeId: string
  trainee: string
  programme: string
  packVersionId: string
  timeZone: string
  endsOn: Date
  spans: {
    id: string
    kind: SupervisionKind
    track: string
    personId: string
    name: string
    from: string
    until: string | null
  }[]
}

/**
 * Trainees of the acting coordinator's programmes with who supervises them from today on: those of one supervisor
 * (`?of=`), those without (`?show=without`), or all; three queries at most.
 */
export const findStaffing: Finder<StaffingFound> = scoped<Prisma.Sql, StaffingFound>(
  listPolicy,
  async (visible, ctx) => {
    if (!hasBoard(ctx) || isRefusal(cohortPolicy.actions.changeSupervisor(ctx.actor))) return null
    const { supervised } = rulesOf(await packsOf(ctx))
    const kinds = (['educational', 'clinical'] as const).filter((kind) => supervised[kind].length > 0)
    const [first] = kinds
    if (!first) return null
    const of = await personOf(ctx, ctx.query.of)
    if (ctx.query.of && !of) return null
    const asked = {
      kind: kinds.find((kind) => kind === ctx.query.kind) ?? first,
      show: staffingShows.find((one) => one === ctx.query.show) ?? 'all',
      q: (ctx.query.q ?? '').trim().slice(0, 100),
    }
    const rows = await rowsOf(ctx, visible, of ? { of: of.id } : asked)
    const posts = rows
      .flatMap((row) => (of ? kinds : [asked.kind]).flatMap((kind) => postsOf(row, kind)))
      // Of whoever covers for others, those as well: there the cover can be ended.
      .filter(({ spans, cover, track }) => {
        const held = track === 'main' ? [...spans, ...cover] : spans
        return !of || held.some(({ personId }) => personId === of.id)
      })
    return {
      ...{ posts, of, kinds, asked, cut: rows.length === most },
      people: await candidates(ctx, visible),
      waiting: of ? await waitingOf(ctx, rows, of.id) : [],
    }
  },
)

async function personOf({ db }: Ctx, id: string | undefined): Promise<StaffingFound['of']> {
  if (!isId(id)) return null
  const [row] = await db.$queryRaw<{ id: string; name: string }[]>`
    select p.id, concat_ws(' ', p.title, p."givenName", p."familyName") as name from "Person" p where p.id = ${id}::uuid`
  return row ?? null
}

function rowsOf(
  { db, today }: Ctx,
  visible: Prisma.Sql,
  wanted: { of: string } | StaffingFound['asked'],
): Promise<Row[]> {
  const now = Prisma.sql`${today.toString()}::date`
  const theirs = 'of' in wanted ? supervisedBy(wanted.of, now) : asAsked(wanted, now)
  return db.$queryRaw<Row[]>`
    select e.id as "enrolmentId", t.id as "traineeId", concat_ws(' ', t.title, t."givenName", t."familyName") as trainee,
      pr.name as programme, e."endsOn", e."packVersionId", pr."timeZone",
      coalesce((select json_agg(json_build_object('id', s.id, 'kind', s.kind, 'track', s.track, 'personId', s."personId",
          'name', concat_ws(' ', p.title, p."givenName", p."familyName"), 'from', s."from", 'until', s.until) order by s."from")
        from "Supervision" s join "Person" p on p.id = s."personId"
        where s."enrolmentId" = e.id and (s.until is null or s.until > ${now})), '[]') as spans
    from "Enrolment" e join "Person" t on t.id = e."personId" join "Programme" pr on pr.id = e."programmeId"
    where e.state <> 'closed' and e."endsOn" > ${now} and ${visible} and ${theirs}
    order by t."familyName" collate "und-x-icu", t."givenName" collate "und-x-icu", e.id limit ${most}`
}

const supervisedBy = (id: string, now: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`exists (select 1 from "Supervision" o where o."enrolmentId" = e.id and o."personId" = ${id}::uuid
    and (o.until is null or o.until > ${now}))`

/** By name, and where it is asked for only those whom nobody supervises today. */
function asAsked({ kind, show, q }: StaffingFound['asked'], now: Prisma.Sql): Prisma.Sql {
  const named = Prisma.sql`concat_ws(' ', t.title, t."givenName", t."familyName") ilike ${containing(q)}`
  if (show === 'all') return named
  return Prisma.sql`${named} and not exists (select 1 from "Supervision" o where o."enrolmentId" = e.id
    and o.kind = ${kind}::"SupervisionKind" and o."from" <= ${now} and (o.until is null or o.until > ${now}))`
}

/** A trainee's supervision of one kind: the usual one, and one for each post beside it that has its own. */
function postsOf({ spans, endsOn, packVersionId: _pack, timeZone: _zone, ...row }: Row, kind: SupervisionKind): Post[] {
  const of = (track: (name: string) => boolean) =>
    spans
      .filter((span) => span.kind === kind && track(span.track))
      .map(({ id, personId, name, from, until }) => ({
        ...{ id, personId, name, from: plainDate(new Date(from)), until: until ? plainDate(new Date(until)) : null },
      }))
  const own = spans.filter((span) => span.kind === kind && span.track !== coverTrack).map(({ track }) => track)
  return ['main', ...new Set(own.filter((track) => track !== 'main'))].map((track) => ({
    ...{ ...row, key: [row.enrolmentId, kind, ...(track === 'main' ? [] : [track])].join('.'), kind, track },
    ...{ endsOn: plainDate(endsOn), spans: of((name) => name === track), cover: of((name) => name === coverTrack) },
  }))
}

/** Absence cover is on a track of its own (decision 19): whoever is away stays on record. */
export const coverTrack = 'cover'

/**
 * What waits for one supervisor in these portfolios: all that the grace would hold if they left today, so that the preview
 * and the grace say the same. Three queries at most.
 */
async function waitingOf(ctx: Ctx, rows: readonly Row[], personId: string): Promise<Waiting[]> {
  const until = ctx.today.add({ days: 1 }).toString()
  const graces = await Promise.all(
    (['educational', 'clinical'] as const).map((kind) => {
      const theirs = rows.filter(({ spans }) => spans.some((span) => span.kind === kind && span.personId === personId))
      const ended = theirs.map(({ enrolmentId, packVersionId, timeZone }) => ({
        ...{ enrolmentId, packVersionId, timeZone, until },
      }))
      return graceOf(ctx.db, ctx.services.packs, { personId, relation: supervisingAs[kind], ended })
    }),
  )
  const held = graces.flat()
  const records = await ctx.db.record.findMany({
    where: { id: { in: held.flatMap((one) => one.records) } },
    select: { id: true, enrolmentId: true, status: true },
  })
  return [...new Set(held.map(({ enrolmentId }) => enrolmentId))].map((enrolmentId) => {
    const mine = held.filter((one) => one.enrolmentId === enrolmentId)
    const some = (status: string) => records.filter((one) => one.enrolmentId === enrolmentId && one.status === status)
    return {
      ...{ enrolmentId, requests: some('requested').length, reports: some('held').length },
      confirmations: some('submitted').length,
      signOffs: new Set(mine.flatMap(({ items }) => items)).size,
      begun: new Set(mine.flatMap(({ drafts }) => drafts)).size,
    }
  })
}
