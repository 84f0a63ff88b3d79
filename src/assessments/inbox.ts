import { Prisma } from '../generated/client.ts'
import { toJsDate } from '../kit/clock.ts'
import type { Ctx } from '../kit/context.ts'
import { isId } from '../kit/ids.ts'
import { mine } from '../kit/scope.ts'
import type { Actor, Delegate } from '../policy/index.ts'
import type { PublishedPack } from '../programmes/index.ts'
import { asksOf, preparedFor, whoseRequests } from './preparing.ts'
import type { RequestState } from './states.ts'

/** Something else than a request that waits for a person, in one of their roles. */
export interface WaitingElsewhere {
  roleKey: string
  roleLabel: string
  kind: 'appraisal' | 'signOff' | 'confirm' | 'round' | 'application' | 'correction' | 'review'
  title: string
  why: string
  action: string
  href: string
  /** Since when, as a moment. */
  since: string
}

declare module '../kit/context.ts' {
  interface Services {
    /** What waits for the actor's person in all of their roles beside requests; the rooms of such things say. */
    waitingElsewhere: (ctx: Ctx) => Promise<WaitingElsewhere[]>
    /** The same of anybody, for the clock. */
    waitingFor: (ctx: Ctx, personId: string) => Promise<WaitingElsewhere[]>
  }
}

export interface InboxRow {
  id: string
  formKey: string
  packVersionId: string
  title: string
  traineeId: string
  trainee: string
  photoFileId: string | null
  programme: string
  state: RequestState
  sentAt: Date
  expiresAt: Date
  timeZone: string
  /** Who has filled it in for the person, and left it ready. */
  preparedBy: string | null
  /** How many open requests this trainee has with the person, and which of them came first. */
  ofTrainee: number
  place: number
}

export type InboxShow = 'all' | 'soon' | 'started'

export interface InboxCounts {
  all: number
  soon: number
  started: number
  completed: number
  programmes: { id: string; name: string; count: number }[]
}

export interface Inbox {
  rows: InboxRow[]
  /** How many there are under the filter. */
  total: number
  counts: InboxCounts
  show: InboxShow
  programme: string | null
  page: number
  elsewhere: WaitingElsewhere[]
  /** For whom the actor prepares: then these are the director's. */
  delegate: Delegate | null
  packs: ReadonlyMap<string, PublishedPack>
}

export const inboxPageSize = 50

/** "Runs out soon" begins so many days before the end. */
export const soonDays = 7

/** Requests that can still be answered by the actor, or prepared by them. */
const openTo = (actor: Actor, now: Date) => Prisma.sql`
  from "Record" r join "AssessmentRequest" q on q."recordId" = r.id join "Programme" pr on pr.id = r."programmeId"
  where ${asksOf(actor)} and r."personId" <> ${whoseRequests(actor)}::uuid
    and q.state not in ('completed', 'declined', 'expired', 'withdrawn') and q."expiresAt" > ${now}`

/**
 * What waits for a person over all programmes and roles: requests by trainee, whoever has waited longest first, and
 * what waits elsewhere; for a delegate those that they may prepare. A page of 50; the number of queries does not grow with the inbox.
 */
export const findInbox = mine(async (_personId, ctx): Promise<Inbox> => {
  const show = ctx.query.show === 'soon' || ctx.query.show === 'started' ? ctx.query.show : 'all'
  const programme = isId(ctx.query.programme) ? ctx.query.programme : null
  const page = Math.min(Math.max(Number.parseInt(ctx.query.page ?? '1', 10) || 1, 1), 1000)
  const [rows, counts, elsewhere] = await Promise.all([
    rowsOf(ctx, { show, programme, page }),
    countsOf(ctx),
    ctx.services.waitingElsewhere(ctx),
  ])
  const ids = [...new Set(rows.map((row) => row.packVersionId))]
  const packs = new Map(await Promise.all(ids.map(async (id) => [id, await ctx.services.packs.get(id)] as const)))
  return {
    rows,
    total: rows[0]?.total ?? 0,
    counts,
    show,
    programme,
    page,
    elsewhere,
    delegate: ctx.actor.delegate ?? null,
    packs,
  }
})

