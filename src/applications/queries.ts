import type { Application, ApplicationDeed, Prisma } from '../generated/client.ts'
import { personName } from '../identity/index.ts'
import { dateIn, fromJsDate } from '../kit/clock.ts'
import type { Ctx } from '../kit/context.ts'
import { isId } from '../kit/ids.ts'
import { scoped } from '../kit/scope.ts'
import { enrolmentsOf, type Standing } from '../policy/index.ts'
import { type ApplicationKind, roleWords } from '../programmes/index.ts'
import { previewOf, type TimeFound, type TimePreview, timeIn, timeNowOf } from '../progress/index.ts'
import { portfolioOf } from '../training/index.ts'
import { type Asked, OFFICE, queryOf, readAsked, type Weighed, weigh } from './asked.ts'
import { applicationPolicy, isOffice, type Standings } from './policy.ts'
import { type Turn, turnOf } from './turn.ts'

/** What is asked, and what it would do as of today. */
export interface Asking {
  kind: ApplicationKind | null
  asked: Asked
  weighed: Weighed | null
  preview: TimePreview | null
}

/** A trainee about to apply, or to change what was kept or sent back. */
export interface Applying extends TimeFound, Asking {
  kinds: readonly ApplicationKind[]
  application: Application | null
  /** What that one is judged by. */
  standing: Standings | null
}

/** Finder of a new application: what is asked stands in the address, free words never do. */
export const findApplying = scoped(applicationPolicy, async (_visible, ctx): Promise<Applying | null> => {
  const time = ctx.actor.own && (await timeOf(ctx, ctx.actor.own.enrolmentId))
  return time ? applying(ctx, time, null) : null
})

/** Finder of one's own application (`:id`) that can be changed. */
export const findEditing = scoped(applicationPolicy, async (visible, ctx): Promise<Applying | null> => {
  const application = ctx.actor.own && (await one(visible, ctx))
  const time = application && (await timeOf(ctx, application.enrolmentId))
  return time ? applying(ctx, time, application) : null
})

async function applying(ctx: Ctx, time: TimeFound, application: Kept | null): Promise<Applying> {
  const kinds = time.pack.pack.applications?.kinds ?? []
  const kind = kinds.find(({ key }) => key === (application?.kind ?? ctx.query.kind)) ?? null
  const asks = ['from', 'last', 'percent', 'status'].some((key) => ctx.query[key] !== undefined)
  const query = application && !asks ? queryOf(application) : ctx.query
  // Who decides is nothing to whoever applies.
  const standing = application && standingOf(application, time, null)
  return { ...time, kinds, application, standing, ...(await asking(ctx, time, kind, query, application)) }
}

/** One application with all that its reader needs to judge it. */
export interface ApplicationFound extends TimeFound, Asking {
  application: Application
  deeds: ApplicationDeed[]
  standing: Standings
  /** Whose turn it is; null where nobody has to decide. */
  turn: Turn | null
  /** By name, who decides next. */
  deciders: string[]
}

/** The application of the path (`:id`), with what it would do as of today. */
export const findApplication = scoped(applicationPolicy, async (visible, ctx): Promise<ApplicationFound | null> => {
  const application = await one(visible, ctx)
  const time = application && (await timeOf(ctx, application.enrolmentId))
  if (!time) return null
  const { deeds, ...row } = application
  const kind = time.pack.pack.applications?.kinds.find(({ key }) => key === row.kind) ?? null
  const open = row.state === 'submitted' || row.state === 'returned' || row.state === 'draft'
  const asks = await asking(ctx, time, open ? kind : null, queryOf(row), row)
  const turn = await turnOf(ctx, time, row)
  const standing = standingOf(application, time, turn)
  return { ...time, ...asks, kind, application: row, deeds, standing, turn, deciders: await decidersOf(ctx, turn) }
})

async function decidersOf(ctx: Ctx, turn: Turn | null): Promise<string[]> {
  const holders = turn?.holders ?? []
  if (holders.length === 0) return []
  const people = await ctx.db.person.findMany({
    where: { id: { in: holders.map(({ personId }) => personId) } },
    select: { title: true, givenName: true, familyName: true },
    orderBy: { familyName: 'asc' },
  })
  return people.map(personName)
}

type Kept = Application & { deeds: ApplicationDeed[] }

function standingOf({ deeds, ...row }: Kept, { portfolio, pack }: TimeFound, turn: Turn | null): Standings {
  const next = turn?.by ?? null
  return {
    ...row,
    trainee: portfolio.name,
    closed: portfolio.state === 'closed',
    lastBy: deeds.at(-1)?.byName ?? null,
    deciding: next,
    // Whoever of the office stands in is not always its coordinator.
    next:
      next && (next === OFFICE && next !== turn?.step ? 'the programme office' : `the ${roleWords(pack.pack, next)}`),
  }
}

