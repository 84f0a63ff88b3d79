import { toJsDate } from '../../kit/clock.ts'
import type { Ctx } from '../../kit/context.ts'
import { newId } from '../../kit/ids.ts'
import { throttle } from '../../kit/throttle.ts'
import { pinMatches } from '../pins.ts'
import { recoveryCodeIn, recoveryHash } from '../recovery.ts'
import { codeIn, stepOf } from '../totp.ts'

/** Tries from one device; few, because one person types. */
const deviceTries = throttle({ name: 'confirm', points: 5, seconds: 900 })
/** Tries at one person from whatever devices: a PIN of six figures must not be worn down by many. */
const personTries = throttle({ name: 'confirm-person', points: 20, seconds: 21_600 })

/** What a person can confirm with on a device that is not theirs. */
export async function confirmations(
  ctx: Pick<Ctx, 'db'>,
  personId: string,
): Promise<{ pin: boolean; secondFactor: boolean }> {
  const [pin, factor] = await Promise.all([
    ctx.db.pin.findUnique({ where: { personId }, select: { setAt: true } }),
    ctx.db.secondFactor.findUnique({ where: { personId }, select: { confirmedAt: true } }),
  ])
  return { pin: pin !== null, secondFactor: Boolean(factor?.confirmedAt) }
}

/**
 * Whether this is the person's PIN, typed on somebody else's device; it never signs anybody in. The answer is the same
 * where there is no PIN. Slow, and it counts failures: call it in a command's `prepare`, never in a transaction.
 * @throws TooMany after five wrong ones from a device, or twenty from many
 */
export async function confirmPin(ctx: Ctx, personId: string, pin: string): Promise<boolean> {
  return counted(ctx, personId, 'Pin', async () => {
    const row = await ctx.db.pin.findUnique({ where: { personId }, select: { hash: true } })
    return (await hasAccount(ctx, personId)) && row !== null && pinMatches(ctx.services.vault, personId, row.hash, pin)
  })
}

/**
 * Whether this is the code that the person's app shows now, typed on somebody else's device. Each code works once. Counts
 * failures: call it in a command's `prepare`, never in a transaction.
 * @throws TooMany after five wrong ones from a device, or twenty from many
 */
export async function confirmSecondFactor(ctx: Ctx, personId: string, code: string): Promise<boolean> {
  return counted(
    ctx,
    personId,
    'Code',
    async () => (await hasAccount(ctx, personId)) && (await takeCode(ctx, personId, code)),
  )
}

async function hasAccount({ db }: Ctx, personId: string): Promise<boolean> {
  const account = await db.account.findUnique({ where: { personId }, select: { state: true } })
  return account?.state === 'active'
}

async function counted(ctx: Ctx, personId: string, what: 'Pin' | 'Code', holds: () => Promise<boolean>) {
  const device = [personId, ctx.ip, ctx.device] as const
  await deviceTries.take(ctx, ...device)
  await personTries.take(ctx, personId)
  const right = await holds()
  if (right) {
    await deviceTries.forget(ctx, ...device)
    await personTries.forget(ctx, personId)
  }
  await noteTry(ctx, personId, right ? `used${what}` : `wrong${what}`)
  return right
}

/** Writes down a try, shown to the person among their sign-ins. */
export async function noteTry(ctx: Ctx, personId: string | null, outcome: string): Promise<string> {
  const { ip, device } = ctx
  const id = newId()
  await ctx.db.signIn.create({ data: { id, personId, outcome, ip, device, at: toJsDate(ctx.now) } })
  return id
}

/** Takes a code of the app; the same one does not hold a second time, not even at the same moment. */
export async function takeCode(ctx: Ctx, personId: string, typed: string): Promise<boolean> {
  const code = codeIn(typed)
  const factor = await ctx.db.secondFactor.findUnique({ where: { personId } })
  const secret = factor?.secret && ctx.services.vault.open(factor.secret, factorOf(personId))
  const step = code && secret && factor.confirmedAt ? stepOf(secret, code, ctx.now) : null
  if (step === null) return false
  const { count } = await ctx.db.secondFactor.updateMany({
    where: { personId, lastStep: { lt: step } },
    data: { lastStep: step },
  })
  return count === 1
}

/** Takes a recovery code; each works once. */
export async function takeRecoveryCode(ctx: Ctx, personId: string, typed: string): Promise<boolean> {
  const code = recoveryCodeIn(typed)
  if (!code) return false
  const { count } = await ctx.db.recoveryCode.updateMany({
    where: { personId, usedAt: null, hash: recoveryHash(ctx.services.vault, personId, code) },
    data: { usedAt: toJsDate(ctx.now) },
  })
  return count === 1
}

/** What a secret is sealed for. */
export const factorOf = (personId: string): string => `second factor ${personId}`
