import { z } from 'zod'
import { command } from '../../kit/command.ts'
import { Gone, Invalid } from '../../kit/errors.ts'
import { open } from '../../kit/scope.ts'
import type { Halfway } from '../../kit/session.ts'
import { throttle } from '../../kit/throttle.ts'
import { personName } from '../names.ts'
import { type Own, ownAccount } from '../queries/own.ts'
import { tellOwner } from './again.ts'
import { noteTry, takeCode, takeRecoveryCode } from './confirm.ts'
import { failuresSinceLast, proofOf } from './entry.ts'

/** Tries per person, from wherever: whoever comes this far has the password. Six figures must outlast it for long. */
const codeTries = throttle({ name: 'sign-in-code', points: 10, seconds: 900 })
const codeTriesOfDay = throttle({ name: 'sign-in-code-day', points: 60, seconds: 86_400 })
/** Counted apart, so that a stranger with the password cannot shut its owner out. */
const recoveryTries = throttle({ name: 'sign-in-recovery', points: 10, seconds: 900 })
const minutes = 10

const over = () =>
  new Gone('A code is taken only in the ten minutes after the password. Begin with your password again.', {
    label: 'Sign in',
    href: '/sign-in',
  })

export interface FoundHalfway {
  half: Halfway
  own: Own
}

/** Whoever has just given their password in this browser, and whose second factor is still to come. */
export const findHalfway = open<FoundHalfway>('whoever gave their password may give their code', async (ctx) => {
  const half = ctx.halfway
  if (!half || ctx.now.epochMilliseconds - half.at > minutes * 60_000) throw over()
  const { personId } = half
  const account = await ctx.db.account.findUnique({ where: { personId }, select: { state: true } })
  const factor = await ctx.db.secondFactor.findUnique({ where: { personId }, select: { confirmedAt: true } })
  if (account?.state !== 'active' || !factor?.confirmedAt) throw over()
  const own = await ownAccount(personId, ctx)
  if (proofOf(ctx, personId, own.passwordHash) !== half.proof) throw over()
  return { half, own }
})

const codeForm = z
  .object({ code: z.string().trim().max(40).optional(), recovery: z.string().trim().max(40).optional() })
  .refine(({ code, recovery }) => Boolean(code || recovery), {
    path: ['code'],
    message: 'Enter the code that your app shows.',
  })
type CodeInput = z.infer<typeof codeForm> & { by?: 'app' | 'recovery' }

const wrong = {
  code: 'This code does not hold. Each works once and for half a minute: type the one that your app shows now.',
  recovery: 'This is not one of your recovery codes, or it was used before.',
}

/** The second page of signing in: the code of the app, or one of the recovery codes. */
export const signInCode = command({
  find: findHalfway,
  may: () => true,
  input: () => codeForm as z.ZodType<CodeInput>,
  prepare: async ({ code, recovery }, { half: { personId } }, ctx): Promise<CodeInput> => {
    const by = code ? 'app' : 'recovery'
    const tries = code ? [codeTries, codeTriesOfDay] : [recoveryTries]
    for (const one of tries) await one.take(ctx, personId)
    const holds = code ? await takeCode(ctx, personId, code) : await takeRecoveryCode(ctx, personId, recovery!)
    if (!holds) {
      await noteTry(ctx, personId, 'wrongCode')
      throw new Invalid(by === 'app' ? { code: wrong.code } : { recovery: wrong.recovery })
    }
    for (const one of tries) await one.forget(ctx, personId)
    return { by }
  },
  run: async (ctx, { half: { personId, tryId, back }, own }, { by }) => {
    const failed = await failuresSinceLast(ctx, personId, tryId)
    const outcome = by === 'app' ? 'okCode' : 'okRecovery'
    await ctx.db.signIn.updateMany({ where: { id: tryId, personId }, data: { outcome } })
    const left = await ctx.db.recoveryCode.count({ where: { personId, usedAt: null } })
    if (by === 'recovery') await tellOwner(ctx, own, `a recovery code was used to sign in; ${left} are left.`)
    return { personId, failed, back, left: by === 'recovery' ? left : null }
  },
  audit: (_result, { half: { personId }, own }, { by }) => ({
    type: 'session.started',
    subjectId: personId,
    data: { secondFactor: by! },
    by: { id: personId, name: personName(own.name), role: 'account holder' },
  }),
})
