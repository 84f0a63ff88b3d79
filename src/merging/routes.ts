import { room } from '../kit/http.ts'
import { findLikely, findPair } from './queries.ts'
import { merge } from './service.ts'
import { url } from './urls.ts'
import { likelyPage, pairPage } from './views.ts'

export const mergingRoom = room(({ page, action }) => {
  page('/', findLikely, likelyPage)
  page('/:otherId/into/:keepId', findPair, pairPage)
  action('/:otherId/into/:keepId', merge, pairPage, (_moved, { keep }) => ({
    to: url.person(keep.id),
    flash: `Both are one person now: ${keep.name}.`,
  }))
})
