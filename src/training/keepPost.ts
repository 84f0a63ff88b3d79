import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { dateIn, toJsDate } from '../kit/clock.ts'
import { type AuditEntry, command } from '../kit/command.ts'
import type { WriteCtx } from '../kit/context.ts'
import { Conflict, Invalid } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import { day, line } from '../kit/inputs.ts'
import { dbDate, lastDay, overlap, type Period, untilAfter } from '../kit/periods.ts'
import { date } from '../kit/ui.ts'
import { all, type Decision, refuse } from '../policy/index.ts'
import { postsIn, withinSentence } from '../programmes/index.ts'
import { findPostToKeep, type PostToKeep } from './findPosts.ts'
import { portfolioPolicy } from './policy.ts'
import { type Post, periodWords } from './posts.ts'
import { tellOfPost } from './tellPost.ts'

const { keepPosts } = portfolioPolicy.actions
const compare = Temporal.PlainDate.compare

/** R118, R122: where, and both ends. People name last days. */
const postForm = ({ sites, portfolio }: PostToKeep) =>
  z
    .object({
      site: line(60, 'Choose the hospital.').refine(
        (id) => !id || sites.some((site) => site.id === id),
        'Choose the hospital from the list.',
      ),
      from: day('Enter the first day.'),
      last: day('Enter the expected last day.'),
      title: line(80),
      split: z.literal('yes').nullable().catch(null),
      reason: line(500),
    })
    .superRefine(({ from, last }, issues) => {
      const problem = (path: string, message: string) => issues.addIssue({ code: 'custom', path: [path], message })
      const span = `from ${date(portfolio.startsOn)} to ${date(lastDay(portfolio.endsOn))}`
      if (compare(last, from) < 0) problem('last', 'The last day lies before the first one.')
      if (compare(from, portfolio.startsOn) < 0) problem('from', `Choose a day within your training, ${span}.`)
      if (compare(last, portfolio.endsOn) >= 0) problem('last', `Choose a day within your training, ${span}.`)
    })
type PostInput = z.output<ReturnType<typeof postForm>>

const periodOf = ({ from, last }: PostInput): Period => ({ from, until: untilAfter(last) })

/** Two people or two windows may keep the same portfolio's posts: one after the other. */
async function lock(ctx: WriteCtx, enrolmentId: string): Promise<void> {
  await ctx.db.$queryRaw`select 1 from "Enrolment" where id = ${enrolmentId}::uuid for update`
}

/**
 * The track of a post among others: the main one, or a further one where the trainee says that the time is split.
 * @throws Invalid where it overlaps and is not split, or is split among too many
 */
function trackFor(period: Period, others: readonly Post[], split: boolean): string {
  const meeting = others.filter((one) => overlap(period, one))
  const [first] = meeting
  if (!first) return 'main'
  if (!split)
    throw new Invalid({
      from: `You are at ${first.site} in these days (${periodWords(first)}). Change that first, or say that you split your time.`,
    })
  const free = ['main', 'split', 'split-2'].find((track) => !meeting.some((one) => one.track === track))
  if (!free) throw new Invalid({ split: 'You are at three hospitals in these days already.' })
  return free
}

interface Kept {
  post: Post
  /** Where it was before it was changed. */
  before: Post | null
}

/** Who answers for training there stands beside it anyway. */
const namedBy = ({ portfolio }: PostToKeep) => [portfolio.name, ...portfolio.leads.map(({ name }) => name)]

/** R118, R119: the trainee enters a post; whoever answers for training there reaches the portfolio while it is active. */
export const applyPost = command({
  find: findPostToKeep,
  may: (actor, found) => keepPosts(actor, found),
  input: (found) => postForm(found) as z.ZodType<PostInput>,
  free: ({ title, reason }, found) => ({ texts: { title, reason }, known: namedBy(found) }),
  async run(ctx, found, input): Promise<Kept> {
    await lock(ctx, found.portfolio.id)
    const post = await written(ctx, found, input, newId())
    await ctx.db.placement.create({ data: rowOf(found, post) })
    await tellOfPost(ctx, found, { is: post, was: null })
    return { post, before: null }
  },
  audit: (kept, found) => event('post.applied', found, kept),
})

/** The post that is meant, on a track of its own. Read anew within the lock. */
async function written(ctx: WriteCtx, found: PostToKeep, input: PostInput, id: string): Promise<Post> {
  const others = (await findPostToKeep(ctx))?.posts.filter((one) => one.id !== id) ?? []
  const period = periodOf(input)
  const site = found.sites.find((one) => one.id === input.site)!
  const title = input.title ?? postsIn(found.pack.pack).words.one
  const track = trackFor(period, others, input.split === 'yes')
  // What it is today is worked out wherever it is read.
  return { id, title, siteId: site.id, site: site.name, track, state: 'active', ...period }
}

