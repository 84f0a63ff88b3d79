import { createHmac } from 'node:crypto'
import { RateLimiterPrisma, RateLimiterRes } from 'rate-limiter-flexible'
import type { Ctx, DbOrTx } from './context.ts'
import { TooMany } from './errors.ts'

/** How many tries within how many seconds, counted per key in the database; never a lasting lock. */
export interface ThrottleRules {
  name: string
  points: number
  seconds: number
}

const limiters = new WeakMap<DbOrTx, Map<string, RateLimiterPrisma>>()

function limiterOf(db: DbOrTx, { name, points, seconds }: ThrottleRules): RateLimiterPrisma {
  const known = limiters.get(db) ?? new Map<string, RateLimiterPrisma>()
  limiters.set(db, known)
  const made = known.get(name)
  if (made) return made
  const limiter = new RateLimiterPrisma({
    storeClient: db,
    tableName: 'rateLimit',
    keyPrefix: name,
    points,
    duration: seconds,
    // The nightly sweep does it, rather than a timer in every process.
    clearExpiredByTimeout: false,
  })
  known.set(name, limiter)
  return limiter
}

/** Keys hold addresses and names, so that only their fingerprints are stored. */
function fingerprint(ctx: Ctx, parts: readonly (string | null)[]): string {
  return createHmac('sha256', ctx.config.sessionSecret).update(JSON.stringify(parts)).digest('base64url').slice(0, 32)
}

/** Counts tries. Call outside transactions (in a command's `prepare`), so that failures are counted too. */
export function throttle(rules: ThrottleRules): {
  take(ctx: Ctx, ...key: (string | null)[]): Promise<void>
  forget(ctx: Ctx, ...key: (string | null)[]): Promise<void>
} {
  return {
    /** @throws TooMany with the seconds to wait */
    async take(ctx, ...key) {
      try {
        await limiterOf(ctx.db, rules).consume(fingerprint(ctx, key))
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused
        throw new TooMany(Math.max(1, Math.ceil(refused.msBeforeNext / 1000)), 'That was tried many times in a row')
      }
    },
    async forget(ctx, ...key) {
      await limiterOf(ctx.db, rules).delete(fingerprint(ctx, key))
    },
  }
}

/** Removes counts whose time is over. */
export async function sweepTries(db: DbOrTx, now: Date): Promise<void> {
  await db.rateLimit.deleteMany({ where: { expire: { lt: now } } })
}
