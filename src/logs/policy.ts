import type { Prisma } from '../generated/client.ts'
import {
  type Actor,
  type Decision,
  definePolicy,
  enrolmentsOf,
  mayWriteIn,
  refuse,
  visibleRecords,
} from '../policy/index.ts'

interface Reached {
  enrolments: Prisma.EnrolmentWhereInput
  records: Prisma.RecordWhereInput
}

/** Whose log it is, and where in the rights it stands; `writers` are the pack's words on who writes there. */
export interface Place {
  personId: string
  packVersionId: string
  section: string
  writers: string
}

export const logPolicy = definePolicy({
  visible: (actor: Actor): Reached => ({ enrolments: enrolmentsOf(actor), records: visibleRecords(actor) }),
  actions: {
    /** A log is its trainee's to keep; everybody else reads it. */
    add: (actor: Actor, place: Place): Decision =>
      (actor.relation === 'trainee' &&
        actor.personId === place.personId &&
        mayWriteIn(actor, place.packVersionId, place.section)) ||
      refuse('logs.trainee-writes', place.writers, 'the trainee'),
  },
})
