import type { Ctx } from '../kit/context.ts'
import { type Next, room } from '../kit/http.ts'
import { qrPicture } from '../kit/qr.ts'
import { personName } from './names.ts'
import { findGrantOf } from './queries/grant.ts'
import { findPeople, findPersonOf } from './queries/people.ts'
import { findProfile } from './queries/profile.ts'
import { findOwnFactor, findPendingFactor } from './queries/secondFactor.ts'
import { findSecurity } from './queries/security.ts'
import { findUninvited } from './queries/uninvited.ts'
import { addAddress, cancelAddress, confirmAddress, makePrimary, removeAddress } from './service/addresses.ts'
import { type Entered, type Failed, failedWords } from './service/entry.ts'
import { invite } from './service/invite.ts'
import { addNumberOf, removeNumberOf } from './service/numbers.ts'
import { acceptInvitation, askReset, changePassword, openInvitation, resetPassword } from './service/password.ts'
import { confirmGrade, confirmNumber, inviteAgain, lift, removeFactorOf, suspend } from './service/people.ts'
import { findOwnPin, removePin, setPin } from './service/pin.ts'
import { addNumber, confirmDetails, removeNumber, removePhoto, saveDetails, savePhoto } from './service/profile.ts'
import { endRole } from './service/roles.ts'
import {
  beginFactor,
  cancelFactor,
  confirmFactor,
  keptCodes,
  removeFactor,
  renewCodes,
} from './service/secondFactor.ts'
import { chooseMails, chooseTheme, endSession, signOut, staySignedIn, switchRole } from './service/session.ts'
import { signIn } from './service/signIn.ts'
import { findHalfway, signInCode } from './service/signInCode.ts'
import { appUri } from './totp.ts'
import { confirmAddressPage, invitationPage, newPasswordPage, notInvitedPage, resetPage } from './views/links.ts'
import { invitePage, peoplePage, personPage } from './views/people.ts'
import { pinPage } from './views/pin.ts'
import { profilePage } from './views/profile.ts'
import { roleEndPage } from './views/roleEnd.ts'
import { recoveryCodesPage, secondFactorPage } from './views/secondFactor.ts'
import { securityPage } from './views/security.ts'
import { signInPage } from './views/signIn.ts'
import { signInCodePage } from './views/signInCode.ts'

