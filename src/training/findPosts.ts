import type { Temporal } from 'temporal-polyfill'
import type { Prisma } from '../generated/client.ts'
import { dateIn } from '../kit/clock.ts'
import type { Ctx } from '../kit/context.ts'
import { type Period, plainDate } from '../kit/periods.ts'
import { scoped } from '../kit/scope.ts'
import { accreditationsOf, contactsAt, lapseWords, type SiteContacts } from '../places/index.ts'
import { type Actor, depth, isRefusal } from '../policy/index.ts'
import { type PublishedPack, postsIn } from '../programmes/index.ts'
import { portfolioOf } from './find.ts'
import { portfolioPolicy } from './policy.ts'
import type { Weighed } from './postEffects.ts'
import { seenOf } from './postPlan.ts'
import { type Post, postsOf } from './posts.ts'
import type { PortfolioBase } from './queries.ts'
import { weighedIn } from './weigh.ts'

/** A post as it stood before somebody changed or withdrew it. */
export interface PastPost extends Period {
  id: string
  placementId: string
  title: string
  site: string
  correctedAt: Date
  correctedBy: string
  correctedById: string
  /** Null where none was needed; that it is not shown, for readers of facts alone. */
  reason: string | null
  withdrawn: boolean
}

/** The posts of one portfolio, with what was on record before. */
export interface PostsFound {
  portfolio: PortfolioBase
  pack: PublishedPack
  today: Temporal.PlainDate
  posts: Post[]
  history: PastPost[]
}

/** Who supervised from when to when, in the words of the record. */
export interface Supervised extends Period {
  id: string
  kind: 'educational' | 'clinical'
  name: string
}

/** A post of the same person in another programme that the reader reaches too. */
export interface BesidePost extends Period {
  id: string
  programme: string
  site: string
  enrolmentId: string
}

/** The posts with what stands beside them. */
export interface PostsShown extends PostsFound {
  supervised: Supervised[]
  elsewhere: BesidePost[]
  /** Whom to ask at the sites where the trainee is or will be. */
  contacts: SiteContacts[]
  /** Days ahead on which a hospital is not accredited for the programme, in words, by post. */
  lapses: ReadonlyMap<string, string>
}

/** Hospitals to choose from; those of the programme's own network stand first. */
export interface SiteChoice {
  id: string
  name: string
  network: string
  own: boolean
}

/** A post about to be entered, or one about to be changed. */
export interface PostToKeep extends PostsFound {
  sites: SiteChoice[]
  post: Post | null
  /** Whether appraisals rest on it, so that it cannot go. */
  rested: boolean
  /** Whether an office keeps it, which may let other posts make way. */
  office: boolean
  /** For whoever keeps it, who is shown what a change of days that have passed does; null for readers. */
  weighed: Omit<Weighed, 'posts' | 'sites'> | null
  /** What the posts on record read like, so that whoever keeps them learns of what somebody else did meanwhile. */
  seen: string
}

export async function foundIn(ctx: Ctx, portfolio: PortfolioBase): Promise<PostsFound> {
  const today = dateIn(ctx.now, portfolio.timeZone)
  const [pack, posts, history] = await Promise.all([
    ctx.services.packs.get(portfolio.packVersionId),
    postsOf(ctx.db, portfolio.id, today),
    historyOf(ctx, portfolio),
  ])
  const why = readsReasons(ctx.actor, portfolio, pack)
  const shown = (past: PastPost) => why || past.correctedById === ctx.actor.personId
  return { portfolio, pack, today, posts, history: history.map((past) => (shown(past) ? past : withoutWhy(past))) }
}

/** Reasons are words that somebody wrote: for an office that keeps the posts, and for those who read progress in full. */
function readsReasons(actor: Actor, portfolio: PortfolioBase, pack: PublishedPack): boolean {
  const keeps =
    postsIn(pack.pack).by === 'office' && !isRefusal(portfolioPolicy.actions.keepPosts(actor, { portfolio, pack }))
  return keeps || depth(actor, { section: 'progress', ...portfolio }) === 'full'
}

const withoutWhy = (past: PastPost): PastPost => ({ ...past, reason: past.reason && 'Not shown in this role' })

async function historyOf(ctx: Ctx, { id }: PortfolioBase): Promise<PastPost[]> {
  const rows = await ctx.db.correctedPlacement.findMany({
    where: { enrolmentId: id },
    orderBy: { correctedAt: 'desc' },
    include: { site: { select: { name: true } }, correctedBy: true },
    take: 100,
  })
  return rows.map(({ site, correctedBy: by, from, until, ...row }) => ({
    ...row,
    from: plainDate(from),
    until: until && plainDate(until),
    site: site.name,
    correctedBy: [by.title, by.givenName, by.familyName].filter(Boolean).join(' '),
  }))
}

