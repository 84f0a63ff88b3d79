import type { Prisma } from '../../generated/client.ts'
import type { DbOrTx } from '../../kit/context.ts'
import { type Actor, definePolicy } from '../../policy/index.ts'

/** Which ratings exist singly for an actor: their own, and those of programmes for the roles that the pack names. */
function visible(actor: Actor): Prisma.SiteRatingWhereInput {
  const { reach, relation } = actor
  if (reach.by === 'self') return { personId: actor.personId, enrolmentId: reach.enrolmentId }
  if (reach.by !== 'programmes') return { id: { in: [] } }
  return { programmeId: { in: reach.ids }, readBy: { has: relation }, NOT: { personId: actor.personId } }
}

export const siteRatingPolicy = definePolicy({ visible, actions: {} })

/** Which ratings are among those whose sums the actor sees. Never the single ones: see `sums`. */
export const siteSumPolicy = definePolicy({
  visible: ({ reach, relation }: Actor): Prisma.SiteRatingWhereInput => {
    const named = { sumsFor: { has: relation } }
    if (reach.by === 'enrolments') return { enrolmentId: { in: reach.ids }, ...named }
    if (reach.by === 'programmes') return { programmeId: { in: reach.ids }, ...named }
    return { id: { in: [] } }
  },
  actions: {},
})

/**
 * Hospitals that a person belongs to in any role of theirs, now or before: they read no single rating of these, in
 * whichever role they act.
 */
export async function ownSites(db: DbOrTx, personId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    select g."scopeId" as id from "Grant" g where g."personId" = ${personId}::uuid and g."scopeKind" = 'site'
    union
    select pl."siteId" from "Supervision" s join "Placement" pl on pl."enrolmentId" = s."enrolmentId"
      where s."personId" = ${personId}::uuid
    union
    select pl."siteId" from "Placement" pl join "Enrolment" e on e.id = pl."enrolmentId" where e."personId" = ${personId}::uuid`
  return rows.map(({ id }) => id)
}
