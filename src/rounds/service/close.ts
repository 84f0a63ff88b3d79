import { toJsDate } from '../../kit/clock.ts'
import { command } from '../../kit/command.ts'
import type { WriteCtx } from '../../kit/context.ts'
import { plural } from '../../kit/ui.ts'
import { endAfter, lastDayOf } from '../../kit/window.ts'
import { mayDo } from '../policy.ts'
import { findOne, type One } from '../queries/one.ts'
import { moveRound } from './begin.ts'
import { roundEvent } from './events.ts'
import { tellRater, tellTrainee } from './tell.ts'

/** No more answers: from here on nothing of the round says who answered. Reading begins now, so that no two looks differ by one answer. */
export async function close(ctx: WriteCtx, one: One): Promise<void> {
  await moveRound(ctx, one, ['open', 'short'], { state: 'closed', closedAt: toJsDate(ctx.now) })
  await ctx.db.roundRater.updateMany({ where: { roundId: one.round.id }, data: { answered: false, declined: false } })
  await tellTrainee(ctx, one, 'round.closed', `Your ${one.kind.short} is closed; ${one.names.releaser} reads it now`)
}

/** The supervisor closes a round that has enough answers, to read it. */
export const closeRound = command<One, Record<string, unknown>, void>({
  find: findOne,
  may: (actor, one, ctx) => mayDo('close', actor, one, ctx.now),
  run: close,
  audit: (_done, one) => roundEvent('round.closed', one),
})

/** Below the minimum when the time was over: more time, with reminders to those who have not answered. */
export const extendRound = command<One, Record<string, unknown>, string>({
  find: findOne,
  may: (actor, one, ctx) => mayDo('extend', actor, one, ctx.now),
  async run(ctx, one) {
    const endsAt = toJsDate(endAfter(ctx.now, one.kind.extendDays, one.portfolio.timeZone))
    // An unswept round still says "open".
    await moveRound(ctx, one, ['short', 'open'], { state: 'open', endsAt, sentAt: toJsDate(ctx.now) })
    await ctx.db.roundRater.updateMany({ where: { roundId: one.round.id }, data: { reminded: 0 } })
    // Their links were dead meanwhile: who has not answered hears at once that they are open again.
    for (const rater of one.raters.filter(({ answered, declined }) => !answered && !declined))
      await tellRater(ctx, one, rater, 'reminder', endsAt)
    return lastDayOf(endsAt, one.portfolio.timeZone)
  },
  audit: (_done, one) => roundEvent('round.extended', one),
})

/** Gives the round up: what came in is deleted, and a new one can be opened. */
export const endRound = command<One, Record<string, unknown>, void>({
  find: findOne,
  may: (actor, one, ctx) => mayDo('end', actor, one, ctx.now),
  async run(ctx, one) {
    await moveRound(ctx, one, ['selfRating', 'listing', 'short', 'open'], {
      state: 'ended',
      closedAt: toJsDate(ctx.now),
    })
    await forget(ctx, one.round.id)
  },
  audit: (_done, one) => roundEvent('round.ended', one),
})

async function forget(ctx: WriteCtx, roundId: string): Promise<void> {
  await ctx.db.roundTally.deleteMany({ where: { roundId } })
  await ctx.db.roundComment.deleteMany({ where: { roundId } })
  await ctx.db.roundRater.updateMany({ where: { roundId }, data: { answered: false, declined: false } })
}

/** In words for the trainee whose round fell short. */
export const shortWords = (one: One): string =>
  `The time for your ${one.kind.short} is over, and too few have answered. Give it ${plural(one.kind.extendDays, 'more day', 'more days')}, or end it and begin again`
