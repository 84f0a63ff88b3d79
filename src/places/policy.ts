import {
  type Actor,
  actingGrant,
  type Decision,
  definePolicy,
  delegateRefusal,
  hasTrainees,
  type Relation,
  refuse,
} from '../policy/index.ts'

/** By what somebody reaches sites; the day is the query's. */
export type SitesReach =
  | { by: 'programmes'; programmeIds: string[] }
  | { by: 'portfolios'; enrolmentIds: string[]; grantId: string | null }
  | { by: 'own'; enrolmentId: string }

/** A site, as far as may be done to it. */
export interface SiteFacts {
  /** Whether it is one of the colleges whose programmes the actor runs. */
  home: boolean
  /** Whether the actor's role holds at this very site. */
  held: boolean
}

/** Those who run a programme (R13, R14): they keep its places. */
const keepers: readonly Relation[] = ['coordinator', 'director', 'networkDirector', 'collegeAdmin']

/** They answer for training at their site. */
const local: readonly Relation[] = ['siteDirector', 'collegeTutor']

/** They read what is handed in to them, and run no place (R16). */
const committees: readonly Relation[] = ['localCommittee', 'networkCommittee']

const notKeeper = refuse(
  'place.keeper',
  'Only those who run a programme of this college keep its sites on record.',
  'the programme coordinator',
  { label: 'Whom to ask', href: '/help/contacts' },
)

function reachOf(actor: Actor): SitesReach | null {
  const { reach } = actor
  if (reach.by === 'self') return { by: 'own', enrolmentId: reach.enrolmentId }
  if (!hasTrainees(actor) || committees.includes(actor.relation)) return null
  if (reach.by === 'programmes') return { by: 'programmes', programmeIds: reach.ids }
  if (reach.by !== 'enrolments') return null
  return { by: 'portfolios', enrolmentIds: reach.ids, grantId: actingGrant(actor) }
}

/**
 * Sites: those of one's programmes, of the portfolios that one reaches, and the hospital where one holds a role; a trainee
 * those where they are or will be.
 */
export const placePolicy = definePolicy({
  visible: reachOf,
  actions: {
    /** Capacity and accreditation (R13, R14): for those who run a programme of the college. */
    keep: (actor: Actor, { home }: SiteFacts): Decision => {
      if (actor.delegate) return delegateRefusal(actor.delegate)
      return (home && actor.reach.by === 'programmes' && keepers.includes(actor.relation)) || notKeeper
    },
    /** Contacts: for those, and for whoever answers for training at the site (R7, R13). */
    keepContacts: (actor: Actor, { home, held }: SiteFacts): Decision =>
      (held && local.includes(actor.relation)) ||
      (home && actor.reach.by === 'programmes' && keepers.includes(actor.relation)) ||
      notKeeper,
  },
})

/** The list of sites is for those who look after trainees; a trainee finds theirs beside their posts. */
export const siteListPolicy = definePolicy({
  visible: (actor: Actor): SitesReach | null => (actor.relation === 'trainee' ? null : reachOf(actor)),
  actions: {},
})
