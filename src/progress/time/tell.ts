import { mailAddressOf } from '../../identity/index.ts'
import type { WriteCtx } from '../../kit/context.ts'
import { lastDay } from '../../kit/periods.ts'
import { date } from '../../kit/ui.ts'
import { carersOf, type TimeKept, type TimeWish } from '../../training/index.ts'
import type { TimeFound } from './find.ts'
import { timeUrl } from './words.ts'

/** What was done, as people are told of it. */
export interface TimeChange {
  words: string
  kept: TimeKept
  wish: TimeWish
}

const kind = 'training.time'

/** The trainee, and everybody who looks after them today, are told what is on record now; why stands on the page alone. */
export async function tellOfTime(ctx: WriteCtx, found: TimeFound, { words, kept }: TimeChange): Promise<void> {
  const { portfolio } = found
  const ends = `Completion ${kept.endsOn.equals(kept.endedOn) ? 'stays' : 'moves'} ${kept.endsOn.equals(kept.endedOn) ? 'on' : 'to'} ${date(lastDay(kept.endsOn))}`
  const href = timeUrl.page(portfolio.id)
  const { notify } = ctx.services.notices
  await notify(ctx, {
    ...{ personId: portfolio.personId, roleKey: `own:${portfolio.id}`, kind, href },
    ...{ text: `Your training time: ${words}`, detail: ends, subjectId: portfolio.personId },
  })
  await mailTrainee(ctx, found, ends, href)
  const told = new Set([ctx.actor.personId, portfolio.personId])
  for (const { id, roleKey } of carersOf(portfolio)) {
    if (told.has(id)) continue
    told.add(id)
    await notify(ctx, {
      ...{ personId: id, roleKey, kind, href },
      ...{ text: `The training time of ${portfolio.name} has changed`, detail: ends, subjectId: portfolio.personId },
    })
  }
}

async function mailTrainee(ctx: WriteCtx, { portfolio }: TimeFound, ends: string, path: string): Promise<void> {
  const address = await mailAddressOf(ctx.db, portfolio.personId, 'confirmed')
  if (!address) return
  await ctx.services.notices.queueMail(ctx, {
    ...{ to: address, toPersonId: portfolio.personId, purpose: kind },
    subject: 'Your training time has changed',
    text: `Dear ${portfolio.name},\n\n${ends}. What was recorded, and how the day is worked out, stands in your portfolio.`,
    link: { label: 'Open your training time', path },
  })
}
