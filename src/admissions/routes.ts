import { sheetUpload } from '../changeovers/index.ts'
import { room } from '../kit/http.ts'
import { plural } from '../kit/ui.ts'
import { noteFee } from './fee.ts'
import { inviteAgain } from './invitations.ts'
import { findAdmissions, findAllAdmissions } from './listing.ts'
import { listPage } from './listViews.ts'
import { admissionsPage } from './officeViews.ts'
import { completeEnrolment, findUnfinished } from './own.ts'
import { ownPage } from './ownViews.ts'
import { findInvited, findList, findProgrammes } from './queries.ts'
import { acceptList, discardList, sendList } from './service.ts'
import { admissionsSheet } from './sheet.ts'
import { url } from './urls.ts'
import { acceptPage, invitedPage } from './views.ts'
import { withdrawAcceptance } from './withdraw.ts'

export const admissionsRoom = room(({ page, raw, action }) => {
  page('/', findAdmissions, admissionsPage)
  raw('/list.csv', findAllAdmissions, admissionsSheet)
  page('/new', findProgrammes, acceptPage)
  action('/new', sendList, acceptPage, ({ id }) => ({ to: url.list(id) }), { upload: sheetUpload, limit: 2_000_000 })
  page('/lists/:listId', findList, listPage)
  action('/lists/:listId/accept', acceptList, listPage, (admitted) => ({
    to: url.all,
    flash:
      admitted.length > 0
        ? `${plural(admitted.length, 'trainee')} accepted; each of them gets a mail.`
        : 'Nobody was accepted: everybody on the list is in the programme already.',
  }))
  action('/lists/:listId/discard', discardList, null, () => ({
    to: url.all,
    flash: 'The list is thrown away. Nobody was accepted.',
  }))
  page('/:enrolmentId', findInvited, invitedPage)
  action('/:enrolmentId', inviteAgain, invitedPage, ({ email }, { enrolmentId }) => ({
    to: url.one(enrolmentId),
    flash: `A new invitation to ${email} is on its way; the earlier link no longer works.`,
  }))
  action('/:enrolmentId/fee', noteFee, invitedPage, (_none, { enrolmentId }) => ({
    to: url.one(enrolmentId),
    flash: 'Noted.',
  }))
  action('/:enrolmentId/withdraw', withdrawAcceptance, invitedPage, (_none, { name }) => ({
    to: url.all,
    flash: `The acceptance of ${name} is withdrawn; the link in the invitation no longer works.`,
  }))
})

/** One's own: completing the enrolment. Where somebody frozen is led, whatever they ask for. */
export const enrolmentRoom = room(({ page, action }) => {
  page('/', findUnfinished, ownPage)
  action('/', completeEnrolment, ownPage, (_none, { programme }) => ({
    to: '/',
    flash: `Welcome to ${programme}. Your enrolment is complete.`,
  }))
})
