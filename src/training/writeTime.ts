import { toJsDate } from '../kit/clock.ts'
import type { WriteCtx } from '../kit/context.ts'
import { Conflict } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import { dbDate } from '../kit/periods.ts'
import { type TimeHistory, type TimeWish, withWish } from './time/index.ts'

/** Writes one wish as the database keeps it; a withdrawal marks and removes nothing. Call it within `keepTime`. */
export async function writeWish(
  ctx: WriteCtx,
  { enrolmentId, history, wish, reason }: { enrolmentId: string; history: TimeHistory; wish: TimeWish; reason: string },
): Promise<string> {
  const id = newId()
  const at = toJsDate(ctx.now)
  const by = { createdAt: at, createdById: ctx.actor.personId, createdByName: ctx.actor.name }
  const common = { id, enrolmentId, reason, ...by }
  switch (wish.what) {
    case 'fte':
      await ctx.db.fteChange.create({ data: { ...common, from: dbDate(wish.from), percent: wish.percent } })
      return id
    case 'status': {
      const { kind, from, until, counts, countsUntil } = wish
      const days = { from: dbDate(from), until: dbDate(until), countsUntil: countsUntil && dbDate(countsUntil) }
      await ctx.db.statusPeriod.create({ data: { ...common, kind, counts, ...days } })
      return id
    }
    case 'decision':
    case 'extension': {
      const { decider, decidedOn, until, remaining, months } = withWish(history, wish, id).decisions.at(-1)!
      const days = { decidedOn: dbDate(decidedOn), until: dbDate(until) }
      await ctx.db.completionDecision.create({ data: { ...common, decider, remaining, months, ...days } })
      return id
    }
    case 'return': {
      const { kind, from, until, counts, countsUntil } = withWish(history, wish).statuses.find(
        (one) => one.id === wish.id,
      )!
      await writeWish(ctx, { enrolmentId, history, wish: { what: 'withdraw', id: wish.id }, reason })
      return writeWish(ctx, {
        enrolmentId,
        history,
        wish: { what: 'status', kind, from, until, counts, countsUntil },
        reason,
      })
    }
    case 'withdraw': {
      const where = { id: wish.id, enrolmentId, withdrawnAt: null }
      const data = {
        withdrawnAt: at,
        withdrawnById: ctx.actor.personId,
        withdrawnByName: ctx.actor.name,
        withdrawnReason: reason,
      }
      const done = await Promise.all([
        ctx.db.fteChange.updateMany({ where, data }),
        ctx.db.statusPeriod.updateMany({ where, data }),
        ctx.db.completionDecision.updateMany({ where, data }),
      ])
      if (done.every(({ count }) => count === 0)) throw new Conflict('Somebody else has withdrawn this already.')
      return wish.id
    }
  }
}
