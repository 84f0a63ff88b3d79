import type { Prisma } from '../generated/client.ts'
import { type Actor, type Decision, definePolicy, refuse } from '../policy/index.ts'

/** Who moves a whole programme: those who run it, never a trainee's own supervisors (R131). */
const movers = ['coordinator', 'director'] as const

/** The programmes that an actor may move; null for everybody else. */
export const movedBy = (actor: Actor): string[] | null =>
  movers.some((one) => one === actor.relation) && actor.reach.by === 'programmes' ? actor.reach.ids : null

/** Sheets of a programme: for those who run it. */
export const changeoverPolicy = definePolicy({
  visible: (actor: Actor): Prisma.ChangeoverWhereInput => {
    const ids = movedBy(actor)
    return ids ? { programmeId: { in: ids } } : { id: { in: [] } }
  },
  actions: {
    move: (actor: Actor): Decision =>
      movedBy(actor) !== null ||
      refuse(
        'changeover.office',
        'Only those who run a programme change its posts by a sheet.',
        'the programme coordinator',
      ),
  },
})
