import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { command } from '../../kit/command.ts'
import type { WriteCtx } from '../../kit/context.ts'
import { day, line } from '../../kit/inputs.ts'
import { dbDate, untilAfter } from '../../kit/periods.ts'
import { date, upperFirst } from '../../kit/ui.ts'
import { personName } from '../names.ts'
import { peoplePolicy } from '../policy.ts'
import { findGrantOf, type GrantFound } from '../queries/grant.ts'
import { firstEmail } from './people.ts'
import { tellOffice } from './tellOffice.ts'

/** The last day of a role, and why; without a day it ends at once: today is the first day without it. */
const endForm = ({ grant }: GrantFound, today: Temporal.PlainDate) =>
  z
    .object({ last: day(), reason: line(500, 'Say why; the person reads it, and it is kept with the role.') })
    .superRefine(({ last }, ctx) => {
      const refuse = (message: string) => ctx.addIssue({ code: 'custom', path: ['last'], message })
      if (!last) return
      if (Temporal.PlainDate.compare(last, Temporal.PlainDate.from(grant.from)) < 0)
        refuse(`The role begins on ${date(grant.from)}: it cannot end before that.`)
      else if (Temporal.PlainDate.compare(last, today) < 0)
        refuse(
          'The last day lies in the past: what was done until today was done in this role. Leave it empty to end it now.',
        )
    })
type EndInput = z.output<ReturnType<typeof endForm>>

/**
 * Ends a role that was given, today or on a day to come, with a reason; one that has not begun is taken back. What was
 * done in it stays as it was, and the days that have passed are never rewritten (R13–R16).
 */
export const endRole = command({
  find: findGrantOf,
  may: (actor, { person }) => peoplePolicy.actions.endRole(actor, person),
  input: (found, ctx) => endForm(found, ctx.today) as z.ZodType<EndInput>,
  free: ({ reason }, { person }) => ({ texts: { reason }, known: [personName(person)] }),
  run: async (ctx, found, { last, reason }) => {
    const { grant, person } = found
    const until = last ? untilAfter(last) : ctx.today
    const begun = Temporal.PlainDate.compare(Temporal.PlainDate.from(grant.from), until) < 0
    if (begun) {
      const data = { until: dbDate(until), endedBy: ctx.actor.name, endedReason: reason }
      await ctx.db.grant.update({ where: { id: grant.id }, data })
    } else await ctx.db.grant.delete({ where: { id: grant.id } })
    const when = begun ? `ends: its last day is ${date(until.subtract({ days: 1 }))}` : 'was taken back'
    const what = `${grant.words}${grant.scope ? `, ${grant.scope}` : ''}`
    await ctx.services.notices.notify(ctx, {
      ...{ personId: person.id, roleKey: '*', kind: 'account.role', text: `Your role ${what} ${when}` },
      detail: `${ctx.actor.name} gave this reason: ${reason}`,
    })
    await tellHolder(ctx, found, `your role ${what} ${when}. ${ctx.actor.name} gave this reason: ${reason}`)
    await tellOffice(ctx, person.id, {
      text: `${personName(person)}: the role ${what} ${when}`,
      programmes: grant.programmeIds,
    })
    return { role: grant.role, until: until.toString(), takenBack: !begun, words: upperFirst(grant.words) }
  },
  audit: ({ role, until, takenBack }, { person, grant }) => ({
    type: 'account.role',
    subjectId: person.id,
    data: { role, grantId: grant.id, ended: true, until, takenBack },
  }),
})

async function tellHolder(ctx: WriteCtx, { person }: GrantFound, text: string): Promise<void> {
  const email = firstEmail(person)
  if (!email) return
  await ctx.services.notices.queueMail(ctx, {
    to: email,
    toPersonId: person.id,
    subject: 'A role of yours in Attest ends',
    text: `Dear ${personName(person)},\n\n${text}\n\nWhat you signed stays as it is. What waited for you on the last day you may finish for four weeks.`,
    link: { label: 'Open Attest', path: '/' },
    purpose: 'account.role',
  })
}
