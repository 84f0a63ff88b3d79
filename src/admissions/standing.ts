import type { Ctx } from '../kit/context.ts'
import { dbDate } from '../kit/periods.ts'
import type { Relation } from '../policy/index.ts'
import { heldOver } from '../training/index.ts'

/** What somebody is for a programme already. */
export interface Standing {
  /** The role in which they answer for the training there, today or later, in the words of its pack; null for most. */
  office: { relation: Relation; words: string } | null
  /** How many trainees of it they supervise, today or later. */
  supervises: number
}

interface Place {
  id: string
  networkId: string | null
  collegeId: string
}

/**
 * Who of these people holds an office over the programme, and who supervises in it. The mirror of what is refused when a role
 * is given: nobody answers for the training of those they train with, or for their own. Two queries.
 */
export async function standingsOf(ctx: Ctx, place: Place, packVersionId: string, people: readonly string[]) {
  const day = dbDate(ctx.today)
  const notOver = { OR: [{ until: null }, { until: { gt: day } }] }
  const { id: programmeId } = place
  // At a hospital as well, where the role is for this programme alone.
  const over = [heldOver(place), { scopeKind: 'site', programmeId } as const]
  const personId = { in: [...people] }
  const grants = await ctx.db.grant.findMany({
    where: { personId, role: { not: 'clinicalSupervisor' }, AND: [{ OR: over }, notOver] },
    orderBy: [{ from: 'asc' }, { id: 'asc' }],
    select: { personId: true, role: true },
  })
  const supervisions = await ctx.db.supervision.findMany({
    where: { personId, enrolment: { programmeId }, ...notOver },
    distinct: ['personId', 'enrolmentId'],
    select: { personId: true },
  })
  const standings = new Map<string, Standing>(people.map((id) => [id, { office: null, supervises: 0 }]))
  for (const { personId: id, role } of grants) {
    const relation = role as Relation
    standings.get(id)!.office ??= { relation, words: await ctx.services.packs.roleWords([packVersionId], relation) }
  }
  for (const { personId: id } of supervisions) standings.get(id)!.supervises++
  return standings
}
