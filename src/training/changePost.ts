import { Temporal } from 'temporal-polyfill'
import { dateIn, toJsDate } from '../kit/clock.ts'
import type { AuditEntry } from '../kit/command.ts'
import type { Ctx, WriteCtx } from '../kit/context.ts'
import { Conflict, Invalid, NotFound, type Problems } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import { dbDate, lastDay } from '../kit/periods.ts'
import { date, dateTime, list } from '../kit/ui.ts'
import { type PostPlan, type PostWish, planPost, type RecordedPost, sameDays, seenOf } from './postPlan.ts'
import { periodWords, postsOf } from './posts.ts'
import { type PortfolioBase, portfolioHead } from './queries.ts'
import { tellOfPosts } from './tellPost.ts'

const compare = Temporal.PlainDate.compare

/** A wish with whose portfolio it concerns, and why. */
export interface PostChange extends PostWish {
  enrolmentId: string
  /** Kept in the history; needed where days that have passed would read otherwise. */
  reason: string | null
  /** What its writer had before them (`seenOf`): whoever comes second is told what the first has changed. */
  seen?: string | null
  /** Further problems that the plan brings, such as a confirmation that is missing. */
  check?: (plan: PostPlan) => Problems
}

export interface ChangedPost {
  plan: PostPlan
  portfolio: PortfolioBase
  audit: AuditEntry[]
}

/**
 * Puts a post on record, changes one or takes one off (R118–R125), with its history, its audit event and word to everybody
 * concerned. The caller has established that the actor may.
 * @throws Invalid with a sentence at `site`, `from`, `last`, `split`, `share` or `reason`; Conflict where somebody was quicker
 */
export async function changePost(ctx: WriteCtx, change: PostChange): Promise<ChangedPost> {
  const { enrolmentId } = change
  await lockPosts(ctx, enrolmentId)
  const head = await portfolioHead(ctx.db, enrolmentId, ctx.today)
  if (!head) throw new NotFound()
  const today = dateIn(ctx.now, head.timeZone)
  const posts = await postsOf(ctx.db, enrolmentId, today)
  if (change.seen && change.seen !== seenOf(posts)) throw new Invalid(await meanwhile(ctx, head))
  const plan = planPost(posts, change, { today, newId })
  const problems = problemsOf(plan, change, head, { posts, own: ctx.actor.personId === head.personId })
  const further = plan && Object.keys(problems).length === 0 ? (change.check?.(plan) ?? {}) : problems
  if (Object.keys(further).length > 0) throw new Invalid(further)
  await writePosts(ctx, enrolmentId, plan!, change.reason)
  await tellOfPosts(ctx, head, plan!)
  return { plan: plan!, portfolio: head, audit: eventsOf(head, plan!) }
}

/** Two people or two windows may keep the same portfolio's posts: one after the other. */
export async function lockPosts(ctx: WriteCtx, enrolmentId: string): Promise<void> {
  await ctx.db.$queryRaw`select 1 from "Enrolment" where id = ${enrolmentId}::uuid for update`
}

/** Who changed what while somebody else was writing. */
async function meanwhile({ db }: WriteCtx, { id, timeZone }: PortfolioBase): Promise<string> {
  const last = await db.auditEvent.findFirst({
    where: { enrolmentId: id, type: { in: ['post.applied', 'post.changed', 'post.withdrawn'] } },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
  })
  const did = { 'post.applied': 'entered', 'post.changed': 'changed', 'post.withdrawn': 'took off the record' }
  const { siteId, from } = (last?.data ?? {}) as { siteId?: string; from?: string }
  const site = siteId ? await db.site.findUnique({ where: { id: siteId }, select: { name: true } }) : null
  const what = last
    ? `${last.actorName} ${did[last.type as keyof typeof did]} the post at ${site?.name ?? 'a hospital'}${from ? ` from ${date(from)}` : ''} on ${dateTime(last.at, timeZone)}`
    : 'Somebody changed these posts'
  return `${what}, after you opened this page. What you typed is kept: look at the posts as they stand now, then send it again.`
}

type Known = { posts: readonly { id: string; site: string }[]; own: boolean }

/** What is wrong with a change, each at its field; nothing where it can be done. `own` speaks to the trainee. */
export function problemsOf(
  plan: PostPlan | null,
  { is, postId, meeting, reason }: PostChange,
  { startsOn, endsOn }: Pick<PortfolioBase, 'startsOn' | 'endsOn'>,
  { posts, own }: Known,
): Problems {
  const span = `from ${date(startsOn)} to ${date(lastDay(endsOn))}`
  const within = `Choose a day within ${own ? 'your' : 'the'} training, ${span}.`
  if (is?.until && compare(is.until, is.from) <= 0) return { last: 'The last day lies before the first one.' }
  const outside = {
    ...(is && compare(is.from, startsOn) < 0 ? { from: within } : {}),
    ...(is?.until && compare(is.until, endsOn) > 0 ? { last: within } : {}),
  }
  if (Object.keys(outside).length > 0) return outside
  if (!plan) return { site: 'This is on record already: nothing would change.' }
  const siteOf = ({ id }: { id: string }) => posts.find((one) => one.id === id)?.site ?? ''
  const touches = postId !== null || plan.changed.length + plan.withdrawn.length > 0
  return {
    ...overlapProblem(plan, meeting, siteOf, own),
    ...(plan.overfull
      ? { share: `More than the whole week is given away ${periodWords(plan.overfull)}. Leave something for each.` }
      : {}),
    // Trainees who enter late where they are already owe nobody a reason.
    ...(plan.changesPast && (touches || !own) && !reason
      ? { reason: 'Say why: days that have passed would read otherwise.' }
      : {}),
  }
}

