import type { Application, Prisma } from '../generated/client.ts'
import { type Actor, type Decision, definePolicy, enrolmentsOf, refuse, type Standing } from '../policy/index.ts'
import type { PublishedPack } from '../programmes/index.ts'
import { OFFICE } from './asked.ts'
import { type Deed, overWords, possible, steps } from './states.ts'

/** Applications that exist for an actor: the own ones; of others, once sent, those that the role decides on or is told of. */
function visible(actor: Actor): Prisma.ApplicationWhereInput {
  const { own, relation, reach, sessionId } = actor
  if (own) return { enrolmentId: own.enrolmentId, personId: actor.personId }
  if (!sessionId || reach.by === 'nothing' || reach.by === 'record') return { id: { in: [] } }
  return { readers: { has: relation }, sentAt: { not: null }, enrolment: enrolmentsOf(actor) }
}

/** What an application is judged by, with whoever touched it last. */
export type Standings = Pick<Application, 'state' | 'personId' | 'steps' | 'stepAt'> & {
  trainee: string
  /** Whether the portfolio is closed for good. */
  closed: boolean
  lastBy: string | null
  /** The relation that decides as things stand; null where nobody has to or can. */
  deciding: Standing | null
  /** The same, as the programme calls them. */
  next: string | null
}

/** The office is whoever runs the programme: the coordinator, or the college in their place. */
export const isOffice = (relation: string): boolean => relation === OFFICE || relation === 'collegeAdmin'

/** Whether a role decides in a step. */
export const decidesIn = (relation: string, step: string | null): boolean =>
  step !== null && (relation === step || (step === OFFICE && isOffice(relation)))

/** Whether a role sees applications in a programme at all: the trainee, those who decide or are told, and the office. */
export function followsApplications({ own, relation }: Actor, { pack }: PublishedPack): boolean {
  const kinds = pack.applications?.kinds ?? []
  if (own || isOffice(relation)) return kinds.length > 0
  return kinds.some(({ approvers, told }) =>
    [...approvers.map((one) => one.relation), ...told].some((one) => one === relation),
  )
}

/** Whether the actor reads why: the trainee and whoever decides, in their turn or another's. Others, delegates too, read what and when. */
export const readsWhy = (
  actor: Actor,
  { personId, steps: chain, deciding }: Pick<Standings, 'personId' | 'steps' | 'deciding'>,
): boolean =>
  actor.personId === personId ||
  (!actor.delegate && [...chain, deciding].some((step) => decidesIn(actor.relation, step)))

/** Whether the actor may move an application on; the same answer serves buttons and guards. */
function move(actor: Actor, one: Standings, deed: Deed): Decision {
  const theirs = steps[deed].by === 'applicant' ? isApplicant(actor, one) : isApprover(actor, one)
  if (theirs !== true) return theirs
  if (one.closed && deed === 'approve')
    return refuse('enrolment.closed', 'This portfolio is closed: nothing is changed in it.', 'your programme')
  return possible(deed, one.state) || refuse(`application.${one.state}`, overWords(one.state, one.lastBy))
}

const isApplicant = (actor: Actor, { personId, trainee }: Standings): Decision =>
  (actor.relation === 'trainee' && actor.personId === personId) ||
  refuse('application.trainee', 'Only the trainee who asks can do this.', trainee)

function isApprover(actor: Actor, one: Standings): Decision {
  if (actor.personId === one.personId)
    return refuse('application.own', 'Nobody decides on their own application.', one.next)
  if (one.state !== 'submitted') return true
  return (
    decidesIn(actor.relation, one.deciding) ||
    refuse('application.step', 'This waits for somebody else first.', one.next)
  )
}

export const applicationPolicy = definePolicy({
  visible,
  actions: {
    move,

    /** A trainee asks while the portfolio can be changed at all. */
    apply(
      actor: Actor,
      {
        portfolio,
        standing,
      }: { portfolio: { personId: string; state: string; name: string }; standing: Standings | null },
    ): Decision {
      if (actor.relation !== 'trainee' || actor.personId !== portfolio.personId)
        return refuse('application.trainee', 'Only the trainee applies.', portfolio.name)
      if (portfolio.state === 'frozen' || portfolio.state === 'closed')
        return refuse('enrolment.frozen', 'This portfolio is closed for changes at the moment.', 'your programme')
      return standing ? move(actor, standing, 'send') : true
    },
  },
})
