import type { Prisma } from '../generated/client.ts'
import { personName } from '../identity/index.ts'
import { isId } from '../kit/ids.ts'
import { plainDate } from '../kit/periods.ts'
import { scoped } from '../kit/scope.ts'
import type { Delegate } from '../policy/index.ts'
import { delegatePolicy, type Side } from './policy.ts'

/** A role lent to somebody; `last` is its last day. */
export interface Lent {
  id: string
  toPersonId: string
  name: string
  from: string
  last: string
  givenAt: Date
  endedAt: Date | null
  endedReason: string | null
}

/** A draft that was prepared, or is being prepared. */
export interface Prepared {
  id: string
  label: string
  href: string
  by: string | null
  at: Date
}

export interface Found {
  side: Side
  /** Where the clocks of the role stand. */
  zone: string
  /** For the director: to whom the role is lent, was and will be. */
  lent: Lent[]
  /** For the director: what was left ready; for the delegate: what they have begun. */
  prepared: Prepared[]
}

const withPerson = { toPerson: true } satisfies Prisma.DelegationInclude

const lentOf = (row: Prisma.DelegationGetPayload<{ include: typeof withPerson }>): Lent => ({
  ...{ id: row.id, toPersonId: row.toPersonId, name: personName(row.toPerson) },
  ...{ from: plainDate(row.from).toString(), last: plainDate(row.until).subtract({ days: 1 }).toString() },
  ...{ givenAt: row.createdAt, endedAt: row.endedAt, endedReason: row.endedReason },
})

/** To whom one has lent the role in which one acts and what they left ready; or what one is preparing. */
export const findDelegations = scoped(delegatePolicy, async (side, ctx): Promise<Found | null> => {
  if (!side) return null
  const { personId, roleKey } = ctx.actor
  const mine = side.by === 'director' ? { preparedAt: { not: null } } : {}
  const [rows, drafts] = await Promise.all([
    side.by === 'director'
      ? ctx.db.delegation.findMany({
          where: { grantId: side.grantId, fromPersonId: personId },
          orderBy: [{ from: 'desc' }, { id: 'desc' }],
          take: 50,
          include: withPerson,
        })
      : [],
    ctx.db.draft.findMany({ where: { personId, roleKey, ...mine }, orderBy: { updatedAt: 'desc' }, take: 50 }),
  ])
  const prepared = drafts.map(({ id, label, href, preparedBy, preparedAt, updatedAt }) => ({
    ...{ id, label, href, by: preparedBy, at: preparedAt ?? updatedAt },
  }))
  const [version] = ctx.actor.sight
  const zone = version ? (await ctx.services.packs.get(version.packVersionId)).pack.pack.timeZone : ctx.config.timeZone
  return { side, zone, lent: rows.map(lentOf), prepared }
})

export interface Begun extends Found {
  delegate: Delegate
  draft: Prepared & { key: string }
}

/** What the delegate has begun in this role (`:draftId`). */
export const findBegun = scoped(delegatePolicy, async (side, ctx): Promise<Begun | null> => {
  const { draftId } = ctx.params
  if (side?.by !== 'delegate' || !isId(draftId)) return null
  const found = await findDelegations(ctx)
  const draft = found?.prepared.find(({ id }) => id === draftId)
  if (!found || !draft) return null
  const { key } = await ctx.db.draft.findUniqueOrThrow({ where: { id: draftId }, select: { key: true } })
  return { ...found, delegate: side.delegate, draft: { ...draft, key } }
})
