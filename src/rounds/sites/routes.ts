import { room } from '../../kit/http.ts'
import { findRating, findRatings, findSingle } from './queries.ts'
import { rateSite } from './service.ts'
import { ratePage, ratingPage, ratingsPage } from './views.ts'

/** Confidential ratings of hospitals, below /site-ratings. */
export const siteRatingsRoom = room(({ page, action }) => {
  page('/', findRatings, ratingsPage)
  page('/new', findRating, ratePage)
  action('/new', rateSite, ratePage, () => ({
    to: '/site-ratings',
    flash: 'Thank you. That you rated is in your portfolio; what you said is not',
  }))
  page('/:id', findSingle, ratingPage)
})
