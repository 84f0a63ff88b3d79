import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { mailAddressOf } from '../identity/index.ts'
import { dateIn, fromJsDate, toJsDate } from '../kit/clock.ts'
import { type AuditEntry, command, execute, type Listener } from '../kit/command.ts'
import type { Ctx, WriteCtx } from '../kit/context.ts'
import { Conflict, Invalid } from '../kit/errors.ts'
import { line } from '../kit/inputs.ts'
import { plainDate } from '../kit/periods.ts'
import { scoped } from '../kit/scope.ts'
import { date, plural } from '../kit/ui.ts'
import { definePolicy } from '../policy/index.ts'
import { postsIn } from '../programmes/index.ts'
import { foundIn, type PostsFound } from './findPosts.ts'
import { dueReminder, inDays, type Leaving, leavingOf, rotateDays } from './leaving.ts'
import { portfolioPolicy } from './policy.ts'
import { type PortfolioBase, portfolioHead } from './queries.ts'
import { findRotation, type Leaver } from './rotation.ts'
import { url } from './urls.ts'

/** How long somebody who was asked is left in peace. */
const quietDays = 3

/** Whether somebody may be asked again. */
export function mayNudge({ waits, nudgedAt }: Leaver, now: Temporal.Instant): boolean {
  if (waits.length === 0) return false
  return !nudgedAt || Temporal.Instant.compare(fromJsDate(nudgedAt).add({ hours: 24 * quietDays }), now) <= 0
}

/** R123: asks somebody who leaves to see to what waits for them; by notice and by mail. */
export const nudgeLeaver = command({
  find: findRotation,
  may: (actor, found) => portfolioPolicy.actions.nudge(actor, found),
  input: () => z.object({ personId: line(60, 'Choose whom to ask.') }),
  run: async (ctx, { leavers, portfolio }, { personId }) => {
    const leaver = leavers.find((one) => one.personId === personId)
    if (!leaver) throw new Invalid({ personId: 'They do not leave this portfolio any more: read who does now.' })
    if (!mayNudge(leaver, ctx.now))
      throw new Conflict(`${leaver.name} was asked already, or nothing waits any more.`, {
        remedy: { label: 'See what waits now', href: url.rotate(portfolio.id) },
      })
    await tellLeaver(ctx, portfolio, leaver, 'asks')
    return leaver
  },
  audit: ({ personId, waits }, { portfolio }): AuditEntry => ({
    type: 'rotation.nudged',
    subjectId: portfolio.personId,
    enrolmentId: portfolio.id,
    data: { personId, count: waits.length },
  }),
})

async function tellLeaver(
  ctx: WriteCtx,
  portfolio: PortfolioBase,
  leaver: Leaver,
  why: 'asks' | 'soon',
): Promise<void> {
  const { personId, roleKey, name, waits, last, grace } = leaver
  const things = `${plural(waits.length, 'thing')} of ${portfolio.name} ${waits.length === 1 ? 'waits' : 'wait'} for you`
  const text =
    why === 'asks'
      ? `${ctx.actor.name} asks: ${things} before ${date(last)}`
      : `${things}; your time with them ends on ${date(last)}`
  const later = waits.some(({ after }) => !after)
    ? `What waits on your last day can be finished until ${date(grace)}`
    : 'None of it is yours to finish after your last day'
  await ctx.services.notices.notify(ctx, {
    ...{ personId, roleKey, text },
    kind: 'rotation.reminder',
    detail: later,
    href: '/todo',
    subjectId: portfolio.personId,
  })
  await mailTo(ctx, personId, 'Before a trainee moves on', `Dear ${name},\n\n${text}. ${later}.`, '/todo')
}

async function mailTo(ctx: WriteCtx, personId: string, subject: string, text: string, path: string): Promise<void> {
  const address = await mailAddressOf(ctx.db, personId, 'confirmed')
  if (!address) return
  await ctx.services.notices.queueMail(ctx, {
    ...{ to: address, toPersonId: personId, subject, text },
    link: { label: 'Open Attest', path },
    purpose: 'rotation.reminder',
  })
}

/** Somebody who leaves in two relations is told once, of all that waits. */
export function oncePerPerson(leavers: readonly Leaver[]): Leaver[] {
  const people = new Map<string, Leaver>()
  for (const leaver of leavers) {
    const before = people.get(leaver.personId)
    const waits = [...(before?.waits ?? []), ...leaver.waits]
    const each = [...new Map(waits.map((one) => [`${one.kind} ${one.href} ${one.title}`, one])).values()]
    people.set(leaver.personId, { ...(before ?? leaver), waits: each })
  }
  return [...people.values()]
}

interface Due extends PostsFound {
  leaving: Leaving
  due: number
}