const rowOf = ({ portfolio }: PostToKeep, { id, title, siteId, track, from, until }: Post) => ({
  id,
  enrolmentId: portfolio.id,
  siteId,
  title,
  track,
  from: dbDate(from),
  until: until && dbDate(until),
})

const sameDays = (a: Period, b: Period) =>
  a.from.equals(b.from) && (a.until === b.until || Boolean(a.until && b.until?.equals(a.until)))

/** Whether a day before today would read otherwise. */
export function changesPast(before: Post, after: Post | null, today: Temporal.PlainDate): boolean {
  const past = ({ from, until }: Period) => ({ from, until: until && compare(until, today) < 0 ? until : today })
  const was = compare(before.from, today) < 0 ? past(before) : null
  const is = after && compare(after.from, today) < 0 ? past(after) : null
  if (!was || !is) return was !== is
  return !sameDays(was, is) || before.siteId !== after!.siteId
}

/** Ends a post otherwise than expected, or corrects it; what was on record is kept. */
export const changePost = command({
  find: findPostToKeep,
  may: (actor, found) => keepPosts(actor, found),
  input: (found) => postForm(found) as z.ZodType<PostInput>,
  free: ({ title, reason }, found) => ({ texts: { title, reason }, known: namedBy(found) }),
  async run(ctx, found, input): Promise<Kept> {
    await lock(ctx, found.portfolio.id)
    const before = found.post!
    const post = await written(ctx, found, input, before.id)
    if (sameDays(before, post) && before.siteId === post.siteId && before.title === post.title)
      throw new Invalid({ site: 'This is on record already: nothing would change.' })
    const today = dateIn(ctx.now, found.portfolio.timeZone)
    if (changesPast(before, post, today) && !input.reason)
      throw new Invalid({ reason: 'Say why: days that have passed would read otherwise.' })
    await keep(ctx, before.id, input.reason, false)
    const { id, ...data } = rowOf(found, post)
    const { count } = await ctx.db.placement.updateMany({ where: asRead(before), data })
    if (count === 0) throw quicker()
    await tellOfPost(ctx, found, { is: post, was: before })
    return { post, before }
  },
  audit: (kept, found) => event('post.changed', found, kept),
})

const asRead = ({ id, siteId, from, until }: Post) => ({
  id,
  siteId,
  from: dbDate(from),
  until: until && dbDate(until),
})

const quicker = () => new Conflict('Somebody else changed this at the same moment. Look at it as it stands now.')

/** What stood on record goes to the history. */
async function keep(ctx: WriteCtx, postId: string, reason: string | null, withdrawn: boolean): Promise<void> {
  const row = await ctx.db.placement.findUnique({ where: { id: postId } })
  if (!row) throw quicker()
  const { id: placementId, ...stood } = row
  const by = { correctedAt: toJsDate(ctx.now), correctedById: ctx.actor.personId, reason, withdrawn }
  await ctx.db.correctedPlacement.create({ data: { id: newId(), placementId, ...stood, ...by } })
}

/** Whether a post may be taken off the record as if it had never been. */
export function mayWithdraw(found: PostToKeep): Decision {
  if (!found.rested) return true
  const one = withinSentence(postsIn(found.pack.pack).words.one)
  return refuse('post.rested', `Appraisals rest on this ${one}. Correct its dates instead.`)
}

const withdrawal = ({ post, today }: PostToKeep) =>
  z.object({
    reason: line(500).refine(
      (reason) => reason !== null || compare(today, post!.from) < 0,
      'Say why: days that have passed would read otherwise.',
    ),
  })

/** Takes back a post that was entered by mistake; it stays in the history. */
export const withdrawPost = command({
  find: findPostToKeep,
  may: (actor, found) => all(keepPosts(actor, found), mayWithdraw(found)),
  input: (found) => withdrawal(found) as z.ZodType<{ reason: string | null }>,
  free: ({ reason }, found) => ({ texts: { reason }, known: namedBy(found) }),
  async run(ctx, found, { reason }): Promise<Kept> {
    await lock(ctx, found.portfolio.id)
    const post = found.post!
    await keep(ctx, post.id, reason, true)
    const { count } = await ctx.db.placement.deleteMany({ where: asRead(post) })
    if (count === 0) throw quicker()
    await tellOfPost(ctx, found, { is: null, was: post })
    return { post, before: post }
  },
  audit: (kept, found) => event('post.withdrawn', found, kept),
})

function event(type: string, { portfolio }: PostToKeep, { post, before }: Kept): AuditEntry {
  const days = ({ siteId, from, until }: Post) => ({
    siteId,
    from: from.toString(),
    until: until?.toString() ?? null,
  })
  return {
    type,
    subjectId: portfolio.personId,
    enrolmentId: portfolio.id,
    data: { postId: post.id, ...days(post), ...(before && before !== post ? { before: days(before) } : {}) },
  }
}
