import { mailAddressOf } from '../../identity/index.ts'
import type { WriteCtx } from '../../kit/context.ts'
import { lastDayOf } from '../../kit/window.ts'
import { carersOf } from '../../training/index.ts'
import { raterPurpose } from '../link.ts'
import * as mails from '../mails.ts'
import type { One } from '../queries/one.ts'

interface Rater {
  id: string
  personId: string | null
  name: string
  email: string
  generation: number
}

/** A mail to a rater with their link; a notice as well where they have an account. Nobody else hears of it. */
export async function tellRater(ctx: WriteCtx, one: One, rater: Rater, what: 'request' | 'reminder', endsAt: Date) {
  const names = { trainee: one.portfolio.name, rater: rater.name, round: one.kind.short }
  const words = what === 'request' ? mails.requestMail : mails.reminderMail
  await ctx.services.notices.queueMail(ctx, {
    to: rater.email,
    toPersonId: rater.personId,
    ...words(names, lastDayOf(endsAt, one.portfolio.timeZone)),
    link: { label: 'Answer', base: '/r/', purpose: raterPurpose, id: rater.id, generation: rater.generation },
    purpose: `round.${what}`,
  })
  if (what !== 'request' || rater.personId === null) return
  const account = await ctx.db.account.findUnique({ where: { personId: rater.personId }, select: { state: true } })
  if (account?.state !== 'active') return
  await ctx.services.notices.notify(ctx, {
    personId: rater.personId,
    roleKey: '*',
    kind: 'round.request',
    text: `${names.trainee} asks for your feedback (${names.round})`,
    href: '/rounds/asked',
    subjectId: one.portfolio.personId,
  })
}

/** To the trainee, in their own role. */
export async function tellTrainee(ctx: WriteCtx, one: One, kind: string, text: string, href?: string): Promise<void> {
  await ctx.services.notices.notify(ctx, {
    personId: one.portfolio.personId,
    roleKey: `own:${one.portfolio.id}`,
    kind,
    text,
    href: href ?? `/rounds/${one.round.id}`,
    subjectId: one.portfolio.personId,
  })
}

/** A mail to the trainee where a round waits for them; nothing in it says who answered. */
export async function mailTrainee(ctx: WriteCtx, one: One, words: { subject: string; text: string }): Promise<void> {
  const { personId } = one.portfolio
  const address = await mailAddressOf(ctx.db, personId)
  if (!address) return
  await ctx.services.notices.queueMail(ctx, {
    ...{ to: address, toPersonId: personId, ...words, purpose: 'round.short' },
    link: { label: 'Decide how it goes on', path: `/rounds/${one.round.id}` },
  })
}

/** To everybody who may release it today. */
export async function tellReleasers(ctx: WriteCtx, one: One, kind: string, text: string): Promise<void> {
  const releasers = carersOf(one.portfolio).filter(({ relation }) => one.kind.releasedBy.some((by) => by === relation))
  for (const { id, roleKey } of releasers) {
    const href = `/rounds/${one.round.id}`
    await ctx.services.notices.notify(ctx, {
      personId: id,
      roleKey,
      kind,
      text,
      href,
      subjectId: one.portfolio.personId,
    })
  }
}