const systemPolicy = definePolicy({ visible: () => true, actions: {} })

/** The post of `:postId` where a reminder is due. */
const findDue = scoped(systemPolicy, async (_visible, ctx): Promise<Due | null> => {
  const row = await ctx.db.placement.findUnique({ where: { id: ctx.params.postId ?? '' } })
  const portfolio = row && (await portfolioHead(ctx.db, row.enrolmentId, ctx.today))
  if (!portfolio) return null
  const found = await foundIn(ctx, portfolio)
  const leaving = leavingOf(found.posts, found.today)
  const due = leaving?.post.id === row.id ? dueReminder(leaving.days, row.remindedDays) : null
  return leaving && due !== null ? { ...found, leaving, due } : null
})

/** R121: reminds the trainee of the end of a post, and those who leave of what waits for them. */
const remindOfRotation = command({
  find: findDue,
  may: () => true,
  run: async (ctx: WriteCtx, found) => {
    const { portfolio, leaving, due } = found
    const { count } = await ctx.db.placement.updateMany({
      where: { id: leaving.post.id, OR: [{ remindedDays: null }, { remindedDays: { gt: due } }] },
      data: { remindedDays: due },
    })
    if (count === 0) throw new Conflict('This reminder is on its way already.')
    const rotation = await findRotation({
      ...ctx,
      actor: { ...ctx.actor, reach: { by: 'enrolments', ids: [portfolio.id], sent: [] } },
      params: { enrolmentId: portfolio.id },
    })
    const waiting = oncePerPerson(rotation?.leavers ?? []).filter(({ waits }) => waits.length > 0)
    await tellTrainee(ctx, found, waiting.length)
    for (const leaver of waiting) await tellLeaver(ctx, portfolio, leaver, 'soon')
    return { told: waiting.map(({ personId }) => personId) }
  },
  audit: ({ told }, { portfolio, leaving, due }): AuditEntry => ({
    type: 'rotation.reminded',
    subjectId: portfolio.personId,
    enrolmentId: portfolio.id,
    data: { postId: leaving.post.id, days: due, told },
  }),
})

async function tellTrainee(ctx: WriteCtx, { portfolio, pack, leaving }: Due, waiting: number): Promise<void> {
  const { words, by } = postsIn(pack.pack)
  const { post, last, days, next } = leaving
  const text = `Your ${words.one} at ${post.site} ends on ${date(last)}, ${inDays(days)}`
  const after = next
    ? `Next: ${next.site} from ${date(next.from)}`
    : by === 'trainee'
      ? 'Nothing is on record for after it: enter where you go next'
      : 'Nothing is on record for after it: the programme office enters it'
  const waits = waiting > 0 ? 'Something still waits for those you leave' : 'Nothing waits for those you leave'
  const path = `/portfolios/${portfolio.id}/posts/rotate`
  await ctx.services.notices.notify(ctx, {
    ...{ personId: portfolio.personId, roleKey: `own:${portfolio.id}`, text },
    kind: 'rotation.reminder',
    detail: `${after}. ${waits}.`,
    href: path,
    subjectId: portfolio.personId,
  })
  await mailTo(
    ctx,
    portfolio.personId,
    'Before you rotate',
    `Dear ${portfolio.name},\n\n${text}. ${after}. ${waits}.`,
    path,
  )
}

/**
 * Reminds at 28, 14 and 3 days before the end of each post (R121, R123), once each; a sweep that ran late sends one, one
 * that runs twice none the second time.
 * @returns how many posts were reminded of
 */
export async function remindOfRotations(ctx: Ctx, listeners: readonly Listener[]): Promise<number> {
  const today = dateIn(ctx.now, ctx.config.timeZone)
  const rows = await ctx.db.placement.findMany({
    where: {
      // A day more on either side: days turn elsewhere at other hours.
      until: { gte: toDate(today), lte: toDate(today.add({ days: rotateDays + 2 })) },
      OR: [{ remindedDays: null }, { remindedDays: { gt: 3 } }],
      enrolment: { state: 'enrolled' },
    },
    select: { id: true, until: true, remindedDays: true },
  })
  const near = rows.filter(({ until, remindedDays }) => {
    const days = today.until(plainDate(until!)).days - 1
    return [days - 1, days, days + 1].some((one) => dueReminder(Math.max(one, 0), remindedDays) !== null)
  })
  let count = 0
  for (const { id } of near) {
    const one = { ...ctx, params: { postId: id } }
    if (!(await findDue(one))) continue
    await execute(remindOfRotation, one, {}, listeners)
    count++
  }
  return count
}

const toDate = (day: Temporal.PlainDate): Date => toJsDate(day.toZonedDateTime('UTC').toInstant())
