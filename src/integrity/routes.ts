import { room } from '../kit/http.ts'
import { askForCheck, findCheck, findChecks } from './checks.ts'
import { findDispute, raiseDispute, resolveDispute } from './disputes.ts'
import { findOverview } from './overview.ts'
import { findByCounterLink, findInMyName, type InYourName } from './signature.ts'
import { findSigns } from './signs.ts'
import { checkPage, checksPage } from './views/checks.ts'
import { disputePage, notMePage, overviewPage } from './views/disputes.ts'
import { signsPage } from './views/signs.ts'

const said = (_dispute: unknown, { base }: InYourName) => ({
  to: base,
  flash: 'Thank you. It is locked, and the programme has been told.',
})

/** Below /integrity: for those who answer for a programme, never for a trainee's supervisors; and one's own name. */
export const integrityRoom = room(({ page, action }) => {
  page('/', findOverview, overviewPage)
  page('/checks', findChecks, checksPage)
  action('/checks', askForCheck, checksPage, ({ id }) => ({
    to: `/integrity/checks/${id}`,
    flash: 'The check has begun. You are told when it is done.',
  }))
  page('/checks/:id', findCheck, checkPage)
  page('/disputes/:id', findDispute, disputePage, {
    viewed: ({ signed: { record }, reads }) =>
      reads && { subjectId: record.personId, enrolmentId: record.enrolmentId, recordId: record.id, what: 'dispute' },
  })
  const ended = (_version: unknown, { dispute: { id } }: { dispute: { id: string } }) => ({
    to: `/integrity/disputes/${id}`,
    flash: 'Decided under your signature. The trainee and the assessor have been told.',
  })
  action('/disputes/:id/uphold', resolveDispute('uphold'), disputePage, ended)
  action('/disputes/:id/void', resolveDispute('void'), disputePage, ended)
  page('/not-me/:id', findInMyName, notMePage)
  action('/not-me/:id', raiseDispute(findInMyName), notMePage, said)
})

/** Below /portfolios: what is worth a look about the signatures of one. */
export const signsRoom = room(({ page }) => {
  page('/:enrolmentId/integrity', findSigns, signsPage)
})

/** The way of whoever was told by mail, below /not-me. */
export const counterRoom = room(({ page, action }) => {
  page('/:token', findByCounterLink, notMePage)
  action('/:token', raiseDispute(findByCounterLink), notMePage, said)
})