/** Finder of the posts of a portfolio (`:enrolmentId`), for whoever reaches it. */
export const findPosts = scoped(portfolioPolicy, async (visible, ctx): Promise<PostsShown | null> => {
  const portfolio = await portfolioOf(visible, ctx, ctx.params.enrolmentId)
  if (!portfolio) return null
  const own = ctx.actor.personId === portfolio.personId
  const [found, supervised, elsewhere] = await Promise.all([
    foundIn(ctx, portfolio),
    supervisedIn(ctx, portfolio),
    elsewhereOf(ctx, portfolio, own ? {} : visible),
  ])
  const sites = found.posts.filter(({ state }) => state !== 'ended').map(({ siteId }) => siteId)
  const [contacts, accredited] = await Promise.all([contactsAt(ctx.db, sites), accreditationsOf(ctx.db, sites)])
  const lapses = new Map(
    found.posts.flatMap(({ id, siteId, from, until }): [string, string][] => {
      const there = accredited.filter((one) => one.siteId === siteId && one.programmeId === portfolio.programmeId)
      const words = lapseWords({ from, until }, there, found.today)
      return words ? [[id, words]] : []
    }),
  )
  return { ...found, supervised, elsewhere, contacts, lapses }
})

async function supervisedIn(ctx: Ctx, { id }: PortfolioBase): Promise<Supervised[]> {
  const rows = await ctx.db.supervision.findMany({
    where: { enrolmentId: id },
    orderBy: [{ from: 'desc' }, { kind: 'desc' }],
    select: { id: true, kind: true, from: true, until: true, person: true },
    take: 60,
  })
  return rows.map(({ person, from, until, ...row }) => ({
    ...row,
    name: [person.title, person.givenName, person.familyName].filter(Boolean).join(' '),
    from: plainDate(from),
    until: until && plainDate(until),
  }))
}

/** Dual programmes seen side by side: only those that the reader reaches, or that are their own. */
async function elsewhereOf(
  ctx: Ctx,
  { id, personId }: PortfolioBase,
  visible: Prisma.EnrolmentWhereInput,
): Promise<BesidePost[]> {
  const rows = await ctx.db.placement.findMany({
    where: { enrolment: { AND: [visible, { personId, id: { not: id }, state: { not: 'closed' } }] } },
    orderBy: { from: 'desc' },
    take: 30,
    select: {
      ...{ id: true, enrolmentId: true, from: true, until: true },
      site: { select: { name: true } },
      enrolment: { select: { programme: { select: { name: true } } } },
    },
  })
  return rows.map(({ site, enrolment, from, until, ...row }) => ({
    ...row,
    site: site.name,
    programme: enrolment.programme.name,
    from: plainDate(from),
    until: until && plainDate(until),
  }))
}

/** Finder of a post to enter, or of the one in the path (`:postId`), with the hospitals to choose from. */
export const findPostToKeep = scoped(portfolioPolicy, async (visible, ctx): Promise<PostToKeep | null> => {
  const portfolio = await portfolioOf(visible, ctx, ctx.params.enrolmentId)
  if (!portfolio) return null
  const { postId } = ctx.params
  const found = await foundIn(ctx, portfolio)
  const post = found.posts.find(({ id }) => id === postId) ?? null
  if (postId && !post) return null
  const [sites, appraisals] = await Promise.all([
    sitesOf(ctx, portfolio),
    post ? ctx.db.appraisal.count({ where: { placementId: post.id } }) : 0,
  ])
  const office = ctx.actor.relation === 'coordinator' || ctx.actor.relation === 'collegeAdmin'
  const keeps = office || (ctx.actor.personId === portfolio.personId && postsIn(found.pack.pack).by === 'trainee')
  const weighed = keeps ? await weighedIn(ctx, portfolio, found.pack, sites) : null
  return { ...found, sites, post, office, rested: appraisals > 0, weighed, seen: seenOf(found.posts) }
})

/** The hospitals of the programme's college, and where the trainee has been already. */
function sitesOf(ctx: Ctx, { id, programmeId }: PortfolioBase): Promise<SiteChoice[]> {
  return ctx.db.$queryRaw<SiteChoice[]>`
    select si.id, si.name, n.name as network, n.id = pr."networkId" as own
    from "Programme" pr join "Network" n on true join "Site" si on si."networkId" = n.id
    where pr.id = ${programmeId}::uuid and (n."collegeId" = pr."collegeId"
      or si.id in (select pl."siteId" from "Placement" pl where pl."enrolmentId" = ${id}::uuid))
    order by own desc nulls last, n.name, si.name`
}
