import { z } from 'zod'
import { toJsDate } from '../../kit/clock.ts'
import { type AuditEntry, command } from '../../kit/command.ts'
import type { WriteCtx } from '../../kit/context.ts'
import { Conflict, Invalid } from '../../kit/errors.ts'
import { newId } from '../../kit/ids.ts'
import { throttle } from '../../kit/throttle.ts'
import { type Decision, refuse } from '../../policy/index.ts'
import { findOwnFactor, type OwnFactor, sealFresh } from '../queries/secondFactor.ts'
import { newRecoveryCodes, recoveryHash } from '../recovery.ts'
import { codeIn, newSecret, stepOf } from '../totp.ts'
import { endOtherSessions, noteChange, withPassword } from './again.ts'
import { factorOf } from './confirm.ts'

const setUpTries = throttle({ name: 'second-factor', points: 10, seconds: 900 })

const none = refuse('factor.none', 'You have no second factor, so there is nothing to change.', 'You can set one up.', {
  label: 'Second factor',
  href: '/profile/security/second-factor',
})
const isSet = ({ since }: OwnFactor): Decision => (since ? true : none)

const event = (step: string, { own }: OwnFactor): AuditEntry => ({
  type: 'account.secondFactor',
  subjectId: own.personId,
  data: { step },
})

/** Begins: a new secret waits for its first code. Whatever was set before holds until then. */
export const beginFactor = command({
  prepares: true,
  find: findOwnFactor,
  may: () => true,
  ...withPassword,
  run: async (ctx, { own: { personId } }) => {
    const pending = ctx.services.vault.seal(newSecret(), factorOf(personId))
    const fields = { pending, pendingAt: toJsDate(ctx.now) }
    await ctx.db.secondFactor.upsert({ where: { personId }, create: { personId, ...fields }, update: fields })
  },
  audit: (_result, found) => event('begun', found),
})

/** Leaves it as it was before. */
export const cancelFactor = command({
  prepares: true,
  find: findOwnFactor,
  may: () => true,
  run: async (ctx, { own: { personId } }) => {
    await ctx.db.secondFactor.updateMany({ where: { personId }, data: { pending: null, pendingAt: null } })
  },
  audit: (_result, found) => (found.pending ? event('cancelled', found) : []),
})

const firstCode = z.object({
  code: z.string('Enter the code that your app shows.').trim().min(1, 'Enter the code that your app shows.').max(20),
})
const waitsFor = refuse(
  'factor.not-begun',
  'No code is awaited here: the half hour is over, or it was set up or given up in another window.',
  'You can begin again.',
  { label: 'Second factor', href: '/profile/security/second-factor' },
)

/** The first code shows that the app has the secret: from now on it is asked for. Makes recovery codes. */
export const confirmFactor = command({
  prepares: true,
  find: findOwnFactor,
  may: (_actor, { pending }) => (pending ? true : waitsFor),
  input: () => firstCode as z.ZodType<{ code: string; step?: number; secret?: string }>,
  prepare: async ({ code }, { own: { personId }, pending }, ctx) => {
    await setUpTries.take(ctx, personId)
    const typed = codeIn(code)
    const step = typed && stepOf(pending!, typed, ctx.now)
    if (!step)
      throw new Invalid({
        code: 'This is not the code of now. Check that the clock of your device is right, then type the next one.',
      })
    await setUpTries.forget(ctx, personId)
    return { code: '', step, secret: pending! }
  },
  run: async (ctx, { own, pending }, { step, secret: shown }) => {
    const { personId } = own
    if (pending !== shown) throw new Conflict('It was begun anew in another window meanwhile. Go on there.')
    const secret = ctx.services.vault.seal(pending!, factorOf(personId))
    const { count } = await ctx.db.secondFactor.updateMany({
      where: { personId, pending: { not: null } },
      data: {
        ...{ secret, confirmedAt: toJsDate(ctx.now), lastStep: step!, pending: null, pendingAt: null },
        ...{ removedAt: null, removedReason: null },
      },
    })
    if (count === 0) throw new Conflict('This was done in another window meanwhile.')
    await makeCodes(ctx, personId)
    await noteChange(ctx, own, 'factorSet', 'a second factor was set up: signing in now asks for a code as well.')
    // A session that never gave a code must not go on beside it.
    return { ended: await endOtherSessions(ctx, personId) }
  },
  audit: (_result, found) => event(found.since ? 'replaced' : 'set', found),
})

/** Ten new codes; earlier ones stop working. They are shown until their owner has put them away. */
async function makeCodes(ctx: WriteCtx, personId: string): Promise<void> {
  const codes = newRecoveryCodes()
  await ctx.db.recoveryCode.deleteMany({ where: { personId } })
  await ctx.db.recoveryCode.createMany({
    data: codes.map((code) => ({ id: newId(), personId, hash: recoveryHash(ctx.services.vault, personId, code) })),
  })
  const freshUntil = toJsDate(ctx.now.add({ minutes: 15 }))
  await ctx.db.secondFactor.update({ where: { personId }, data: { freshCodes: sealFresh(ctx, codes), freshUntil } })
}

/** New recovery codes in the place of the earlier ones. */
export const renewCodes = command({
  prepares: true,
  find: findOwnFactor,
  may: (_actor, found) => isSet(found),
  ...withPassword,
  run: async (ctx, { own }) => {
    await makeCodes(ctx, own.personId)
    await noteChange(ctx, own, 'codesMade', 'new recovery codes were made; the earlier ones no longer work.')
  },
  audit: (_result, found) => event('codes', found),
})

/** The codes are put away: from now on nobody can read them here. */
export const keptCodes = command({
  prepares: true,
  find: findOwnFactor,
  may: () => true,
  run: async (ctx, { own: { personId } }) => {
    await ctx.db.secondFactor.updateMany({ where: { personId }, data: { freshCodes: null, freshUntil: null } })
  },
  audit: () => [],
})

/** Signing in asks for the password alone again. */
export const removeFactor = command({
  prepares: true,
  find: findOwnFactor,
  may: (_actor, found) => isSet(found),
  ...withPassword,
  run: async (ctx, { own }) => {
    await takeAway(ctx, own.personId, null)
    await noteChange(
      ctx,
      own,
      'factorRemoved',
      'your second factor was removed: signing in asks for your password alone.',
    )
  },
  audit: (_result, found) => event('removed', found),
})

/** Takes the factor and its recovery codes away; `reason` is an administrator's. Tells whether there was one. */
export async function takeAway(ctx: WriteCtx, personId: string, reason: string | null): Promise<boolean> {
  const { count } = await ctx.db.secondFactor.updateMany({
    where: { personId, confirmedAt: { not: null } },
    data: {
      ...{ secret: null, confirmedAt: null, pending: null, pendingAt: null, freshCodes: null, freshUntil: null },
      ...(reason ? { removedAt: toJsDate(ctx.now), removedReason: reason } : { removedAt: null, removedReason: null }),
    },
  })
  await ctx.db.recoveryCode.deleteMany({ where: { personId } })
  return count > 0
}
