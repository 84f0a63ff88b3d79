import type { Ctx } from '../../kit/context.ts'
import type { Halfway } from '../../kit/session.ts'
import { noteTry } from './confirm.ts'

/** What stands in the list of sign-ins for one that worked. */
export const cameIn = ['ok', 'link', 'okCode', 'okRecovery'] as const

/** Tries that failed since somebody last came in. */
export interface Failed {
  passwords: number
  /** The password was right, and no code followed. */
  halfway: number
  pins: number
}

/** Somebody who has proved who they are, or half of it. */
export interface Entered {
  personId: string
  failed: Failed
  /** Set where a second factor is still to come: nobody is signed in yet. */
  halfway: Halfway | null
}

/** What a password proves, as long as it stays the same. */
export const proofOf = (ctx: Ctx, personId: string, passwordHash: string | null): string =>
  ctx.services.vault.fingerprint(passwordHash ?? '', `halfway ${personId}`)

/** Notes that somebody came by password or link, and says whether a second factor is still to come. */
export async function enter(ctx: Ctx, personId: string, outcome: 'ok' | 'link', back: string): Promise<Entered> {
  const { passwordHash } = await ctx.db.account.findUniqueOrThrow({
    where: { personId },
    select: { passwordHash: true },
  })
  const factor = await ctx.db.secondFactor.findUnique({ where: { personId }, select: { confirmedAt: true } })
  const failed = await failuresSinceLast(ctx, personId)
  const tryId = await noteTry(ctx, personId, factor?.confirmedAt ? 'halfway' : outcome)
  if (!factor?.confirmedAt) return { personId, failed, halfway: null }
  const halfway = { personId, tryId, proof: proofOf(ctx, personId, passwordHash), at: ctx.now.epochMilliseconds, back }
  return { personId, failed, halfway }
}

/** What went wrong since somebody last came in; without the try that is going on. */
export async function failuresSinceLast(ctx: Ctx, personId: string, but?: string): Promise<Failed> {
  const last = await ctx.db.signIn.findFirst({
    where: { personId, outcome: { in: [...cameIn] } },
    orderBy: { id: 'desc' },
    select: { id: true },
  })
  const counts = await ctx.db.signIn.groupBy({
    by: ['outcome'],
    where: { personId, id: { ...(last ? { gt: last.id } : {}), ...(but ? { not: but } : {}) } },
    _count: true,
  })
  const count = (outcome: string) => counts.find((one) => one.outcome === outcome)?._count ?? 0
  return { passwords: count('wrongPassword'), halfway: count('halfway'), pins: count('wrongPin') }
}

/** The failed tries in a sentence or two; null when there were none. */
export function failedWords({ passwords, halfway, pins }: Failed): string | null {
  const tries = (count: number, what: string) => `${count === 1 ? 'was one try' : `were ${count} tries`} with ${what}`
  const parts = [
    passwords ? tries(passwords, 'a wrong password') : null,
    halfway ? tries(halfway, 'your right password and no code') : null,
    pins ? tries(pins, 'a wrong PIN') : null,
  ].filter((part) => part !== null)
  if (parts.length === 0) return null
  const change = halfway ? 'choose a new password' : 'see Security and sign-ins'
  return `Since you last signed in there ${parts.join(', there ')}. If that was not you, ${change}.`
}