/** Mounted at the root: signing in and out, one's own details, the people of a college. */
export const identityRoom = room(({ page, raw, action }) => {
  const outside = { anyRole: true, anySession: true }

  page('/sign-in', signIn.find, signInPage)
  action(
    '/sign-in',
    signIn,
    signInPage,
    (entered, _found, ctx, { back }) => ({
      to: back,
      // Not before they are all in: it may be a stranger who knows the password.
      ...(entered.halfway ? {} : failedFlash(entered.failed)),
      ...signedIn(entered, ctx),
    }),
    outside,
  )
  page('/sign-in/code', findHalfway, signInCodePage)
  action(
    '/sign-in/code',
    signInCode,
    signInCodePage,
    ({ personId, failed, back, left }, _found, ctx) => ({
      ...signedIn({ personId, halfway: null }, ctx, true),
      to: back,
      ...failedFlash(failed, left === null ? null : leftWords(left)),
    }),
    outside,
  )
  action('/sign-out', signOut, null, () => ({ to: '/sign-in?left=1', end: true }), { anyRole: true })
  action(
    '/acting',
    switchRole,
    null,
    (choice, _found, _ctx, { back }) => ({
      to: back,
      flash: `You now act as ${choice.label}.`,
      session: (session) => Object.assign(session, { roleKey: choice.key }),
    }),
    { anyRole: true },
  )
  action('/session/ping', staySignedIn, null, (json) => ({ to: '/', json }), { anyRole: true })
  action('/theme', chooseTheme, null, (_account, _found, _ctx, { back }) => ({ to: back }), { anyRole: true })

  action(
    '/profile/mails',
    chooseMails,
    null,
    (wanted) => ({
      to: '/profile#mails',
      flash: wanted ? 'You get the weekly mail' : 'You no longer get the weekly mail',
    }),
    { anyRole: true },
  )

  page('/reset', askReset.find, resetPage)
  action('/reset', askReset, resetPage, () => ({ to: '/reset?sent=1' }), outside)
  page('/reset/:token', resetPassword.find, newPasswordPage)
  action('/reset/:token', resetPassword, newPasswordPage, (entered, _link, ctx) => ({
    to: '/',
    flash: 'Your new password holds from now on. You were signed out everywhere else.',
    ...signedIn(entered, ctx),
  }))
  page('/invitation', findUninvited, notInvitedPage)
  page('/invitation/:token', acceptInvitation.find, invitationPage)
  action('/invitation/:token', acceptInvitation, invitationPage, (entered, _link, ctx) => ({
    to: '/profile',
    flash: 'Welcome. Your account is ready; please check your details first.',
    ...signedIn(entered, ctx),
  }))
  action('/invitation/:token/opened', openInvitation, null, (_first, _link, { params }) => ({
    to: `/invitation/${params.token}`,
    json: { ok: true },
  }))

  page('/profile/security', findSecurity, securityPage)
  action(
    '/profile/security/password',
    changePassword,
    ({ security }, shown) => securityPage(security!, shown),
    ({ ended }) => ({
      to: '/profile/security',
      flash: ended > 0 ? 'Your password is changed; your other sessions were ended.' : 'Your password is changed.',
    }),
    { anyRole: true },
  )
  action(
    '/profile/security/sessions/:sessionId/end',
    endSession,
    null,
    ({ ended }) => ({ to: '/profile/security', flash: ended ? 'Signed out there.' : 'That session was over already.' }),
    { anyRole: true },
  )

  const factor = '/profile/security/second-factor'
  const own = { anyRole: true }
  page(factor, findOwnFactor, secondFactorPage)
  raw(`${factor}/qr.svg`, findPendingFactor, ({ secret, account }) => qrPicture(appUri(secret, account)))
  action(factor, beginFactor, secondFactorPage, () => ({ to: factor }), own)
  action(`${factor}/cancel`, cancelFactor, null, () => ({ to: factor, flash: 'It stays as it was.' }), own)
  action(
    `${factor}/confirm`,
    confirmFactor,
    secondFactorPage,
    ({ ended }) => ({
      to: '/profile/security/recovery-codes',
      flash: `Your second factor is set up.${ended > 0 ? ' You were signed out everywhere else.' : ''} Keep the recovery codes below.`,
      session: (session) => Object.assign(session, { secondFactor: true }),
    }),
    own,
  )
  action(
    `${factor}/remove`,
    removeFactor,
    secondFactorPage,
    () => ({
      to: factor,
      flash: 'Your second factor is removed.',
      session: (session) => Object.assign(session, { secondFactor: false }),
    }),
    own,
  )
  const codes = '/profile/security/recovery-codes'
  page(codes, findOwnFactor, recoveryCodesPage)
  action(codes, renewCodes, secondFactorPage, () => ({ to: codes }), own)
  action(`${codes}/kept`, keptCodes, null, () => ({ to: '/profile/security' }), own)
  const pin = '/profile/security/pin'
  page(pin, findOwnPin, pinPage)
  action(pin, setPin, pinPage, () => ({ to: '/profile/security', flash: 'Your PIN is set.' }), own)
  action(`${pin}/remove`, removePin, pinPage, () => ({ to: '/profile/security', flash: 'Your PIN is removed.' }), own)

  page('/profile', findProfile, profilePage)
  action('/profile', saveDetails, profilePage, () => ({ to: '/profile', flash: 'Your details are saved.' }))
  action('/profile/checked', confirmDetails, profilePage, () => ({
    to: '/profile',
    flash: 'Thank you. Noted as checked today.',
  }))
  action('/profile/photo', savePhoto, profilePage, () => ({ to: '/profile', flash: 'Your photo is saved.' }), {
    upload: { fields: [{ name: 'photo', maxCount: 1 }], maxBytes: 10_000_000 },
  })
  action('/profile/photo/remove', removePhoto, null, () => ({ to: '/profile', flash: 'Your photo is removed.' }))
  action('/profile/emails', addAddress, profilePage, (email) => ({
    to: '/profile#addresses',
    flash: `We have sent a link to ${email}. Follow it to confirm the address.`,
  }))
  action('/profile/emails/pending/:linkId/cancel', cancelAddress, null, () => ({ to: '/profile#addresses' }))
  action('/profile/emails/:identifierId/primary', makePrimary, null, (value) => ({
    to: '/profile#addresses',
    flash: `Mails go to ${value} from now on.`,
  }))
  action('/profile/emails/:identifierId/remove', removeAddress, null, (value) => ({
    to: '/profile#addresses',
    flash: `${value} is removed.`,
  }))
  action('/profile/numbers', addNumber, profilePage, () => ({ to: '/profile#numbers', flash: 'The number is added.' }))
  action('/profile/numbers/:identifierId/remove', removeNumber, null, () => ({
    to: '/profile#numbers',
    flash: 'The number is removed.',
  }))
  page('/people', findPeople, peoplePage)
  page('/people/new', invite.find, invitePage)
  action('/people/new', invite, invitePage, ({ personId, name, mail }) => ({
    to: `/people/${personId}`,
    flash: {
      invitation: `An invitation to ${name} is on its way.`,
      role: `${name} has the role now, and is told.`,
      none: `Coordinators can choose ${name} as supervisor now. Nobody is told before one does.`,
    }[mail],
  }))
  page('/people/:personId', findPersonOf, personPage)
  action('/people/:personId/suspend', suspend, personPage, ({ sessionsEnded }, { id }) => ({
    to: `/people/${id}`,
    flash: `The account is suspended; ${sessionsEnded === 1 ? '1 session was' : `${sessionsEnded} sessions were`} ended.`,
  }))
  action('/people/:personId/lift', lift, personPage, (_state, { id }) => ({
    to: `/people/${id}`,
    flash: 'The suspension is lifted.',
  }))
  action('/people/:personId/second-factor/remove', removeFactorOf, personPage, (_none, { id }) => ({
    to: `/people/${id}`,
    flash: 'The second factor is removed, and the person is told.',
  }))
  action('/people/:personId/invitation', inviteAgain, personPage, (email, { id }) => ({
    to: `/people/${id}`,
    flash: `A new invitation to ${email} is on its way; the earlier link no longer works.`,
  }))
  action('/people/:personId/grade', confirmGrade, personPage, (_grade, { id }) => ({
    to: `/people/${id}`,
    flash: 'The grade is confirmed.',
  }))
  action('/people/:personId/numbers', addNumberOf, personPage, (_kind, { id }) => ({
    to: `/people/${id}`,
    flash: 'The number is on record and confirmed.',
  }))
  action('/people/:personId/numbers/:identifierId/remove', removeNumberOf, null, (_kind, { person }) => ({
    to: `/people/${person.id}`,
    flash: 'The number is off the record.',
  }))
  action('/people/:personId/numbers/:identifierId/confirm', confirmNumber, null, (_kind, { person }) => ({
    to: `/people/${person.id}`,
    flash: 'The number is confirmed.',
  }))
  page('/people/:personId/roles/:grantId', findGrantOf, roleEndPage)
  action(
    '/people/:personId/roles/:grantId/end',
    endRole,
    roleEndPage,
    async ({ words, takenBack }, { person }, ctx) => ({
      // Whose only tie to the college this was is no longer among its people.
      to: (await findPersonOf(ctx)) ? `/people/${person.id}` : '/people',
      flash: `${words}: ${takenBack ? 'taken back' : 'the end is on record'}. ${personName(person)} is told.`,
    }),
  )
  page('/confirm-address/:token', confirmAddress.find, confirmAddressPage)
  action('/confirm-address/:token', confirmAddress, null, () => ({ to: '/profile#addresses' }))
})

/** A fresh session for somebody who has proved who they are; or one that knows only whose second factor is awaited. */
function signedIn(
  { personId, halfway }: Pick<Entered, 'personId' | 'halfway'>,
  { ip, device }: Ctx,
  secondFactor = false,
): Partial<Next> {
  if (halfway) return { renew: true, to: '/sign-in/code', session: (session) => Object.assign(session, { halfway }) }
  return { renew: true, session: (session) => Object.assign(session, { personId, ip, device, secondFactor }) }
}

function failedFlash(failed: Failed, first: string | null = null): Pick<Next, 'flash'> {
  const text = [first, failedWords(failed)].filter(Boolean).join(' ')
  return text ? { flash: { kind: 'warn', text } } : {}
}

function leftWords(left: number): string {
  const codes = left === 1 ? '1 recovery code is' : `${left} recovery codes are`
  return `You signed in with a recovery code; ${codes} left. Set your second factor up anew if your phone is lost.`
}
