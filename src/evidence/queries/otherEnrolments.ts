import type { Ctx } from '../../kit/context.ts'
import { Invalid } from '../../kit/errors.ts'
import type { PublishedPack } from '../../programmes/index.ts'

/** An enrolment in whose curriculum a record may be evidence. */
export interface Bench {
  enrolmentId: string
  pack: PublishedPack
}

/** Another enrolment of the same person: dual training (decision 10). */
export interface OtherEnrolment extends Bench {
  programme: string
}

/** The acting trainee's other enrolments; no query for those who have one, as nearly everybody does. */
export async function otherEnrolments(ctx: Ctx): Promise<OtherEnrolment[]> {
  const { actor } = ctx
  const own = actor.roles.filter(({ key }) => key.startsWith('own:'))
  if (actor.reach.by !== 'self' || own.length < 2) return []
  const rows = await ctx.db.enrolment.findMany({
    where: { personId: actor.personId, id: { not: actor.reach.enrolmentId }, state: 'enrolled' },
    select: { id: true, packVersionId: true, programme: { select: { name: true } } },
    orderBy: { startsOn: 'asc' },
  })
  return Promise.all(
    rows.map(async ({ id, packVersionId, programme }) => ({
      enrolmentId: id,
      programme: programme.name,
      pack: await ctx.services.packs.get(packVersionId),
    })),
  )
}

/** Items of one curriculum, among those that were ticked. */
export interface Target extends Bench {
  itemKeys: string[]
}

/** The value of an item's box: its key, with its enrolment before it where that is another one. */
export const itemValue = (enrolmentId: string | null, key: string): string =>
  enrolmentId ? `${enrolmentId}:${key}` : key

/**
 * Ticked items by the curriculum that they are of.
 * @throws Invalid for items of no curriculum of one's own
 */
export function targetsOf(home: Bench, others: readonly OtherEnrolment[], values: readonly string[]): Target[] {
  const targets = [home, ...others].map((bench) => {
    const prefix = bench.enrolmentId === home.enrolmentId ? '' : `${bench.enrolmentId}:`
    const own = values.filter((value) => (prefix ? value.startsWith(prefix) : !value.includes(':')))
    return {
      enrolmentId: bench.enrolmentId,
      pack: bench.pack,
      itemKeys: own.map((value) => value.slice(prefix.length)),
    }
  })
  const known = targets.flatMap(({ itemKeys, pack }) => itemKeys.filter((key) => pack.items.has(key)))
  if (known.length < values.length) throw new Invalid({ items: 'Choose items of your own curriculum.' })
  return targets.filter(({ itemKeys }) => itemKeys.length > 0)
}
