import { z } from 'zod'
import { toJsDate } from '../kit/clock.ts'
import { command } from '../kit/command.ts'
import type { WriteCtx } from '../kit/context.ts'
import { Conflict } from '../kit/errors.ts'
import { line } from '../kit/inputs.ts'
import { dbDate } from '../kit/periods.ts'
import { admissionPolicy } from './policy.ts'
import { findInvited, type Invited } from './queries.ts'

const { withdraw } = admissionPolicy.actions

/**
 * Takes back an acceptance that was a mistake, as long as nobody has taken it up (R20, R22): the enrolment is closed, the
 * link in the invitation dies, and an account that was made for it alone goes. They can be accepted again.
 * @throws Conflict where they accepted the invitation, or somebody withdrew it, meanwhile
 */
export const withdrawAcceptance = command({
  find: findInvited,
  may: (actor, found) => withdraw(actor, found),
  input: () => z.object({ reason: line(500, 'Say why the acceptance is withdrawn.') }),
  free: ({ reason }, { name }) => ({ texts: { reason }, known: [name] }),
  run: async (ctx, found, { reason }) => {
    const { enrolmentId } = found
    const { count } = await ctx.db.enrolment.updateMany({
      where: { id: enrolmentId, state: found.state },
      data: { state: 'closed' },
    })
    if (count === 0) throw new Conflict('Something has changed since you opened this page. Nothing was withdrawn.')
    await ctx.db.admission.update({
      where: { enrolmentId },
      data: { withdrawnAt: toJsDate(ctx.now), withdrawnByName: ctx.actor.name, withdrawnReason: reason },
    })
    await tellSupervisors(ctx, found)
    await endPlaces(ctx, enrolmentId)
    await endAccount(ctx, found)
    await tell(ctx, found)
  },
  audit: (_none, { personId, enrolmentId }) => ({ type: 'enrolment.withdrawn', subjectId: personId, enrolmentId }),
})

/** Posts and supervisors that they had been given end today; those to come are taken off the record. */
async function endPlaces({ db, today }: WriteCtx, enrolmentId: string): Promise<void> {
  const now = dbDate(today)
  const toCome = { enrolmentId, from: { gte: now } }
  const running = { enrolmentId, from: { lt: now }, OR: [{ until: null }, { until: { gt: now } }] }
  await db.placement.deleteMany({ where: toCome })
  await db.placement.updateMany({ where: running, data: { until: now } })
  await db.supervision.deleteMany({ where: toCome })
  await db.supervision.updateMany({ where: running, data: { until: now } })
}

/** The account that was made for this alone, which nobody has opened; somebody with another role keeps theirs. */
async function endAccount({ db, now }: WriteCtx, { personId, account }: Invited): Promise<void> {
  if (account !== 'invited') return
  const others = await Promise.all([
    db.enrolment.count({ where: { personId, state: { not: 'closed' } } }),
    db.grant.count({ where: { personId } }),
    db.supervision.count({ where: { personId } }),
  ])
  if (others.some((count) => count > 0)) return
  await db.linkToken.updateMany({
    where: { personId, spentAt: null },
    data: { generation: { increment: 1 }, expiresAt: toJsDate(now) },
  })
  await db.account.deleteMany({ where: { personId, state: 'invited' } })
}

async function tellSupervisors(ctx: WriteCtx, { enrolmentId, personId, name }: Invited): Promise<void> {
  const supervisors = await ctx.db.supervision.findMany({
    where: { enrolmentId, OR: [{ until: null }, { until: { gt: dbDate(ctx.today) } }] },
    distinct: ['personId'],
    select: { personId: true, kind: true },
  })
  for (const one of supervisors)
    await ctx.services.notices.notify(ctx, {
      ...{ personId: one.personId, roleKey: `${one.kind}Supervisor`, kind: 'enrolment.withdrawn', subjectId: personId },
      text: `You no longer supervise ${name}: the acceptance into the programme was withdrawn`,
    })
}

/** A word to where the invitation went, so that nobody wonders why its link is dead. */
async function tell(ctx: WriteCtx, { personId, name, email, programme, account }: Invited): Promise<void> {
  if (!email) return
  const then =
    account === 'active' ? 'Your account and its other roles stay as they are.' : 'The link in it no longer works.'
  await ctx.services.notices.queueMail(ctx, {
    ...{ to: email, toPersonId: personId, subject: 'Your invitation was withdrawn', purpose: 'enrolment.withdrawn' },
    text: `Dear ${name},\n\nyou were invited as trainee in ${programme}. That invitation was withdrawn. ${then} If you think that this is a mistake, please write to the contacts of the programme.`,
    link: { label: 'Contacts', path: '/help/contacts' },
  })
}
