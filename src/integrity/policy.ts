import type { Prisma } from '../generated/client.ts'
import { type Actor, type Decision, definePolicy, refuse } from '../policy/index.ts'

/** The programmes that an administrator looks after, in order; null for everybody else. */
export const programmesOf = (actor: Actor): string[] | null =>
  actor.relation === 'collegeAdmin' && actor.reach.by === 'programmes' ? [...actor.reach.ids].sort() : null

/** Checks of chains: for administrators of exactly the programmes that were looked through (D8). */
export const checkPolicy = definePolicy({
  visible: (actor: Actor): Prisma.ChainCheckWhereInput => {
    const ids = programmesOf(actor)
    return ids ? { programmeIds: { equals: ids } } : { id: { in: [] } }
  },
  actions: {
    check: (actor: Actor): Decision =>
      programmesOf(actor) !== null ||
      refuse('chain.administrators', 'Only administrators of the college check signatures.', 'a college administrator'),
  },
})
