import { z } from 'zod'
import { command } from '../../kit/command.ts'
import type { Ctx } from '../../kit/context.ts'
import { Invalid } from '../../kit/errors.ts'
import { open } from '../../kit/scope.ts'
import { localSignIn } from '../../kit/signIn.ts'
import { throttle } from '../../kit/throttle.ts'
import { localPath } from '../back.ts'
import { normaliseEmail } from '../names.ts'
import { passwordHolds } from '../passwords.ts'
import { findLogin, type Login } from '../queries/login.ts'
import { noteTry } from './confirm.ts'
import { enter } from './entry.ts'

/** Tries per name from one address; few, because one person types. */
export const signInTries = throttle({ name: 'sign-in', points: 10, seconds: 900 })
/** Tries from one address; many, because a hospital is one address. */
const addressTries = throttle({ name: 'sign-in-address', points: 500, seconds: 900 })

export const wrong = 'This address and password do not belong together. Check both, or set a new password.'
export const shut =
  'This account cannot be used at the moment. Please write to or call one of the contacts under “Contacts”.'

const signInForm = z.object({
  login: z
    .string('Enter your e-mail address or member ID.')
    .trim()
    .min(1, 'Enter your e-mail address or member ID.')
    .max(254, 'An address has at most 254 characters.'),
  password: z.string('Enter your password.').min(1, 'Enter your password.').max(1000, wrong),
  back: z.unknown().optional().transform(localPath),
})

type SignInInput = z.infer<typeof signInForm> & { who?: Login }

/** Known and unknown names cost the same: one hash, one row. */
const authenticate = localSignIn<Login>(async (ctx, login, password) => {
  const found = await findLogin(ctx.db, login)
  const holds = await passwordHolds(found?.passwordHash ?? null, password)
  if (found && holds) return found
  await noteTry(ctx, found?.personId ?? null, 'wrongPassword')
  return null
})

async function identify(input: SignInInput, ctx: Ctx): Promise<SignInInput> {
  const name = normaliseEmail(input.login)
  await addressTries.take(ctx, ctx.ip)
  await signInTries.take(ctx, name, ctx.ip)
  const who = await authenticate(ctx, input.login, input.password)
  if (!who) throw new Invalid({ login: wrong })
  await signInTries.forget(ctx, name, ctx.ip)
  if (who.state === 'active') return { ...input, who }
  await noteTry(ctx, who.personId, 'refused')
  throw new Invalid({ login: shut })
}

/** Signs somebody in by a verified address or member ID (R34: every try is recorded and counted). */
export const signIn = command({
  find: open('everybody may try to sign in', async (ctx) => ({ accounts: ctx.services.demoAccounts })),
  may: () => true,
  input: () => signInForm as z.ZodType<SignInInput>,
  prepare: (input, _found, ctx) => identify(input, ctx),
  run: async (ctx, _found, { who, back }) => ({
    ...(await enter(ctx, who!.personId, 'ok', back)),
    name: who!.name,
  }),
  audit: ({ personId, name, halfway }) =>
    halfway ? [] : { type: 'session.started', subjectId: personId, by: { id: personId, name, role: 'account holder' } },
})
