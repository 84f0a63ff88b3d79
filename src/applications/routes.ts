import { room } from '../kit/http.ts'
import { approve, reject, sendBack, withdraw } from './decide.ts'
import { type ApplicationFound, findApplication, findApplications, findApplying, findEditing } from './queries.ts'
import { applyAgain, applyFor } from './service.ts'
import { urls } from './states.ts'
import { applyPage } from './views/apply.ts'
import { listPage } from './views/list.ts'
import { onePage } from './views/one.ts'

const sentOrKept = ({ application, sent }: { application: { id: string }; sent: boolean }) => ({
  to: urls.one(application.id),
  flash: sent ? 'Sent. You are told as soon as it is decided.' : 'Kept as a draft. Nobody but you sees it.',
})

const done =
  (flash: string) =>
  (_done: unknown, { application }: ApplicationFound) => ({ to: urls.one(application.id), flash })

export const applicationsRoom = room(({ page, action }) => {
  page('/', findApplications, listPage)
  page('/new', findApplying, applyPage)
  page('/:id', findApplication, onePage, {
    viewed: ({ portfolio }) => ({ subjectId: portfolio.personId, enrolmentId: portfolio.id, what: 'application' }),
  })
  page('/:id/edit', findEditing, applyPage)

  action('/new', applyFor, applyPage, sentOrKept)
  action('/:id/edit', applyAgain, applyPage, sentOrKept)
  action('/:id/approve', approve, onePage, ({ final }, found) => ({
    to: urls.one(found.application.id),
    flash: final
      ? `Approved. The training time of ${found.portfolio.givenName} has changed, and everybody has been told.`
      : 'Approved, and passed on. Everybody concerned has been told.',
  }))
  action('/:id/return', sendBack, onePage, done('Sent back for changes. The trainee has been told.'))
  action('/:id/reject', reject, onePage, done('Rejected. The trainee has been told.'))
  action('/:id/withdraw', withdraw, onePage, done('Withdrawn. Nothing changes.'))
})
