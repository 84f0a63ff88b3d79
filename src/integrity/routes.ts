import { room } from '../kit/http.ts'
import { askForCheck, findCheck, findChecks } from './checks.ts'
import { checkPage, checksPage } from './views/checks.ts'

/** Below /integrity: for those who answer for a programme, never for a trainee's supervisors. */
export const integrityRoom = room(({ page, action }) => {
  page('/', findChecks, checksPage)
  action('/checks', askForCheck, checksPage, ({ id }) => ({
    to: `/integrity/checks/${id}`,
    flash: 'The check has begun. You are told when it is done.',
  }))
  page('/checks/:id', findCheck, checkPage)
})
