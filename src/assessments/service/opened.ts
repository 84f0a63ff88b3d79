import { toJsDate } from '../../kit/clock.ts'
import type { Ctx } from '../../kit/context.ts'
import type { Asked } from '../asked.ts'

/** Notes the first time that a link was fetched: perhaps by a mail scanner, so it says no more than that. */
export async function noteFetched(ctx: Ctx, { record, request }: Asked): Promise<void> {
  if (request.fetchedAt !== null || request.state !== 'sent') return
  await ctx.db.assessmentRequest.updateMany({
    where: { recordId: record.id, fetchedAt: null },
    data: { fetchedAt: toJsDate(ctx.now) },
  })
}
