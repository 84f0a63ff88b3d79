import { setStatus } from '../../evidence/index.ts'
import type { Prisma } from '../../generated/client.ts'
import { toJsDate } from '../../kit/clock.ts'
import type { WriteCtx } from '../../kit/context.ts'
import { Conflict } from '../../kit/errors.ts'
import { isOver } from '../../kit/window.ts'
import type { Asked } from '../asked.ts'
import { type Deed, openStates, overWords, type RequestState, steps } from '../states.ts'

/**
 * Moves a request on. The state and generation that were read guard the write: of two people who act at once one wins,
 * and the other is told what happened.
 * @throws Conflict when it was moved meanwhile
 */
export async function moveRequest(
  ctx: WriteCtx,
  asked: Asked,
  deed: Deed,
  more: Prisma.AssessmentRequestUpdateManyMutationInput = {},
): Promise<void> {
  const { to, record } = steps[deed]
  const ended = to === 'completed' || to === 'declined' || to === 'expired' || to === 'withdrawn'
  const { count } = await ctx.db.assessmentRequest.updateMany({
    where: {
      recordId: asked.record.id,
      state: { in: statesFor(deed, asked, ctx) },
      generation: asked.request.generation,
    },
    data: { state: to, endedAt: ended ? toJsDate(ctx.now) : null, ...more },
  })
  if (count === 0) throw await whatHappened(ctx, asked)
  // Completing writes the record itself, with its values and its signature.
  if (record !== null && record !== 'signed') await setStatus(ctx, asked.record, record)
  if (to === 'expired' || to === 'withdrawn') await settleNotices(ctx, asked, to)
}

/** What told the assessor of it says what became of it, and no longer leads to a form that is closed. */
async function settleNotices(ctx: WriteCtx, { record }: Asked, to: 'expired' | 'withdrawn'): Promise<void> {
  if (!record.assessorId) return
  await ctx.db.notice.updateMany({
    where: {
      recordId: record.id,
      personId: record.assessorId,
      kind: { in: ['assessment.request', 'assessment.reminder'] },
    },
    data: {
      detail: to === 'expired' ? 'Its time has run out.' : 'Withdrawn since.',
      href: '/assess',
      readAt: toJsDate(ctx.now),
    },
  })
}

/** Time may be over before the sweep has come by; then asking again begins from an open state. */
function statesFor(deed: Deed, { request }: Asked, ctx: WriteCtx): RequestState[] {
  const unswept = deed === 'revive' && isOver(request.expiresAt, ctx.now)
  return unswept ? [...steps[deed].from, ...openStates] : [...steps[deed].from]
}

async function whatHappened(ctx: WriteCtx, { record, trainee, assessor }: Asked): Promise<Conflict> {
  const row = await ctx.db.assessmentRequest.findUnique({ where: { recordId: record.id } })
  return new Conflict(overWords(row?.state ?? 'withdrawn', { trainee: trainee.name, assessor: assessor.name }))
}
