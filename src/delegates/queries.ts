import { type DraftTicket, readTicket } from '../evidence/index.ts'
import type { Draft, Prisma } from '../generated/client.ts'
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
  key: string
  label: string
  href: string
  by: string | null
  at: Date
  /** The director has written in it since: it is no longer taken back. */
  changed: boolean
}

export interface Found {
  side: Side
  /** Where the clocks of the role stand. */
  zone: string
  /** For the director: to whom the role is lent, was and will be. */
  lent: Lent[]
  /** For the director: what was left ready; for the delegate: what they have begun. */
  prepared: Prepared[]
  /** For the delegate: what they left ready and the director has neither signed nor thrown away. */
  left: Prepared[]
}

const withPerson = { toPerson: true } satisfies Prisma.DelegationInclude

const lentOf = (row: Prisma.DelegationGetPayload<{ include: typeof withPerson }>): Lent => ({
  ...{ id: row.id, toPersonId: row.toPersonId, name: personName(row.toPerson) },
  ...{ from: plainDate(row.from).toString(), last: plainDate(row.until).subtract({ days: 1 }).toString() },
  ...{ givenAt: row.createdAt, endedAt: row.endedAt, endedReason: row.endedReason },
})

const preparedOf = ({ id, key, label, href, preparedBy, preparedAt, updatedAt }: Draft): Prepared => ({
  ...{ id, key, label, href, by: preparedBy, at: preparedAt ?? updatedAt },
  changed: preparedAt !== null && updatedAt > preparedAt,
})

/** To whom one has lent the role in which one acts and what they left ready; or what one is preparing. */
export const findDelegations = scoped(delegatePolicy, async (side, ctx): Promise<Found | null> => {
  if (!side) return null
  const { personId, roleKey } = ctx.actor
  const mine = side.by === 'director' ? { preparedAt: { not: null } } : {}
  const latest = { orderBy: { updatedAt: 'desc' }, take: 50 } as const
  const [rows, drafts, left] = await Promise.all([
    side.by === 'director'
      ? ctx.db.delegation.findMany({
          where: { grantId: side.grantId, fromPersonId: personId },
          orderBy: [{ from: 'desc' }, { id: 'desc' }],
          take: 50,
          include: withPerson,
        })
      : [],
    ctx.db.draft.findMany({ where: { personId, roleKey, ...mine }, ...latest }),
    side.by === 'delegate'
      ? ctx.db.draft.findMany({
          where: { personId: side.delegate.ofId, roleKey: side.delegate.roleKey, preparedById: personId },
          ...latest,
        })
      : [],
  ])
  const [version] = ctx.actor.sight
  const zone = version ? (await ctx.services.packs.get(version.packVersionId)).pack.pack.timeZone : ctx.config.timeZone
  return { side, zone, lent: rows.map(lentOf), prepared: drafts.map(preparedOf), left: left.map(preparedOf) }
})

export interface Begun extends Found {
  delegate: Delegate
  draft: Prepared
}

/** What the delegate has begun in this role (`:draftId`). */
export const findBegun = scoped(delegatePolicy, async (side, ctx): Promise<Begun | null> => {
  const { draftId } = ctx.params
  if (side?.by !== 'delegate' || !isId(draftId)) return null
  const found = await findDelegations(ctx)
  const draft = found?.prepared.find(({ id }) => id === draftId)
  return found && draft ? { ...found, delegate: side.delegate, draft } : null
})

/** What the delegate left ready in this role, and the director has not signed or thrown away (`:draftId`). */
export const findLeft = scoped(delegatePolicy, async (side, ctx): Promise<Begun | null> => {
  if (side?.by !== 'delegate') return null
  const found = await findDelegations(ctx)
  const draft = found?.left.find(({ id }) => id === ctx.params.draftId)
  return found && draft ? { ...found, delegate: side.delegate, draft } : null
})

export interface Leaving extends Found {
  delegate: Delegate
  ticket: DraftTicket
}

/** The form that the delegate fills in in this role, by its ticket (`:ticket`). */
export const findLeaving = scoped(delegatePolicy, async (side, ctx): Promise<Leaving | null> => {
  const ticket = readTicket(ctx, ctx.params.ticket)
  if (side?.by !== 'delegate' || ticket?.personId !== ctx.actor.personId || ticket.roleKey !== ctx.actor.roleKey)
    return null
  const found = await findDelegations(ctx)
  return found && { ...found, delegate: side.delegate, ticket }
})
