import { createRecord, dropDraft, type Made, madeEvents, recordEvent, setStatus } from '../../evidence/index.ts'
import { freeWords } from '../../forms/index.ts'
import { command } from '../../kit/command.ts'
import { appraisalPolicy } from '../policy.ts'
import { findOne } from '../queries/one.ts'
import { findBegin, newKey, type Writing } from '../queries/writing.ts'
import { type Begun, parseBegin } from './parse.ts'
import { tellSupervisor, tellWithdrawn } from './tell.ts'

/** The trainee fills in their part of a meeting's form and asks a supervisor to complete it (R68). */
export const beginMeeting = command<Writing, Begun, Made>({
  find: findBegin,
  may: (actor, found) => appraisalPolicy.actions.begin(actor, found),
  input: (found) => ({ parse: (body: Record<string, unknown>) => parseBegin(found, body) }),
  free: ({ values, supervisor }, { form, portfolio }) => ({
    texts: freeWords(form, values),
    known: [portfolio.name, supervisor.name],
  }),
  async run(ctx, { form, pack, portfolio, context, post }, { values, supervisor }: Begun): Promise<Made> {
    const made = await createRecord(ctx, {
      form,
      pack,
      enrolment: portfolio,
      authorId: ctx.actor.personId,
      assessorId: supervisor.id,
      status: 'requested',
      values,
      context,
    })
    await ctx.db.appraisal.create({ data: { recordId: made.record.id, placementId: post?.id ?? null } })
    await dropDraft(ctx, ctx.actor.personId, newKey(form.key, portfolio.id, post?.id))
    await tellSupervisor(ctx, { portfolio, form, recordId: made.record.id }, supervisor)
    return made
  },
  audit: (made) => madeEvents('appraisal.requested', made),
})

/** The trainee takes it back before the supervisor has completed it. */
export const withdrawMeeting = command({
  find: findOne,
  may: (actor, found) => appraisalPolicy.actions.withdraw(actor, found),
  async run(ctx, { record, portfolio, form }) {
    await setStatus(ctx, record, 'withdrawn')
    if (record.assessorId) await tellWithdrawn(ctx, { portfolio, form, recordId: record.id }, record.assessorId)
  },
  audit: (_result, { record }) => recordEvent('appraisal.withdrawn', record),
})
