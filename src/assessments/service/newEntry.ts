import type { EntryKind, RequestEntry } from '../../generated/client.ts'
import { toJsDate } from '../../kit/clock.ts'
import type { Ctx, WriteCtx } from '../../kit/context.ts'
import { newId } from '../../kit/ids.ts'
import { codeHash, shortCode } from '../codes.ts'

/** For how long a shown code can be typed, and for how long what it opened stays open. */
export const codeMinutes = 15
const openMinutes = 120

/** A new way into a request: a code to be typed, or the device itself. What was shown before, and nobody has typed, is worthless from now on. */
export async function newEntry(
  ctx: WriteCtx,
  { recordId, generation }: { recordId: string; generation: number },
  kind: EntryKind,
): Promise<RequestEntry> {
  const id = newId()
  const at = toJsDate(ctx.now)
  await ctx.db.requestEntry.updateMany({
    // A device that is handed over anew leaves no earlier address of the same form open.
    where: { recordId, endedAt: null, OR: [{ usedAt: null }, ...(kind === 'device' ? [{ kind }] : [])] },
    data: { endedAt: at },
  })
  const secret = ctx.config.sessionSecret
  return ctx.db.requestEntry.create({
    data: {
      id,
      recordId,
      kind,
      generation,
      createdAt: at,
      codeUntil: toJsDate(ctx.now.add({ minutes: codeMinutes })),
      ...(kind === 'code' ? { codeHash: codeHash(secret, shortCode(secret, id)) } : openNow(ctx)),
    },
  })
}

/** Opened now, and for how long. */
export const openNow = (ctx: Pick<Ctx, 'now'>) => ({
  usedAt: toJsDate(ctx.now),
  openUntil: toJsDate(ctx.now.add({ minutes: openMinutes })),
})
