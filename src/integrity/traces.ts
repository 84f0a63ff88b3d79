import { toJsDate } from '../kit/clock.ts'
import { type Listener, queueJob } from '../kit/command.ts'
import type { Ctx } from '../kit/context.ts'
import { newId } from '../kit/ids.ts'

/** How long traces are kept: over one panel and the year before it. */
const keptDays = 400

/** Name of the job that works out the flags of one portfolio. */
export const flagsTask = 'flags.refresh'

/** After these the flags of a portfolio are worked out again, by a job: nobody waits for it. */
const telling = new Set(['assessment.completed', 'record.disputed', 'record.upheld', 'record.voided'])

/** Notes where somebody signed in, or completed an assessment, as keyed hashes; and has flags worked out again. */
export const traceListener: Listener = async (ctx, { type, subjectId, enrolmentId, recordId }) => {
  const { browser = null, network = null } = ctx.traces ?? {}
  const at = toJsDate(ctx.now)
  if (type === 'session.started' && subjectId && (browser || network))
    await ctx.db.signInTrace.create({ data: { id: newId(), personId: subjectId, browser, network, at } })
  if (!telling.has(type) || !enrolmentId) return
  if (type === 'assessment.completed' && recordId && subjectId && (browser || network))
    await ctx.db.signingTrace.create({ data: { recordId, portfolioId: subjectId, enrolmentId, browser, network, at } })
  await queueJob(ctx.db, { task: flagsTask, payload: { enrolmentId }, key: `${flagsTask}:${enrolmentId}` })
}

/** Removes traces whose time is over. */
export async function sweepTraces(ctx: Ctx): Promise<void> {
  const where = { at: { lt: toJsDate(ctx.now.subtract({ hours: keptDays * 24 })) } }
  await ctx.db.signInTrace.deleteMany({ where })
  await ctx.db.signingTrace.deleteMany({ where })
}
