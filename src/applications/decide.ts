import { z } from 'zod'
import { toJsDate } from '../kit/clock.ts'
import { type AuditEntry, command } from '../kit/command.ts'
import type { WriteCtx } from '../kit/context.ts'
import { line, lines } from '../kit/inputs.ts'
import { date } from '../kit/ui.ts'
import type { Standing } from '../policy/index.ts'
import { applyTime, tellOfTime, wishWords } from '../progress/index.ts'
import { OFFICE, withOffice } from './asked.ts'
import { applicationPolicy, isOffice } from './policy.ts'
import { type ApplicationFound, findApplication } from './queries.ts'
import { changedMeanwhile, moved, note, whole } from './service.ts'
import { type Deed, steps } from './states.ts'
import { tellAlso, tellNext, tellTrainee } from './tell.ts'

const inputOf = (reason: string | null) =>
  z.object({
    comment: reason ? lines(1000, reason) : lines(1000),
    /** The completion date that was shown. */
    shown: line(20).catch(null),
  })
interface Input {
  comment: string | null
  shown: string | null
}

function deedCommand<O>(
  deed: Deed,
  {
    asks,
    run,
    type,
  }: {
    asks: (found: ApplicationFound) => string | null
    run: (ctx: WriteCtx, found: ApplicationFound, input: Input) => Promise<O>
    type: (result: O) => string
  },
) {
  return command<ApplicationFound, Input, O>({
    find: findApplication,
    may: (actor, { standing }) => applicationPolicy.actions.move(actor, standing, deed),
    input: (found) => inputOf(asks(found)) as z.ZodType<Input>,
    free: ({ comment }, { portfolio }) => ({ texts: { comment }, known: [portfolio.name] }),
    run,
    audit: (result, { application, portfolio }): AuditEntry => ({
      type: type(result),
      ...{ subjectId: portfolio.personId, enrolmentId: portfolio.id },
      data: { application: application.id, kind: application.kind },
    }),
  })
}

/** Whether it now changes days that have passed and the office has still to confirm that, or does so with this step. */
const pastAsks = ({ weighed, application, turn }: ApplicationFound): string | null =>
  weighed?.past && turn?.by === OFFICE && turn.to >= application.steps.length
    ? 'Say why days that have passed are changed: it is kept in the history.'
    : null

/**
 * One step approves; the last one applies the change in the same transaction, so that completion, due dates and figures
 * follow at once and everybody is told. What has become impossible meanwhile is refused and stays where it is.
 */
export const approve = deedCommand('approve', {
  asks: pastAsks,
  async run(ctx, found, { comment, shown }): Promise<{ final: boolean }> {
    const { application, turn } = found
    const { wish, weighed } = whole(found)
    if (shown && shown !== found.preview?.after.toString()) throw changedMeanwhile()
    const office = isOffice(ctx.actor.relation) && turn?.by === OFFICE
    const chain = office ? application.steps : withOffice(application.steps as Standing[], weighed.past)
    const stepAt = turn?.to ?? application.stepAt + 1
    const final = stepAt >= chain.length
    const at = toJsDate(ctx.now)
    await moved(ctx, application, 'approve', {
      ...{ stepAt, steps: chain },
      ...(final ? { state: steps.approve.to, decidedAt: at } : {}),
    })
    await note(ctx, application, 'approve', comment, stepAt)
    if (!final) {
      await tellNext(ctx, found, { ...application, stepAt, steps: chain })
      await tellTrainee(ctx, found, application, `${ctx.actor.name} has approved your application, which goes on`)
      return { final }
    }
    const because = `Applied for on ${date((application.sentAt ?? at).toISOString())}, approved by ${ctx.actor.name}`
    const kept = await applyTime(ctx, found, wish, because)
    await tellOfTime(ctx, found, { words: wishWords(wish, found.history), kept, wish })
    await tellAlso(
      ctx,
      found,
      application,
      concerned(found),
      `Approved: ${application.title} (${found.portfolio.name})`,
    )
    return { final }
  },
  // What changes training time is of that name, so that every figure is worked out afresh.
  type: ({ final }) => (final ? 'training.applicationApproved' : 'application.stepApproved'),
})

/** Those who have decided so far, and who is told. */
const concerned = ({ application, kind, turn }: ApplicationFound): Standing[] => [
  ...(application.steps.slice(0, application.stepAt + 1) as Standing[]),
  ...(turn?.by ? [turn.by] : []),
  ...(kind?.told ?? []),
]

/** Rejects with a reason: training time stays as it was. */
export const reject = deedCommand('reject', {
  asks: () => 'Say why, so that the trainee can understand it.',
  async run(ctx, found, { comment }) {
    await close(ctx, found, 'reject', comment)
    await tellTrainee(ctx, found, found.application, `${ctx.actor.name} has rejected your application`)
  },
  type: () => 'application.rejected',
})

/** Sends it back: the trainee changes it and sends it again, to the first who decides. */
export const sendBack = deedCommand('return', {
  asks: () => 'Say what should be changed.',
  async run(ctx, found, { comment }) {
    const { application } = found
    await moved(ctx, application, 'return', {
      ...{ state: steps.return.to, stepAt: 0, revision: application.revision + 1 },
    })
    await note(ctx, application, 'return', comment)
    await tellTrainee(ctx, found, application, `${ctx.actor.name} asks you to change your application`)
  },
  type: () => 'application.returned',
})

/** The trainee withdraws; whoever it waited for is told. A draft that nobody has seen needs no reason. */
export const withdraw = deedCommand('withdraw', {
  asks: ({ application }) => (application.sentAt ? 'Say why: it is kept with the application.' : null),
  async run(ctx, found, { comment }) {
    await close(ctx, found, 'withdraw', comment)
    if (found.application.sentAt)
      await tellAlso(
        ctx,
        found,
        found.application,
        concerned(found),
        `${ctx.actor.name} has withdrawn: ${found.application.title}`,
      )
  },
  type: () => 'application.withdrawn',
})

async function close(
  ctx: WriteCtx,
  { application }: ApplicationFound,
  deed: 'reject' | 'withdraw',
  comment: string | null,
) {
  await moved(ctx, application, deed, { state: steps[deed].to, decidedAt: toJsDate(ctx.now) })
  await note(ctx, application, deed, comment)
}
