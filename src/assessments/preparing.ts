import { Prisma } from '../generated/client.ts'
import { type Actor, preparedSections } from '../policy/index.ts'

/** Whose requests somebody reads: their own, or those of the director for whom they prepare. */
export const whoseRequests = ({ personId, delegate }: Actor): string => delegate?.ofId ?? personId

/** Portfolios within reach, as a condition on a record `r`. */
function within({ reach }: Actor): Prisma.Sql {
  if (reach.by === 'programmes') return Prisma.sql`r."programmeId" = any(${reach.ids}::uuid[])`
  if (reach.by !== 'enrolments') return Prisma.sql`false`
  return Prisma.sql`r."enrolmentId" = any(${[...reach.ids, ...reach.sent]}::uuid[])`
}

/**
 * Requests `r` that wait for the actor, as a condition: as a delegate those of the director that they may prepare (C15: in
 * the role's reach, where the pack lets it write), which the director has not begun and nobody has left ready. The same
 * sentence guards each form (visibleRecords).
 */
export function asksOf(actor: Actor): Prisma.Sql {
  const asked = Prisma.sql`r."assessorId" = ${whoseRequests(actor)}::uuid and r.status = 'requested'`
  const { delegate, sight } = actor
  if (!delegate) return asked
  const written = sight.map(
    (one) =>
      Prisma.sql`(r."packVersionId" = ${one.packVersionId}::uuid and r.section = any(${preparedSections(one)}::text[]))`,
  )
  const where = written.length > 0 ? Prisma.join(written, ' or ') : Prisma.sql`false`
  return Prisma.sql`${asked} and r."sharedState" = 'shared' and ${within(actor)} and (${where})
    and not exists (select 1 from "Draft" d where d."personId" = ${delegate.ofId}::uuid and d.key = 'record:' || r.id)`
}

/** Who left the answer to a request `r` ready for the actor, as an expression; null where nobody did (C15). */
export const preparedFor = ({ personId }: Actor): Prisma.Sql =>
  Prisma.sql`(select d."preparedBy" from "Draft" d where d."personId" = ${personId}::uuid and d.key = 'record:' || r.id)`
