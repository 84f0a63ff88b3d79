import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { toJsDate } from '../../kit/clock.ts'
import { type AuditEntry, command } from '../../kit/command.ts'
import type { WriteCtx } from '../../kit/context.ts'
import { Conflict, Invalid } from '../../kit/errors.ts'
import { isId } from '../../kit/ids.ts'
import { line } from '../../kit/inputs.ts'
import { lastDay } from '../../kit/periods.ts'
import { scoped } from '../../kit/scope.ts'
import { date } from '../../kit/ui.ts'
import { keepTime as keep, type TimeKept, type TimeWish, timeProblems, writeWish } from '../../training/index.ts'
import { progressPolicy } from '../policy.ts'
import { packedPortfolio } from '../queries/portfolio.ts'
import { type ChangeFound, findChange, findWithdrawal, type TimeFound, timeIn } from './find.ts'
import { tellOfTime } from './tell.ts'
import { wishWords } from './words.ts'

const { keepTime } = progressPolicy.actions

const confirmForm = () =>
  z.object({
    reason: line(500, 'Say why: it is kept in the history.'),
    /** The completion date that was shown when it was confirmed. */
    shown: line(20).catch(null),
  })

/** Records a status, a share of full time or a decided day, as it was previewed; everybody concerned is told. */
export const recordTime = timeCommand(findChange, 'training.timeRecorded')

/** Takes something off the record of training time; the history keeps it. */
export const withdrawTime = timeCommand(findWithdrawal, 'training.timeWithdrawn')

function timeCommand(find: typeof findChange, type: string) {
  return command({
    find,
    may: (actor, found) => keepTime(actor, found),
    input: confirmForm,
    free: ({ reason }, { portfolio }) => ({ texts: { reason }, known: [portfolio.name] }),
    async run(ctx, found, { reason, shown }): Promise<TimeKept & { words: string }> {
      const { wish, preview } = asked(found)
      if (shown && shown !== preview.after.toString())
        throw new Conflict(
          'Training time has changed since you looked. Read what this would do now, then confirm again.',
        )
      const words = wishWords(wish, found.history)
      const kept = await applyTime(ctx, found, wish, reason)
      await tellOfTime(ctx, found, { words, kept, wish })
      return { ...kept, words }
    },
    audit: ({ endedOn, endsOn }, { portfolio, read }): AuditEntry => ({
      type,
      subjectId: portfolio.personId,
      enrolmentId: portfolio.id,
      data: { what: read.wish!.what, endedOn: endedOn.toString(), endsOn: endsOn.toString() },
    }),
  })
}

function asked({ read, preview }: ChangeFound) {
  if (!read.wish || !preview) throw new Invalid({ what: 'Choose what changes first.', ...read.problems })
  return { wish: read.wish, preview }
}

/** Writes a wish that was previewed, for whoever may do so: the office directly, or approvers of an application. */
export async function applyTime(
  ctx: WriteCtx,
  { portfolio, pack, today }: Pick<TimeFound, 'portfolio' | 'pack' | 'today'>,
  wish: TimeWish,
  reason: string,
): Promise<TimeKept> {
  return keep(ctx, {
    enrolmentId: portfolio.id,
    today,
    because: reason,
    look: (before, after) => lookAt({ portfolio, pack, today }, before, after),
    async write(history) {
      // Somebody else may have recorded something since it was previewed: the record decides.
      const problems = timeProblems(history, wish)
      if (Object.keys(problems).length > 0) throw new Invalid(problems)
      await writeWish(ctx, { enrolmentId: portfolio.id, history, wish, reason })
    },
  })
}

/** R128: after a cut-off a date that moves changes what must happen, so that somebody has to look. */
export function lookAt(
  { portfolio, pack, today }: Pick<TimeFound, 'portfolio' | 'pack' | 'today'>,
  before: Temporal.PlainDate,
  after: Temporal.PlainDate,
): string | null {
  const { evidenceDueOn, reviewOn } = portfolio
  const { review, activeTo } = pack.pack.pack
  const since = (a: Temporal.PlainDate | string, b: Temporal.PlainDate) => b.since(a).sign
  if (activeTo && since(activeTo, after) > 0 && since(activeTo, before) <= 0)
    return `This version of the curriculum ends on ${date(activeTo)}, before the new day of completion.`
  if (evidenceDueOn && reviewOn && since(evidenceDueOn, today) > 0 && since(reviewOn, today) <= 0)
    return `The evidence for the ${review.name} on ${date(reviewOn)} was closed on ${date(lastDay(evidenceDueOn.add({ days: 1 })))}: tell the panel.`
  return null
}

interface LookedFound extends TimeFound {
  moveId: string
}

/** Finder of a completion date that waits for a look. */
const findLook = scoped(progressPolicy, async (visible, ctx): Promise<LookedFound | null> => {
  const packed = await packedPortfolio(visible, ctx)
  const found = packed && (await timeIn(ctx, packed))
  const moveId = ctx.params.moveId
  return found && isId(moveId) && found.moved.some(({ id, look }) => id === moveId && look)
    ? { ...found, moveId }
    : null
})

/** Says that somebody has seen to a completion date that moved after a cut-off. */
export const lookedAt = command({
  find: findLook,
  may: (actor, found) => keepTime(actor, found),
  async run(ctx, { moveId }) {
    await ctx.db.completionDate.updateMany({
      where: { id: moveId, lookedAt: null },
      data: { lookedAt: toJsDate(ctx.now), lookedById: ctx.actor.personId, lookedByName: ctx.actor.name },
    })
  },
  audit: (_done, { portfolio }): AuditEntry => ({
    type: 'completion.lookedAt',
    subjectId: portfolio.personId,
    enrolmentId: portfolio.id,
  }),
})