async function rowsOf(
  ctx: Ctx,
  { show, programme, page }: Pick<Inbox, 'show' | 'programme' | 'page'>,
): Promise<(InboxRow & { total: number })[]> {
  const now = toJsDate(ctx.now)
  const soon = toJsDate(ctx.now.add({ hours: 24 * soonDays }))
  const filter = Prisma.sql`
    ${show === 'soon' ? Prisma.sql`and q."expiresAt" <= ${soon}` : Prisma.empty}
    ${show === 'started' ? Prisma.sql`and q.state = 'started'` : Prisma.empty}
    ${programme ? Prisma.sql`and r."programmeId" = ${programme}::uuid` : Prisma.empty}`
  return ctx.db.$queryRaw<(InboxRow & { total: number })[]>`
    select w.*, concat_ws(' ', p.title, p."givenName", p."familyName") as trainee, p."photoFileId"
    from (select r.id, r."formKey", r."packVersionId", r.title, r."personId" as "traineeId", pr.name as programme,
        q.state::text as state, q."sentAt", q."expiresAt", pr."timeZone", ${preparedFor(ctx.actor)} as "preparedBy", count(*) over ()::int as total,
        count(*) over (partition by r."personId")::int as "ofTrainee",
        (row_number() over (partition by r."personId" order by q."sentAt", r.id))::int as place,
        min(q."sentAt") over (partition by r."personId") as first
      ${openTo(ctx.actor, now)} ${filter}
      order by first, r."personId", q."sentAt", r.id
      limit ${inboxPageSize} offset ${(page - 1) * inboxPageSize}) w
    join "Person" p on p.id = w."traineeId"
    order by w.first, w."traineeId", w."sentAt", w.id`
}

async function countsOf(ctx: Ctx): Promise<InboxCounts> {
  const now = toJsDate(ctx.now)
  const soon = toJsDate(ctx.now.add({ hours: 24 * soonDays }))
  const [row] = await ctx.db.$queryRaw<[InboxCounts & { programmes: InboxCounts['programmes'] | null }]>`
    with waiting as (select q.state, q."expiresAt", pr.id, pr.name ${openTo(ctx.actor, now)})
    select count(*)::int as all, (count(*) filter (where "expiresAt" <= ${soon}))::int as soon,
      (count(*) filter (where state = 'started'))::int as started,
      (select json_agg(p) from (select id, name, count(*)::int as count from waiting group by id, name order by name) p)
        as programmes,
      (select count(*)::int from "Record" r join "AssessmentRequest" q on q."recordId" = r.id
        where r."assessorId" = ${ctx.actor.personId}::uuid and r.status = 'signed') as completed
    from waiting`
  return { ...row, programmes: row.programmes ?? [] }
}

/** Another open request of the same trainee with the same person. */
export interface Sitting {
  /** The next one, oldest first after this one; null when this is the last. */
  next: { id: string; title: string; formKey: string; packVersionId: string } | null
  /** How many are open, this one among them. */
  total: number
}

/** The other requests of a trainee that wait for the actor: what may be done in one sitting. */
export async function sittingOf(ctx: Ctx, record: { id: string; personId: string }) {
  const rows = await ctx.db.$queryRaw<NonNullable<Sitting['next']>[]>`
    select r.id, r.title, r."formKey", r."packVersionId"
    ${openTo(ctx.actor, toJsDate(ctx.now))} and r."personId" = ${record.personId}::uuid
    order by q."sentAt", r.id`
  const at = rows.findIndex(({ id }) => id === record.id)
  const next = rows[at + 1] ?? rows.find(({ id }) => id !== record.id) ?? null
  return { next, total: rows.length } satisfies Sitting
}
