import { toJsDate } from '../../kit/clock.ts'
import type { Ctx, WriteCtx } from '../../kit/context.ts'
import type { Asked } from '../asked.ts'

/** Notes the first time that a link was fetched: perhaps by a mail scanner, so it says no more than that. */
export async function noteFetched(ctx: Ctx, { record, request, mail }: Asked): Promise<void> {
  if (mail === null || mail.fetchedAt !== null || request.state !== 'sent') return
  const link = { recordId: record.id, generation: request.generation, at: toJsDate(ctx.now) }
  await ctx.services.notices.linkUsed(ctx.db, 'fetched', link)
}

/**
 * Notes that somebody really saw the form, by whichever way they came; where no script has said so before, the first thing
 * that is sent says it. Returns whether this was the first time.
 */
export async function noteOpened(ctx: WriteCtx, { record, request, mail }: Asked): Promise<boolean> {
  if (mail === null || mail.openedAt !== null) return false
  const link = { recordId: record.id, generation: request.generation, at: toJsDate(ctx.now) }
  return ctx.services.notices.linkUsed(ctx.db, 'opened', link)
}
