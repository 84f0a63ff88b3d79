import type { Temporal } from 'temporal-polyfill'
import type { Prisma, Programme } from '../generated/client.ts'
import type { DbOrTx } from '../kit/context.ts'
import { onDay } from '../kit/periods.ts'
import type { Relation } from '../policy/index.ts'

/** Somebody who answers for a programme, in the role in which they do. */
export interface Officer {
  personId: string
  roleKey: string
  relation: Relation
}

/** Whether a grant is held over a programme: at the programme itself, its network or its college, and not for another programme alone. */
export function heldOver({ id, networkId, collegeId }: Pick<Programme, 'id' | 'networkId' | 'collegeId'>) {
  const places = [
    { scopeKind: 'programme', scopeId: id },
    { scopeKind: 'network', scopeId: networkId ?? id },
    { scopeKind: 'college', scopeId: collegeId },
    { scopeKind: 'installation' },
  ] as const
  return {
    AND: [{ OR: [...places] }, { OR: [{ programmeId: null }, { programmeId: id }] }],
  } satisfies Prisma.GrantWhereInput
}

/**
 * Who holds one of these roles over a programme today: at the programme itself, its network or its college.
 * @returns each person once, in the first of the roles that they hold
 */
export async function officersOf(
  ctx: { db: DbOrTx; today: Temporal.PlainDate },
  programmeId: string,
  roles: readonly Relation[],
): Promise<Officer[]> {
  const programme = await ctx.db.programme.findUniqueOrThrow({ where: { id: programmeId } })
  const grants = await ctx.db.grant.findMany({
    where: { role: { in: [...roles] }, AND: [heldOver(programme), onDay(ctx.today)] },
    orderBy: [{ from: 'asc' }, { id: 'asc' }],
    select: { id: true, personId: true, role: true },
  })
  const first = new Map<string, Officer>()
  for (const { id, personId, role } of grants)
    if (!first.has(personId)) first.set(personId, { personId, roleKey: `grant:${id}`, relation: role as Relation })
  return [...first.values()]
}
