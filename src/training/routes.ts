import { room } from '../kit/http.ts'
import { plural } from '../kit/ui.ts'
import { type AbsencesFound, findAbsences } from './absence/find.ts'
import { enterAbsence, withdrawAbsence } from './absence/keep.ts'
import { absencesPage } from './absence/page.ts'
import { findPosts, findPostToKeep, type PostsFound } from './findPosts.ts'
import { applyPost, correctPost, withdrawPost } from './keepPost.ts'
import { nudgeLeaver } from './nudge.ts'
import { type PostPlan, postsAfter, type RecordedPost } from './postPlan.ts'
import { nothingWords } from './posts.ts'
import { rotatePage } from './rotateViews.ts'
import { findRotation } from './rotation.ts'
import { aloneWords } from './splitAlone.ts'
import { url } from './urls.ts'
import { postPage, postsPage } from './views.ts'
import { yearPlan } from './yearPlan.ts'

const viewed = ({ portfolio }: PostsFound) => ({
  subjectId: portfolio.personId,
  enrolmentId: portfolio.id,
  what: 'posts',
})

/** A part of the week to which no other belongs is taken, and said: the other may be entered next. */
function alone(plan: PostPlan, posts: readonly RecordedPost[]): string {
  const words = plan.post && aloneWords(plan.post, postsAfter(posts, plan))
  return words ? ` The time is split, and ${words}: enter that, too.` : ''
}

/** Days beside the post on which nothing is on record, said at once to whoever may enter them. */
const gapWords = ({ gaps }: PostPlan): string => gaps.map((gap) => ` ${nothingWords(gap)}`).join('')

/** Where a trainee is, was and will be: the posts of one portfolio. */
export const trainingRoom = room(({ page, raw, action }) => {
  const seenAbsences = ({ portfolio }: AbsencesFound) => ({
    ...{ subjectId: portfolio.personId, enrolmentId: portfolio.id, what: 'absences' },
  })
  page('/:enrolmentId/absences', findAbsences, absencesPage, { viewed: seenAbsences })
  action('/:enrolmentId/absences', enterAbsence, absencesPage, ({ days }, { portfolio }) => ({
    to: url.absences(portfolio.id),
    flash: `${plural(days, 'day')} entered.`,
  }))
  action('/:enrolmentId/absences/:absenceId/withdraw', withdrawAbsence, absencesPage, (_none, { portfolio }) => ({
    to: url.absences(portfolio.id),
    flash: 'Taken back. It stays readable below.',
  }))
  page('/:enrolmentId/posts', findPosts, postsPage, { viewed })
  page('/:enrolmentId/posts/new', findPostToKeep, postPage)
  action('/:enrolmentId/posts/new', applyPost, postPage, ({ plan }, { portfolio, sites, posts }) => ({
    to: url.posts(portfolio.id),
    flash: `On record: ${sites.find(({ id }) => id === plan.post?.siteId)?.name}. Whoever answers for training there is told.${alone(plan, posts)}${gapWords(plan)}`,
  }))
  page('/:enrolmentId/posts/rotate', findRotation, rotatePage, { viewed })
  // Where somebody comes back to from what could not be sent.
  page('/:enrolmentId/posts/rotate/nudge', findRotation, rotatePage, { viewed })
  action('/:enrolmentId/posts/rotate/nudge', nudgeLeaver, rotatePage, ({ name }, { portfolio }) => ({
    to: url.rotate(portfolio.id),
    flash: `${name} is asked, by notice and by mail.`,
  }))
  raw('/:enrolmentId/posts/plan.svg', findPosts, yearPlan, { viewed })
  page('/:enrolmentId/posts/:postId', findPostToKeep, postPage)
  action('/:enrolmentId/posts/:postId', correctPost, postPage, ({ plan }, { portfolio, posts }) => ({
    to: url.posts(portfolio.id),
    flash: `Changed. What was on record before is kept in the history.${alone(plan, posts)}${gapWords(plan)}`,
  }))
  action('/:enrolmentId/posts/:postId/withdraw', withdrawPost, postPage, (_kept, { portfolio, post }) => ({
    to: url.posts(portfolio.id),
    flash: `${post?.site} is off the record; the history keeps it.`,
  }))
})