async function one(visible: Prisma.ApplicationWhereInput, ctx: Ctx) {
  const { id } = ctx.params
  if (!isId(id)) return null
  return ctx.db.application.findFirst({
    where: { AND: [{ id }, visible] },
    include: { deeds: { orderBy: [{ at: 'asc' }, { id: 'asc' }] } },
  })
}

async function timeOf(ctx: Ctx, enrolmentId: string): Promise<TimeFound | null> {
  const portfolio = await portfolioOf(enrolmentsOf(ctx.actor), ctx, enrolmentId)
  return portfolio && timeIn(ctx, { portfolio, pack: await ctx.services.packs.get(portfolio.packVersionId) })
}

async function asking(
  ctx: Ctx,
  time: TimeFound,
  kind: ApplicationKind | null,
  query: Record<string, string | undefined>,
  application: Application | null,
): Promise<Asking> {
  const none = { wish: null, problems: {}, typed: { from: '', last: '', percent: '', counts: '', status: '' } }
  if (!kind) return { kind, asked: none, weighed: null, preview: null }
  const { history, pack, today, portfolio } = time
  const pending = await ctx.db.application.findMany({
    where: { enrolmentId: portfolio.id, state: 'submitted', ...(application ? { id: { not: application.id } } : {}) },
  })
  const asked = readAsked({ history, pack, today, pending }, kind, query)
  if (!asked.wish) return { kind, asked, weighed: null, preview: null }
  const sent = application?.sentAt
  const since = sent ? dateIn(fromJsDate(sent), portfolio.timeZone) : today
  const now = await timeNowOf(ctx, time)
  return {
    ...{ kind, asked },
    weighed: weigh(kind, asked.wish, { history, today, since }),
    preview: now && previewOf(now, asked.wish),
  }
}

/** An application in a list. */
export interface ApplicationRow extends Application {
  trainee: string
  next: string | null
}

export interface ApplicationList {
  /** Whose alone they are, where the address says so and there are any. */
  of: { id: string; name: string } | null
  /** What waits for the reader, the oldest first; on the first page alone. */
  mine: ApplicationRow[]
  /** A page of all others: those under way, then those that are over, the latest first. */
  rows: ApplicationRow[]
  total: number
  page: number
}

export const pageSize = 50
/** More than so many never wait for one person; whoever has decided on them finds the others. */
const most = 200

/** Applications that concern the actor. */
export const findApplications = scoped(applicationPolicy, async (visible, ctx): Promise<ApplicationList | null> => {
  if (ctx.actor.sessionId === null) return null
  const { of } = ctx.query
  const theirs: Prisma.ApplicationWhereInput = isId(of) ? { enrolmentId: of } : {}
  const page = Math.max(1, Math.min(1000, Math.trunc(Number(ctx.query.page)) || 1))
  const mine = await rowsOf(ctx, { AND: [visible, theirs, waitsFor(ctx)] }, { take: most, oldest: true })
  const others = { AND: [visible, theirs, { id: { notIn: mine.map(({ id }) => id) } }] }
  const [rows, total] = await Promise.all([
    rowsOf(ctx, others, { take: pageSize, skip: (page - 1) * pageSize }),
    ctx.db.application.count({ where: others }),
  ])
  const name = (mine[0] ?? rows[0])?.trainee
  return { of: isId(of) && name ? { id: of, name } : null, mine: page === 1 ? mine : [], rows, total, page }
})

/** What the acting role has to do: the trainee to send or to change it, others to decide. */
function waitsFor({ actor: { own, relation, personId } }: Ctx): Prisma.ApplicationWhereInput {
  if (own) return { state: { in: ['draft', 'returned'] } }
  const deciders = isOffice(relation) ? [relation, OFFICE] : [relation]
  return { state: 'submitted', decider: { in: deciders }, personId: { not: personId } }
}

async function rowsOf(
  ctx: Ctx,
  where: Prisma.ApplicationWhereInput,
  { take, skip = 0, oldest = false }: { take: number; skip?: number; oldest?: boolean },
): Promise<ApplicationRow[]> {
  const rows = await ctx.db.application.findMany({
    where,
    orderBy: oldest
      ? [{ sentAt: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }]
      : [{ decidedAt: { sort: 'desc', nulls: 'first' } }, { sentAt: { sort: 'desc', nulls: 'first' } }, { id: 'desc' }],
    ...{ take, skip },
    include: {
      enrolment: {
        select: { packVersionId: true, person: { select: { title: true, givenName: true, familyName: true } } },
      },
    },
  })
  return Promise.all(
    rows.map(async ({ enrolment: { person, packVersionId }, ...row }): Promise<ApplicationRow> => {
      const step = row.state === 'submitted' ? (row.decider as Standing | null) : null
      const { pack } = await ctx.services.packs.get(packVersionId)
      return {
        ...row,
        trainee: personName(person),
        next: step && roleWords(pack, step),
      }
    }),
  )
}
