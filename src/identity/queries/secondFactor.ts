import { fromJsDate, toJsDate } from '../../kit/clock.ts'
import type { Ctx } from '../../kit/context.ts'
import { mine } from '../../kit/scope.ts'
import { factorOf } from '../service/confirm.ts'
import { type Own, ownAccount } from './own.ts'
import { sessionFingerprint } from './security.ts'

/** How long a secret waits for its first code. */
const waits = { minutes: 30 }

/** One's own second factor, with what one is just setting up. */
export interface OwnFactor {
  own: Own
  since: Date | null
  /** The secret that waits for its first code. */
  pending: string | null
  codesLeft: number
  /** Recovery codes that were made in this session and not yet put away. */
  fresh: string[] | null
  /** That an administrator took it away, until it is set up anew. */
  removed: { at: Date; reason: string } | null
}

export const findOwnFactor = mine<OwnFactor>(async (personId, ctx) => {
  const [own, row, codesLeft] = await Promise.all([
    ownAccount(personId, ctx),
    ctx.db.secondFactor.findUnique({ where: { personId } }),
    ctx.db.recoveryCode.count({ where: { personId, usedAt: null } }),
  ])
  const since = row?.confirmedAt ?? null
  const { removedAt, removedReason } = row ?? {}
  const waiting = row?.pendingAt && fromJsDate(row.pendingAt).add(waits).epochMilliseconds > ctx.now.epochMilliseconds
  return {
    own,
    since,
    pending: waiting && row.pending ? ctx.services.vault.open(row.pending, factorOf(personId)) : null,
    codesLeft: since ? codesLeft : 0,
    fresh: row?.freshCodes && row.freshUntil && row.freshUntil > toJsDate(ctx.now) ? opened(ctx, row.freshCodes) : null,
    removed: removedAt && !since ? { at: removedAt, reason: removedReason ?? '' } : null,
  }
})

interface Fresh {
  session: string
  codes: string[]
}

const freshOf = (personId: string) => `fresh recovery codes ${personId}`

/** Codes to be shown in this session alone. */
export function sealFresh(ctx: Ctx, codes: string[]): string {
  const fresh: Fresh = { session: sessionFingerprint(ctx.actor.sessionId ?? ''), codes }
  return ctx.services.vault.seal(JSON.stringify(fresh), freshOf(ctx.actor.personId))
}

function opened(ctx: Ctx, sealed: string): string[] | null {
  const text = ctx.services.vault.open(sealed, freshOf(ctx.actor.personId))
  const fresh: Fresh | null = text && JSON.parse(text)
  return fresh?.session === sessionFingerprint(ctx.actor.sessionId ?? '') ? fresh.codes : null
}

/** The secret that is being set up, for its picture; null when there is none. */
export const findPendingFactor = mine(async (_personId, ctx) => {
  const found = await findOwnFactor(ctx)
  return found?.pending ? { secret: found.pending, account: accountOf(found.own) } : null
})

/** What an app calls the account: the address that mails go to. */
export const accountOf = ({ emails }: Own): string =>
  (emails.find((one) => one.primary) ?? emails[0])?.value ?? 'account'
