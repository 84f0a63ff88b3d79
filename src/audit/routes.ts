import { room } from '../kit/http.ts'
import { findActivity, findLooks } from './queries.ts'
import { activityPage, lookedPage } from './views.ts'

/** Mounted below /portfolios: who looked, and what was done. */
export const auditRoom = room(({ page }) => {
  page('/:enrolmentId/looked', findLooks, lookedPage)
  page('/:enrolmentId/activity', findActivity, activityPage)
})