function overlapProblem(
  { overlaps }: PostPlan,
  meeting: PostWish['meeting'],
  siteOf: (post: RecordedPost) => string,
  own: boolean,
): Problems {
  const [first] = overlaps
  const who = own ? 'You are' : 'The trainee is'
  if (!first) return {}
  if (meeting === 'split') return { split: `${who} at three hospitals in these days already.` }
  const where = list(overlaps.map((one) => `${siteOf(one)} in these days (${periodWords(one)})`))
  return { from: `${who} at ${where}. Change that first, or say that the time is split.` }
}

/**
 * Writes a plan; whatever stood on record and no longer does is kept for good.
 * @throws Invalid where appraisals rest on a post that would go, Conflict where somebody was quicker
 */
export async function writePosts(
  ctx: WriteCtx,
  enrolmentId: string,
  plan: Pick<PostPlan, 'withdrawn' | 'changed' | 'created'>,
  reason: string | null,
): Promise<void> {
  const { withdrawn, changed, created } = plan
  if (withdrawn.length > 0 && (await rested(ctx, withdrawn)).length > 0)
    throw new Invalid({
      site: 'Appraisals rest on a post that this would take off the record. Correct its dates instead.',
    })
  for (const post of withdrawn) {
    await keep(ctx, post.id, reason, true)
    if ((await ctx.db.placement.deleteMany({ where: asRead(post) })).count === 0) throw quicker()
  }
  for (const { was, is } of changed) {
    await keep(ctx, was.id, reason, false)
    const { count } = await ctx.db.placement.updateMany({
      where: asRead(was),
      data: { ...dataOf(is), ...(sameDays(was, is) ? {} : { remindedDays: null }) },
    })
    if (count === 0) throw quicker()
  }
  if (created.length === 0) return
  await ctx.db.placement.createMany({ data: created.map((post) => ({ id: post.id, enrolmentId, ...dataOf(post) })) })
}

/** Those of these posts on which appraisals rest, so that they cannot go. */
export async function rested(ctx: Pick<Ctx, 'db'>, posts: readonly { id: string }[]): Promise<string[]> {
  const where = { placementId: { in: posts.map(({ id }) => id) } }
  const rows = await ctx.db.appraisal.findMany({ where, select: { placementId: true }, distinct: ['placementId'] })
  return rows.map(({ placementId }) => placementId!)
}

const dataOf = ({ siteId, title, specialty, track, share, from, until }: RecordedPost) => ({
  ...{ siteId, title, specialty, track, share },
  from: dbDate(from),
  until: until && dbDate(until),
})

const asRead = ({ id, siteId, from, until }: RecordedPost) => ({
  ...{ id, siteId },
  from: dbDate(from),
  until: until && dbDate(until),
})

const quicker = () => new Conflict('Somebody else changed this at the same moment. Look at it as it stands now.')

/** What stood on record goes to the history. */
async function keep(ctx: WriteCtx, postId: string, reason: string | null, withdrawn: boolean): Promise<void> {
  const row = await ctx.db.placement.findUnique({ where: { id: postId } })
  if (!row) throw quicker()
  const { id: placementId, remindedDays: _reminded, ...stood } = row
  const by = { correctedAt: toJsDate(ctx.now), correctedById: ctx.actor.personId, reason, withdrawn }
  await ctx.db.correctedPlacement.create({ data: { id: newId(), placementId, ...stood, ...by } })
}

/** What the trail says of a plan: one event for each post. */
export function eventsOf({ personId, id }: Pick<PortfolioBase, 'personId' | 'id'>, plan: PostPlan): AuditEntry[] {
  const days = ({ siteId, from, until }: RecordedPost) => ({
    siteId,
    from: from.toString(),
    until: until?.toString() ?? null,
  })
  const entry = (type: string, post: RecordedPost, before?: RecordedPost): AuditEntry => ({
    type,
    subjectId: personId,
    enrolmentId: id,
    data: { postId: post.id, ...days(post), ...(before ? { before: days(before) } : {}) },
  })
  return [
    ...plan.created.map((post) => entry('post.applied', post)),
    ...plan.changed.map(({ was, is }) => entry('post.changed', is, was)),
    ...plan.withdrawn.map((post) => entry('post.withdrawn', post)),
  ]
}
