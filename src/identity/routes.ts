import { room } from '../kit/http.ts'
import { chooseTheme, signOut, switchRole } from './service/session.ts'
import { signIn } from './service/signIn.ts'
import { signInPage } from './views/signIn.ts'

/** Mounted at the root: signing in and out, one's own details, the people of a college. */
export const identityRoom = room(({ page, action }) => {
  const outside = { anyRole: true, anySession: true }

  page('/sign-in', signIn.find, signInPage)
  action(
    '/sign-in',
    signIn,
    signInPage,
    ({ personId, failed }, _found, ctx, { back }) => ({
      to: back,
      renew: true,
      session: (session) => Object.assign(session, { personId, ip: ctx.ip, device: ctx.device }),
      ...(failed > 0 ? { flash: { kind: 'warn', text: failedTries(failed) } } : {}),
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
  action('/theme', chooseTheme, null, (_account, _found, _ctx, { back }) => ({ to: back }), { anyRole: true })
})

function failedTries(count: number): string {
  const tries = count === 1 ? 'was one try' : `were ${count} tries`
  return `Since you last signed in there ${tries} with a wrong password. See Security and sign-ins if that was not you.`
}
