import type { Ctx } from '../../kit/context.ts'
import { scoped } from '../../kit/scope.ts'
import { recordPolicy } from '../policy.ts'
import { type RecordDetail, recordDetail } from './detail.ts'
import { type Onlooker, onlookersOf } from './seen.ts'

/** A record about to be shown to somebody: whom it can be shown to, and who sees it when it is shown to all. */
export interface Sharing extends RecordDetail {
  /** People who would see all of it if it were shown to everybody who reads the portfolio. */
  readers: Onlooker[]
  /** Of those, the ones it can be shown to by name: supervisors, not whoever answers for the whole programme. */
  choices: Onlooker[]
}

/** Who would see the record if it were shared: the same sentences, asked of the record as it would be. */
export async function wouldSee(
  ctx: Ctx,
  { record, shares }: Pick<RecordDetail, 'record' | 'shares'>,
): Promise<Onlooker[]> {
  return onlookersOf(ctx, { ...record, sharedState: 'shared', shares })
}

/** Finder of a record of one's own that is about to be shared (`:id`). */
export const findSharing = scoped(recordPolicy, async (visible, ctx): Promise<Sharing | null> => {
  const detail = await recordDetail(visible, ctx, ctx.params.id)
  if (!detail || detail.record.personId !== ctx.actor.personId) return null
  const readers = await wouldSee(ctx, detail)
  const choices = readers.filter(({ full, relation }) => full && relation !== 'asked')
  return { ...detail, readers, choices }
})
