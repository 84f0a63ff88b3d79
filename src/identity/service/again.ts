import { z } from 'zod'
import type { Ctx, WriteCtx } from '../../kit/context.ts'
import { Invalid } from '../../kit/errors.ts'
import { passwordHolds } from '../passwords.ts'
import type { Own } from '../queries/own.ts'
import { noteTry } from './confirm.ts'
import { sendSecurityNote } from './mails.ts'
import { signInTries } from './signIn.ts'

/** The present password, asked for again before anything about signing in changes. */
export const currentPassword = z
  .string('Enter your present password.')
  .min(1, 'Enter your present password.')
  .max(1000, 'This is not your present password.')

/**
 * Checks the password of somebody who is signed in. Slow: call it in `prepare`.
 * @throws Invalid when it is another one, TooMany after ten tries
 */
export async function passwordAgain(ctx: Ctx, own: Own, typed: string): Promise<void> {
  await signInTries.take(ctx, own.personId, ctx.ip)
  if (!(await passwordHolds(own.passwordHash, typed)))
    throw new Invalid({ current: 'This is not your present password.' })
  await signInTries.forget(ctx, own.personId, ctx.ip)
}

/** What a command asks that changes how one signs in, and asks nothing else: the present password. */
export const withPassword = {
  input: () => z.object({ current: currentPassword }),
  prepare: async <I extends { current: string }>(input: I, { own }: { own: Own }, ctx: Ctx): Promise<I> => {
    await passwordAgain(ctx, own, input.current)
    return input
  },
}

/** Writes a change down among the sign-ins, and tells its owner at their first address. */
export async function noteChange(ctx: WriteCtx, own: Own, outcome: Change, what: string): Promise<void> {
  await noteTry(ctx, own.personId, outcome)
  await tellOwner(ctx, own, what)
}

/** What stands among the sign-ins of a change to how one signs in or confirms. */
export type Change =
  | 'passwordChanged'
  | 'factorSet'
  | 'factorRemoved'
  | 'factorTaken'
  | 'codesMade'
  | 'pinSet'
  | 'pinRemoved'

/** Tells somebody at their first address what happened about how they sign in. */
export async function tellOwner(ctx: WriteCtx, { personId, name, emails }: Own, what: string): Promise<void> {
  const email = emails.find((one) => one.primary)?.value
  if (email) await sendSecurityNote(ctx, { personId, email, name }, what)
}

/** Ends the person's sessions everywhere but here; returns how many. */
export async function endOtherSessions(ctx: WriteCtx, personId: string): Promise<number> {
  const { count } = await ctx.db.session.deleteMany({ where: { personId, sid: { not: ctx.actor.sessionId ?? '' } } })
  return count
}
