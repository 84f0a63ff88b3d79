import { room } from '../kit/http.ts'
import { findAsking, findReview, type ReviewFound } from './queries.ts'
import { askForReview } from './service/ask.ts'
import { markSeen } from './service/look.ts'
import { askPage, reviewPage } from './views.ts'

/** Mounted below /portfolios. */
export const reviewsRoom = room(({ page, action }) => {
  page('/:enrolmentId/review', findAsking, askPage)
  action('/:enrolmentId/review', askForReview, askPage, ({ name }, { portfolio }) => ({
    to: `/portfolios/${portfolio.id}/review`,
    flash: `${name} has been told what is new`,
  }))
  page('/:enrolmentId/reviews/:reviewId', findReview, reviewPage, {
    viewed: ({ portfolio }: ReviewFound) => ({
      subjectId: portfolio.personId,
      enrolmentId: portfolio.id,
      what: 'overview',
    }),
  })
  action('/:enrolmentId/changes/seen', markSeen, null, (_done, { id }) => ({
    to: `/portfolios/${id}`,
    flash: 'Marked as seen',
  }))
})
