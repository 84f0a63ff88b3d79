import { recordEvent } from '../../evidence/index.ts'
import { fromJsDate, toJsDate } from '../../kit/clock.ts'
import { command, execute, type Listener } from '../../kit/command.ts'
import type { Ctx, WriteCtx } from '../../kit/context.ts'
import { Conflict, Forbidden } from '../../kit/errors.ts'
import { isOver } from '../../kit/window.ts'
import { type Decision, refuse } from '../../policy/index.ts'
import { askedOf } from '../asked.ts'
import { mailsOf } from '../mail.ts'
import { stateNow } from '../policy.ts'
import { type DueReminder, dueReminders, type OpenRequest, usualReminderDays } from '../reminders.ts'
import { openStates } from '../states.ts'
import { byClock, formOf } from './clock.ts'
import { moveRequest } from './move.ts'
import { quietRequests, tellQuiet } from './quiet.ts'
import { tellAssessor, tellTrainee, toldOf } from './tell.ts'

const batch = 500

const expireRequest = command({
  find: byClock,
  may: (_actor, { request }, ctx): Decision =>
    isOver(request.expiresAt, ctx.now) || refuse('assessment.expire', 'Its time is not over.'),
  async run(ctx, asked) {
    await moveRequest(ctx, asked, 'expire')
    const form = await formOf(ctx, asked)
    if (form) await tellTrainee(ctx, toldOf(asked, form), 'expired')
  },
  audit: (_result, asked) => recordEvent('assessment.expired', asked.record),
})

const remindAssessor = (day: number) =>
  command({
    find: byClock,
    may: () => true,
    async run(ctx, asked) {
      const { count } = await ctx.db.assessmentRequest.updateMany({
        where: { recordId: asked.record.id, state: { in: [...openStates] }, remindedDay: { lt: day } },
        data: { remindedDay: day },
      })
      // Another sweep was here a moment ago.
      if (count === 0) throw new Conflict('reminded already')
      const form = await formOf(ctx, asked)
      if (form) await tellAssessor(ctx, toldOf(asked, form), 'reminder')
    },
    audit: (_result, asked) => recordEvent('assessment.reminded', asked.record, { day }),
  })

/** Ends what has run out and tells the trainees. Returns how many. */
export async function expireRequests(ctx: Ctx, listeners: readonly Listener[]): Promise<number> {
  const rows = await ctx.db.assessmentRequest.findMany({
    where: { state: { in: [...openStates] }, expiresAt: { lte: toJsDate(ctx.now) } },
    orderBy: { expiresAt: 'asc' },
    take: batch,
    select: { recordId: true },
  })
  return each(rows, ({ recordId }) => execute(expireRequest, { ...ctx, params: { id: recordId } }, {}, listeners))
}

/** Reminds assessors on the days that each form names. Returns how many. */
export async function remindAssessors(ctx: Ctx, listeners: readonly Listener[]): Promise<number> {
  const due = dueReminders(ctx.now, await openRequests(ctx))
  return each(due, ({ recordId, day }: DueReminder) =>
    execute(remindAssessor(day), { ...ctx, params: { id: recordId } }, {}, listeners),
  )
}

/** Tells trainees of letters that nobody opened for two days. Returns how many. */
export async function tellOfQuietMails(ctx: Ctx, listeners: readonly Listener[]): Promise<number> {
  return each(await quietRequests(ctx, batch), ({ recordId }) =>
    execute(tellQuiet, { ...ctx, params: { id: recordId } }, {}, listeners),
  )
}

async function openRequests(ctx: Ctx): Promise<OpenRequest[]> {
  const rows = await ctx.db.assessmentRequest.findMany({
    where: { state: { in: [...openStates] }, expiresAt: { gt: toJsDate(ctx.now) } },
    include: { record: { select: { formKey: true, packVersionId: true, assessor: { select: { account: true } } } } },
  })
  const mails = await mailsOf(
    ctx.db,
    rows.map(({ recordId }) => recordId),
  )
  // What does not arrive is no reminder: its trainee knows and corrects the address.
  const reached = rows.filter(({ recordId }) => mails.get(recordId)?.state !== 'bounced')
  return Promise.all(
    reached.map(async ({ recordId, sentAt, expiresAt, remindedDay, record }) => ({
      recordId,
      sentAt: fromJsDate(sentAt),
      expiresAt: fromJsDate(expiresAt),
      remindedDay,
      reminderDays: (await formOf(ctx, { record }))?.reminderDays ?? usualReminderDays,
      digested: record.assessor?.account?.state === 'active' && record.assessor.account.digest,
    })),
  )
}

/** One after the other, each in its own transaction; what somebody else moved meanwhile is left to them. */
async function each<T>(rows: readonly T[], work: (row: T) => Promise<unknown>): Promise<number> {
  let count = 0
  for (const row of rows) {
    try {
      await work(row)
      count++
    } catch (error) {
      if (!(error instanceof Conflict) && !(error instanceof Forbidden)) throw error
    }
  }
  return count
}

/** Whether a mail to an assessor is still wanted when it is about to go. */
export async function letterStillHolds(
  ctx: Ctx,
  mail: { recordId: string | null; toPersonId: string | null; link: unknown },
) {
  const asked = mail.recordId ? await askedOf(ctx, mail.recordId) : null
  if (!asked || asked.record.assessorId !== mail.toPersonId) return false
  const { generation } = (mail.link ?? {}) as { generation?: number }
  const open: readonly string[] = openStates
  return generation === asked.request.generation && open.includes(stateNow(asked, ctx.now))
}

/** Tells the trainee that the mail with the link did not arrive; of a request that is over nobody need know. */
export async function tellUndelivered(ctx: WriteCtx, mail: Parameters<typeof letterStillHolds>[1]): Promise<void> {
  if (!(await letterStillHolds(ctx, mail))) return
  const asked = await askedOf(ctx, mail.recordId!)
  const form = asked && (await formOf(ctx, asked))
  if (asked && form) await tellTrainee(ctx, toldOf(asked, form), 'undelivered')
}
