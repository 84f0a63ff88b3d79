import { dateIn, fromJsDate, toJsDate } from '../../kit/clock.ts'
import { command, execute, type Listener } from '../../kit/command.ts'
import type { Ctx, WriteCtx } from '../../kit/context.ts'
import { Conflict, Forbidden } from '../../kit/errors.ts'
import { open } from '../../kit/scope.ts'
import { isOver } from '../../kit/window.ts'
import { isEnough } from '../kinds.ts'
import * as mails from '../mails.ts'
import { around, type One } from '../queries/one.ts'
import { moveRound } from './begin.ts'
import { close, shortWords } from './close.ts'
import { roundEvent } from './events.ts'
import { mailTrainee, tellRater, tellReleasers, tellTrainee } from './tell.ts'

const batch = 200

const findForClock = open('the clock acts on every round alike', async (ctx) => {
  const { id } = ctx.params
  const round = id ? await ctx.db.round.findUnique({ where: { id } }) : null
  return round && around(ctx, round)
})

/** The time of a round is over: it is closed to be read, or falls short. */
const endWindow = command<One, Record<string, unknown>, boolean>({
  find: findForClock,
  may: () => true,
  async run(ctx, one) {
    if (one.round.state !== 'open' || !isOver(one.round.endsAt, ctx.now)) throw new Conflict('moved meanwhile')
    if (isEnough(one.kind, one.counts)) {
      await close(ctx, one)
      await tellReleasers(
        ctx,
        one,
        'round.closed',
        `The ${one.kind.short} of ${one.portfolio.name} is ready to be read`,
      )
      return true
    }
    await moveRound(ctx, one, ['open'], { state: 'short' })
    await tellTrainee(ctx, one, 'round.short', shortWords(one))
    await mailTrainee(
      ctx,
      one,
      mails.shortMail({ trainee: one.portfolio.name, round: one.kind.short }, shortWords(one)),
    )
    return false
  },
  audit: (enough, one) => roundEvent(enough ? 'round.closed' : 'round.short', one),
})

/** Reminds those who have not answered; neither trail nor notice says whom, nor how many. */
const remind = (day: number) =>
  command<One, Record<string, unknown>, void>({
    find: findForClock,
    may: () => true,
    async run(ctx, one) {
      const silent = { roundId: one.round.id, answered: false, declined: false, reminded: { lt: day } }
      const raters = await ctx.db.roundRater.findMany({ where: silent, orderBy: { email: 'asc' } })
      for (const rater of raters) {
        await ctx.db.roundRater.update({ where: { id: rater.id }, data: { reminded: day } })
        await tellRater(ctx, one, rater, 'reminder', one.round.endsAt!)
      }
    },
    audit: (_done, { round }) => ({ type: 'round.reminded', data: { roundId: round.id, day } }),
  })

/** Ends the windows that are over, and reminds on the days that each kind names. Returns how many rounds moved. */
export async function sweepRounds(ctx: Ctx, listeners: readonly Listener[]): Promise<number> {
  const over = await ctx.db.round.findMany({
    where: { state: 'open', endsAt: { lte: toJsDate(ctx.now) } },
    take: batch,
    select: { id: true },
  })
  let moved = 0
  for (const { id } of over) moved += await tried(() => execute(endWindow, { ...ctx, params: { id } }, {}, listeners))
  return moved
}

export async function remindRaters(ctx: Ctx, listeners: readonly Listener[]): Promise<number> {
  const rounds = await ctx.db.round.findMany({
    where: { state: 'open', endsAt: { gt: toJsDate(ctx.now) }, raters: { some: { answered: false, declined: false } } },
    include: { raters: { select: { reminded: true, answered: true, declined: true } } },
  })
  let reminded = 0
  for (const round of rounds) {
    const one = await around(ctx, round)
    const day = one && dueDay(ctx, one)
    if (day) reminded += await tried(() => execute(remind(day), { ...ctx, params: { id: round.id } }, {}, listeners))
  }
  return reminded
}

/** The latest day of reminding that has come and on which not everybody silent was reminded. */
function dueDay(ctx: Ctx, { round, kind, raters, portfolio }: One): number | null {
  if (!round.sentAt) return null
  const zone = portfolio.timeZone
  const days = dateIn(fromJsDate(round.sentAt), zone).until(dateIn(ctx.now, zone)).days
  const day = Math.max(0, ...kind.reminderDays.filter((one) => one <= days))
  const waiting = raters.some((rater) => !rater.answered && !rater.declined && rater.reminded < day)
  return day > 0 && waiting ? day : null
}

async function tried(work: () => Promise<unknown>): Promise<number> {
  try {
    await work()
    return 1
  } catch (error) {
    if (error instanceof Conflict || error instanceof Forbidden) return 0
    throw error
  }
}

type Letter = { link: unknown }

const raterOf = (ctx: Ctx, { link }: Letter) => {
  const { id } = (link ?? {}) as { id?: string }
  return id ? ctx.db.roundRater.findUnique({ where: { id }, include: { round: true } }) : null
}

/** Whether a mail to a rater is still wanted when it is about to go. */
export async function raterLetterHolds(ctx: Ctx, mail: Letter): Promise<boolean> {
  const rater = await raterOf(ctx, mail)
  if (!rater || rater.answered || rater.declined) return false
  return rater.round.state === 'open' && !isOver(rater.round.endsAt, ctx.now)
}

/** The mail did not arrive: that tells nothing of an answer, so the trainee may know and ask somebody else. */
export async function raterUndelivered(ctx: WriteCtx, mail: Letter): Promise<void> {
  const rater = await raterOf(ctx, mail)
  const one = rater && (await around(ctx, rater.round))
  if (!rater || !one) return
  await ctx.db.roundRater.update({ where: { id: rater.id }, data: { lost: true } })
  await tellTrainee(ctx, one, 'round.undelivered', `The mail to ${rater.email} could not be delivered`)
}
