import { fromJsDate, toJsDate } from '../kit/clock.ts'
import type { Ctx } from '../kit/context.ts'

/** Removes sessions that are over, secrets that were to be shown for a short while, and tries that no longer count. Returns how many sessions went. */
export async function sweepSessions(ctx: Ctx): Promise<number> {
  const { count } = await ctx.db.session.deleteMany({ where: { expiresAt: { lt: toJsDate(ctx.now) } } })
  const over = { data: { freshCodes: null, freshUntil: null } }
  await ctx.db.secondFactor.updateMany({ where: { freshUntil: { lt: toJsDate(ctx.now) } }, ...over })
  await ctx.db.secondFactor.updateMany({
    where: { pendingAt: { lt: toJsDate(ctx.now.subtract({ hours: 1 })) } },
    data: { pending: null, pendingAt: null },
  })
  await ctx.db.rateLimit.deleteMany({ where: { expire: { lt: toJsDate(ctx.now.subtract({ hours: 24 })) } } })
  return count
}

/** Whether the link of a mail about an account still works when the mail is about to go. */
export async function linkStillHolds(ctx: Ctx, mail: { link: unknown }): Promise<boolean> {
  const { id, generation } = (mail.link ?? {}) as { id?: string; generation?: number }
  if (!id) return true
  const row = await ctx.db.linkToken.findUnique({ where: { id } })
  const over = !row || row.spentAt || row.generation !== generation
  return !over && fromJsDate(row.expiresAt).epochMilliseconds > ctx.now.epochMilliseconds
}
