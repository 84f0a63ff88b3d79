import type { RequestEntry } from '../generated/client.ts'
import { toJsDate } from '../kit/clock.ts'
import { scoped } from '../kit/scope.ts'
import { assessmentPolicy } from './policy.ts'
import { findRequest, type OneRequest } from './queries.ts'
import { mayShow, needsAccount } from './service/entries.ts'

/** A request with the newest code that was shown for it. */
export interface OneCode extends OneRequest {
  entry: RequestEntry | null
}

/** The request whose code its trainee shows; for nobody else, and only while it is open. */
export const findShowable = scoped(assessmentPolicy, async (_visible, ctx): Promise<OneRequest | null> => {
  const found = await findRequest(ctx)
  if (!found || mayShow(ctx.actor, found, ctx) !== true || needsAccount(found) !== true) return null
  return found
})

export const findCode = scoped(assessmentPolicy, async (_visible, ctx): Promise<OneCode | null> => {
  const found = await findShowable(ctx)
  if (!found) return null
  const { record, request } = found.asked
  const entry = await ctx.db.requestEntry.findFirst({
    where: { recordId: record.id, kind: 'code', generation: request.generation },
    orderBy: { id: 'desc' },
  })
  return { ...found, entry }
})

/** Its picture, while it can be typed. */
export const findCodePicture = scoped(assessmentPolicy, async (_visible, ctx): Promise<OneCode | null> => {
  const found = await findCode(ctx)
  const { entry } = found ?? {}
  return entry && !entry.usedAt && !entry.endedAt && entry.codeUntil > toJsDate(ctx.now) ? found : null
})
