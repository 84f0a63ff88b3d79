import { Prisma } from '../generated/client.ts'
import {
  type Actor,
  type Decision,
  definePolicy,
  enrolmentsOf,
  hasTrainees,
  type Relation,
  refuse,
  versionsWithoutPortfolios,
} from '../policy/index.ts'

/** The same reach as `enrolmentsOf`, for lists that are one hand-made query over "Enrolment" e. */
export function reachedEnrolments(actor: Actor): Prisma.Sql {
  switch (actor.reach.by) {
    case 'self':
      return Prisma.sql`e.id = ${actor.reach.enrolmentId}::uuid`
    case 'enrolments':
      return Prisma.sql`e.id = any(${actor.reach.ids}::uuid[])`
    case 'programmes':
      return Prisma.sql`(e."programmeId" = any(${actor.reach.ids}::uuid[])
        and e."packVersionId" <> all(${versionsWithoutPortfolios(actor)}::uuid[]))`
    default:
      return Prisma.sql`false`
  }
}

const notCoordinator = refuse(
  'supervision.coordinator-changes',
  'Only the programme coordinator changes the supervisor on record.',
  'the programme coordinator',
)

const notTrainee = refuse(
  'supervision.trainee-objects',
  'Only the trainee says that a supervisor on record is not theirs.',
  'the trainee',
)

export const cohortPolicy = definePolicy({
  visible: enrolmentsOf,
  actions: {
    /** R8: the recorded supervisor is the coordinator's to change, nobody else's. */
    changeSupervisor: (actor): Decision => actor.relation === 'coordinator' || notCoordinator,
    /** R29: the trainee says that the record is wrong, and changes nothing. */
    object: (actor): Decision => actor.relation === 'trainee' || notTrainee,
  },
})

/** The list of trainees is for those who have trainees; a trainee has a portfolio instead. */
export const listPolicy = definePolicy({ visible: reachedEnrolments, actions: {} })

/** Those who look after many trainees at once, rather than the few whom they supervise. */
const writers: readonly Relation[] = [
  'coordinator',
  'director',
  'siteDirector',
  'networkDirector',
  'collegeTutor',
  'supportOfficer',
  'regionalAdvisor',
  'collegeAdmin',
]

/** Whether somebody may write to several of the trainees on their board at once. */
export const writesToTrainees = (actor: Actor): boolean =>
  !actor.delegate && writers.includes(actor.relation) && hasTrainees(actor)
