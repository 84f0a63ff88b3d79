import { z } from 'zod'
import { mailAddressOf } from '../../identity/index.ts'
import { toJsDate } from '../../kit/clock.ts'
import { command } from '../../kit/command.ts'
import type { WriteCtx } from '../../kit/context.ts'
import { Invalid } from '../../kit/errors.ts'
import { newId } from '../../kit/ids.ts'
import { date } from '../../kit/ui.ts'
import { type Decision, refuse } from '../../policy/index.ts'
import { hasSupervisors, postsIn, withinSentence } from '../../programmes/index.ts'
import { postUrl } from '../../training/index.ts'
import { type Asking, findAsking, type Reviewer } from '../queries.ts'
import { countWords } from '../words.ts'

const asking = z.object({
  reviewer: z.string('Choose whom to ask.').min(1, 'Choose whom to ask.'),
  words: z
    .string()
    .trim()
    .max(1000, 'Keep this below 1000 characters.')
    .optional()
    .transform((text) => text || null),
})

/** Somebody must be on record who can be asked. */
export function mayAsk({ relation }: { relation: string }, { reviewers, portfolio, pack }: Asking): Decision {
  if (relation !== 'trainee') return refuse('review.trainee', 'Only the trainee asks for a review.', portfolio.name)
  if (reviewers.length > 0) return true
  if (hasSupervisors(pack.pack)) {
    const remedy = { label: 'See your supervisors', href: '/supervisors' }
    return refuse(
      'review.nobody',
      'No supervisor of today is on record for you.',
      'your programme’s coordinator',
      remedy,
    )
  }
  // Where no supervisors are on record, whoever directs training at the post reviews.
  const one = withinSentence(postsIn(pack.pack).words.one)
  const why = `Nobody reviews your portfolio at present: it is read by whoever directs training at your ${one}.`
  return refuse('review.nobody', why, null, {
    label: `See your ${one}`,
    href: postUrl.posts(portfolio.id),
  })
}

/**
 * R135: the trainee presents the portfolio: one supervisor is told how much is new since the last time. The mail says
 * counts alone; titles are on the page behind its link, for whoever may read them.
 */
export const askForReview = command({
  find: findAsking,
  may: mayAsk,
  input: () => asking,
  free: ({ words }, { portfolio, reviewers }) => ({
    texts: words ? { words } : {},
    known: [portfolio.name, ...reviewers.map(({ name }) => name)],
  }),
  async run(ctx, found, { reviewer: id, words }) {
    const reviewer = found.reviewers.find((one) => one.id === id)
    if (!reviewer) throw new Invalid({ reviewer: 'Choose one of these people.' })
    if (reviewer.counts.size === 0) throw new Invalid({ reviewer: nothingNew(reviewer) })
    const { portfolio, toSeq } = found
    // Two windows at once: the second finds what the first has asked.
    await ctx.db.$queryRaw`select id from "Enrolment" where id = ${portfolio.id}::uuid for no key update`
    const asked = { enrolmentId: portfolio.id, askedOfId: reviewer.id, toSeq: { gte: toSeq } }
    if ((await ctx.db.review.count({ where: asked })) > 0)
      throw new Invalid({ reviewer: `You have asked ${reviewer.name} a moment ago, and nothing is new since.` })
    const reviewId = newId()
    await ctx.db.review.create({
      data: {
        id: reviewId,
        enrolmentId: portfolio.id,
        askedOfId: reviewer.id,
        askedOfName: reviewer.name,
        roleKey: reviewer.roleKey,
        words,
        fromSeq: reviewer.fromSeq,
        toSeq,
        at: toJsDate(ctx.now),
      },
    })
    await tell(ctx, found, reviewer, reviewId)
    return { name: reviewer.name, reviewId }
  },
  audit: ({ reviewId }, { portfolio }) => ({
    type: 'review.asked',
    subjectId: portfolio.personId,
    enrolmentId: portfolio.id,
    data: { reviewId },
  }),
})

/** Why somebody is not asked again: nothing that they would read has happened since. */
export const nothingNew = ({ name, lastAskedAt }: Reviewer): string =>
  lastAskedAt
    ? `Nothing is new to ${name} since you asked on ${date(lastAskedAt.toISOString())}.`
    : `Nothing in your portfolio can be read by ${name} yet.`

async function tell(ctx: WriteCtx, { portfolio }: Asking, reviewer: Reviewer, reviewId: string): Promise<void> {
  const href = `/portfolios/${portfolio.id}/reviews/${reviewId}`
  const text = `${portfolio.name} is ready for your review`
  const { id: personId, roleKey } = reviewer
  const counts = countWords(reviewer.counts)
  await ctx.services.notices.notify(ctx, {
    personId,
    roleKey,
    kind: 'review.asked',
    text,
    detail: counts,
    href,
    subjectId: portfolio.personId,
  })
  const address = await mailAddressOf(ctx.db, personId)
  if (!address) return
  const since = reviewer.lastAskedAt ? `Since ${date(reviewer.lastAskedAt.toISOString())} there is new` : 'There is new'
  await ctx.services.notices.queueMail(ctx, {
    to: address,
    toPersonId: personId,
    subject: text,
    text: [
      `Dear ${reviewer.name},`,
      `${portfolio.name} has got their portfolio ready and asks you to look at it. ${since}: ${counts}.`,
      'The page behind the link lists it. What waits for your sign-off can be signed there in one sitting.',
    ].join('\n\n'),
    link: { label: 'See what is new', path: href },
    purpose: 'review.asked',
  })
}
