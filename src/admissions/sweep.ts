import { personName, sendInvitation } from '../identity/index.ts'
import { toJsDate } from '../kit/clock.ts'
import { command, execute, type Listener } from '../kit/command.ts'
import type { Ctx, WriteCtx } from '../kit/context.ts'
import { Conflict } from '../kit/errors.ts'
import { plainDate } from '../kit/periods.ts'
import { scoped } from '../kit/scope.ts'
import { date, plural } from '../kit/ui.ts'
import { freezesOn } from './calendar.ts'
import { clocked, type Due, dueNow, findToTell, systemPolicy, tellOffice, waiting } from './sweepOffice.ts'
import { url } from './urls.ts'

/** The enrolment of `:enrolmentId` with what the day asks for; null where that is nothing. */
const findDue = scoped(systemPolicy, async (_visible, ctx): Promise<Due | null> => {
  const row = await ctx.db.enrolment.findFirst({
    where: { id: ctx.params.enrolmentId ?? '', ...waiting },
    include: clocked,
  })
  const found = row && (await dueNow(ctx, row))
  return found && (found.due.freeze || found.due.remind !== null) ? found : null
})

/** R23, R24: what one enrolment that is not complete calls for today. */
const seeTo = command({
  find: findDue,
  may: () => true,
  run: async (ctx: WriteCtx, row) => {
    const { due, admission } = row
    const at = toJsDate(ctx.now)
    const { count } = await ctx.db.admission.updateMany({
      where: { enrolmentId: row.id, remindedWeek: admission!.remindedWeek },
      data: {
        ...(due.remind === null ? {} : { remindedWeek: due.remind }),
        ...(due.freeze ? { frozenAt: at } : {}),
      },
    })
    if (count === 0) throw new Conflict('This was seen to already.')
    if (due.freeze) await freeze(ctx, row)
    if (due.remind !== null) await remind(ctx, row)
  },
  audit: (_none, { id, personId, due }) => {
    const about = { subjectId: personId, enrolmentId: id }
    return [
      ...(due.freeze ? [{ type: 'enrolment.frozen', ...about }] : []),
      ...(due.remind === null ? [] : [{ type: 'enrolment.reminded', ...about, data: { week: due.remind } }]),
    ]
  },
})

async function freeze(ctx: WriteCtx, row: Due): Promise<void> {
  await ctx.db.enrolment.update({ where: { id: row.id }, data: { state: 'frozen' } })
  await write(ctx, row, {
    subject: 'Your portfolio is frozen',
    text: `Your enrolment in ${row.programme.name} was not completed within ${plural(row.calendar.freezeMonths, 'month')}, so your portfolio is frozen. Completing it opens the portfolio at once`,
  })
}

async function remind(ctx: WriteCtx, row: Due): Promise<void> {
  const freezes = freezesOn(plainDate(row.admission!.countsFrom), row.calendar)
  await write(ctx, row, {
    subject: 'Complete your enrolment',
    text: `Your enrolment in ${row.programme.name} waits to be completed. If it is not complete before ${date(freezes)}, your portfolio is frozen until it is`,
  })
}

/** A notice and a mail; whoever has no open account yet gets a new invitation, because the link in the last one has run out. */
async function write(ctx: WriteCtx, row: Due, { subject, text }: { subject: string; text: string }): Promise<void> {
  const { person, personId } = row
  await ctx.services.notices.notify(ctx, {
    ...{ personId, roleKey: `own:${row.id}`, kind: 'enrolment.reminder', text, href: url.own, subjectId: personId },
  })
  const email = person.identifiers[0]?.value
  if (!email) return
  if (person.account?.state === 'invited') {
    const what = `trainee in ${row.programme.name}`
    const carries = { collegeId: row.programme.collegeId }
    return sendInvitation(ctx, { personId, email, name: person }, what, carries, { subject, text })
  }
  await ctx.services.notices.queueMail(ctx, {
    ...{ to: email, toPersonId: personId, subject, purpose: 'enrolment.reminder' },
    text: `Dear ${personName(person)},\n\n${text}.`,
    link: { label: 'Complete your enrolment', path: url.own },
  })
}

/**
 * Sees to everybody who has not completed their enrolment: reminders, a word to the office, and frozen in the end, by the
 * calendar of their own programme. May run twice or late without harm.
 * @returns how many were seen to
 */
export async function sweepAdmissions(ctx: Ctx, listeners: readonly Listener[]): Promise<number> {
  const rows = await ctx.db.enrolment.findMany({ where: waiting, select: { id: true, programmeId: true } })
  for (const programmeId of new Set(rows.map((row) => row.programmeId))) {
    const one = { ...ctx, params: { programmeId } }
    const found = await findToTell(one)
    if (found) await execute(tellOffice, one, {}, listeners)
  }
  let count = 0
  for (const { id } of rows) {
    const one = { ...ctx, params: { enrolmentId: id } }
    if (!(await findDue(one))) continue
    await execute(seeTo, one, {}, listeners)
    count++
  }
  return count
}

/** An invitation that is accepted is one step towards the enrolment (R20). */
export const admissionListener: Listener = async (ctx, { type, subjectId }) => {
  if (type !== 'account.activated' || !subjectId) return
  await ctx.db.enrolment.updateMany({
    where: { personId: subjectId, state: 'invited', admission: { isNot: null } },
    data: { state: 'unenrolled' },
  })
}
