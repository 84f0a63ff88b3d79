import { z } from 'zod'
import { toJsDate } from '../../kit/clock.ts'
import { type AuditEntry, command } from '../../kit/command.ts'
import { line } from '../../kit/inputs.ts'
import { scoped } from '../../kit/scope.ts'
import { progressPolicy } from '../policy.ts'
import { packedPortfolio } from '../queries/portfolio.ts'
import { type TimeFound, timeIn } from './find.ts'

/** The portfolio with the record of the path that is dated in time away and does not count yet. */
const findAwayRecord = scoped(
  progressPolicy,
  async (visible, ctx): Promise<(TimeFound & { recordId: string }) | null> => {
    const packed = await packedPortfolio(visible, ctx)
    const found = packed && (await timeIn(ctx, packed))
    const record = found?.inTimeAway.find(({ id, allowed }) => id === ctx.params.recordId && !allowed)
    return found && record ? { ...found, recordId: record.id } : null
  },
)

/** Decision 59: lets evidence dated in time away count, with a reason; the trainee reads who did and why. */
export const allowEvidence = command({
  find: findAwayRecord,
  may: (actor, found) => progressPolicy.actions.keepTime(actor, found),
  input: () => z.object({ reason: line(300, 'Say why it counts: the trainee reads it.') }),
  free: ({ reason }, { portfolio }) => ({ texts: { reason }, known: [portfolio.name] }),
  async run(ctx, { portfolio, recordId }, { reason }) {
    const by = { at: toJsDate(ctx.now), byId: ctx.actor.personId, byName: ctx.actor.name }
    await ctx.db.allowedEvidence.create({ data: { ...{ recordId, enrolmentId: portfolio.id, reason }, ...by } })
  },
  audit: (_done, { portfolio, recordId }): AuditEntry => ({
    type: 'training.evidenceAllowed',
    ...{ subjectId: portfolio.personId, enrolmentId: portfolio.id, recordId },
  }),
})
