import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { command } from '../kit/command.ts'
import type { WriteCtx } from '../kit/context.ts'
import { Invalid, type Problems } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import { day, line } from '../kit/inputs.ts'
import { untilAfter } from '../kit/periods.ts'
import { all, type Decision, refuse } from '../policy/index.ts'
import { postsIn, withinSentence } from '../programmes/index.ts'
import { type ChangedPost, changePost as change, type PostChange, problemsOf } from './changePost.ts'
import { findPostToKeep, type PostToKeep } from './findPosts.ts'
import { portfolioPolicy } from './policy.ts'
import { crowdWords, effectsOf, needsConfirming, tokenOf } from './postEffects.ts'
import { type PostPlan, planPost } from './postPlan.ts'

const { keepPosts } = portfolioPolicy.actions

const percent = z
  .preprocess((value) => value ?? '', z.string())
  .transform((text, issues) => {
    const typed = text.trim().replace(/\s*%$/, '')
    if (!typed) return null
    const share = Number(typed)
    if (Number.isInteger(share) && share >= 1 && share <= 99) return share
    issues.addIssue({ code: 'custom', message: 'Enter whole per cent of the week, from 1 to 99.' })
    return z.NEVER
  })

/** R118, R122: where, and both ends. People name last days. */
const postForm = ({ sites }: PostToKeep) =>
  z.object({
    site: line(60, 'Choose the hospital.').refine(
      (id) => !id || sites.some((site) => site.id === id),
      'Choose the hospital from the list.',
    ),
    from: day('Enter the first day.'),
    last: day('Enter the expected last day.'),
    title: line(80),
    split: z.literal('yes').nullable().catch(null),
    /** An office may let other posts of these days make way. */
    others: z.literal('cut').nullable().catch(null),
    seen: line(40).catch(null),
    confirm: line(900).catch(null),
    share: percent,
    reason: line(500),
  })
export type PostInput = z.output<ReturnType<typeof postForm>>

/** What was typed, as a wish. */
export function wishOf(found: PostToKeep, input: PostInput): PostChange {
  const { site, from, last, title, split, others, share, reason, seen } = input
  const until = untilAfter(last)
  return {
    enrolmentId: found.portfolio.id,
    postId: found.post?.id ?? null,
    is: {
      siteId: site,
      title: title ?? postsIn(found.pack.pack).words.one,
      specialty: found.post?.siteId === site ? found.post.specialty : null,
      share: split ? share : null,
      ...{ from, until },
    },
    meeting: split ? 'split' : others && found.office ? 'cut' : 'name',
    ...{ reason, seen },
  }
}

/** What an office or the trainee is shown before they confirm; null where nothing needs confirming. */
export function confirmOf(found: PostToKeep, plan: PostPlan): { token: string; effects: string[] } | null {
  if (!found.weighed) return null
  const crowded = crowdWords({ ...found.weighed, ...found }, plan, found.today).length > 0
  if (!needsConfirming(plan) && !crowded) return null
  // Trainees who enter late where they are already take nothing from anybody.
  if (!found.office && !found.post && plan.changed.length + plan.withdrawn.length === 0) return null
  return { token: tokenOf(plan), effects: effectsOf({ ...found.weighed, ...found }, plan, found.today) }
}

/** The same for the page that comes back: null while the fields themselves are not in order. */
export function confirmTyped(found: PostToKeep, typed: Record<string, unknown> | null) {
  const parsed = typed && found.weighed ? postForm(found).safeParse(typed) : null
  if (!parsed?.success) return null
  const wish = wishOf(found, parsed.data)
  const plan = planPost(found.posts, wish, { today: found.today, newId })
  const { reason: _why, ...problems } = problemsOf(plan, wish, found.portfolio, { posts: found.posts, own: false })
  return plan && Object.keys(problems).length === 0 ? confirmOf(found, plan) : null
}

/** What it does to take the post off the record. */
export function withdrawalOf(found: PostToKeep): string[] {
  const wish = { postId: found.post?.id ?? null, is: null, meeting: 'name' as const }
  const plan = found.weighed ? planPost(found.posts, wish, { today: found.today, newId }) : null
  return plan && found.weighed ? effectsOf({ ...found.weighed, ...found }, plan, found.today) : []
}

const checkFor =
  (found: PostToKeep, confirm: string | null) =>
  (plan: PostPlan): Problems => {
    const asked = confirmOf(found, plan)
    return asked && asked.token !== confirm ? { confirm: 'Read what this changes, and tick if it is right.' } : {}
  }

/** Who answers for training there stands beside it anyway. */
const namedBy = ({ portfolio }: PostToKeep) => [portfolio.name, ...portfolio.leads.map(({ name }) => name)]

const kept = {
  find: findPostToKeep,
  input: (found: PostToKeep) => postForm(found) as z.ZodType<PostInput>,
  free: ({ title, reason }: PostInput, found: PostToKeep) => ({ texts: { title, reason }, known: namedBy(found) }),
  run: (ctx: WriteCtx, found: PostToKeep, input: PostInput): Promise<ChangedPost> =>
    change(ctx, { ...wishOf(found, input), check: checkFor(found, input.confirm) }),
  audit: ({ audit }: ChangedPost) => audit,
}

/** R118, R119: a post is entered; whoever answers for training there reaches the portfolio while it is active. */
export const applyPost = command({ ...kept, prepares: true, may: (actor, found) => keepPosts(actor, found) })

/** Ends a post otherwise than expected, or corrects it; what was on record is kept. */
export const correctPost = command({ ...kept, may: (actor, found) => keepPosts(actor, found) })

/** Whether a post may be taken off the record as if it had never been. */
export function mayWithdraw(found: PostToKeep): Decision {
  if (!found.rested) return true
  const one = withinSentence(postsIn(found.pack.pack).words.one)
  return refuse('post.rested', `Appraisals rest on this ${one}. Correct its dates instead.`)
}

/** Takes back a post that was entered by mistake; it stays in the history. */
export const withdrawPost = command({
  find: findPostToKeep,
  may: (actor, found) => all(keepPosts(actor, found), mayWithdraw(found)),
  input: (): z.ZodType<{ reason: string | null }> => z.object({ reason: line(500) }),
  free: ({ reason }, found) => ({ texts: { reason }, known: namedBy(found) }),
  run: (ctx, { portfolio, post, today }, { reason }): Promise<ChangedPost> => {
    if (!reason && Temporal.PlainDate.compare(today, post!.from) >= 0)
      throw new Invalid({ reason: 'Say why: days that have passed would read otherwise.' })
    return change(ctx, { enrolmentId: portfolio.id, postId: post!.id, is: null, meeting: 'name', reason })
  },
  audit: ({ audit }) => audit,
})
