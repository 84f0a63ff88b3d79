import { toJsDate } from '../kit/clock.ts'
import type { Ctx } from '../kit/context.ts'

/** Drafts that nobody sent or threw away are kept so long. */
const draftDays = 30

/** Removes messages begun thirty days ago and never sent. Returns how many. */
export async function sweepDrafts({ db, now }: Pick<Ctx, 'db' | 'now'>): Promise<number> {
  const before = toJsDate(now.subtract({ hours: 24 * draftDays }))
  const { count } = await db.message.deleteMany({ where: { sentAt: null, createdAt: { lt: before } } })
  return count
}
