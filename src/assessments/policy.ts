import type { Temporal } from 'temporal-polyfill'
import type { Prisma } from '../generated/client.ts'
import { isOver } from '../kit/window.ts'
import { type Actor, type Decision, definePolicy, refuse, visibleRecords } from '../policy/index.ts'
import type { Asked } from './asked.ts'
import { type Deed, overWords, possible, type RequestState, steps } from './states.ts'

/** Where a request stands now: its time may be over before the sweep has come by. */
export function stateNow({ request }: Pick<Asked, 'request'>, now: Temporal.Instant): RequestState {
  const open = possible('expire', request.state)
  return open && isOver(request.expiresAt, now) ? 'expired' : request.state
}

/** Whether the actor may do something with a request now; the same answer serves button and guard. */
export function mayDo(deed: Deed, actor: Actor, asked: Asked, now: Temporal.Instant): Decision {
  const { by } = steps[deed]
  if (by === 'trainee' && !isTrainee(actor, asked)) {
    return refuse(`assessment.${deed}.trainee`, 'Only the trainee who asked can do this.', asked.trainee.name)
  }
  if (by === 'assessor' && !isAssessor(actor, asked)) return notYours(deed, asked)
  const state = stateNow(asked, now)
  if (possible(deed, state)) return true
  return refuse(
    `assessment.${deed}.${state}`,
    overWords(state, { trainee: asked.trainee.name, assessor: asked.assessor.name }),
    null,
    remedyFor(by, state, asked),
  )
}

const isTrainee = (actor: Actor, { trainee }: Asked): boolean =>
  actor.relation === 'trainee' && actor.personId === trainee.id
const isAssessor = (actor: Actor, { record }: Asked): boolean =>
  actor.personId === record.assessorId && actor.personId !== record.personId

function notYours(deed: Deed, asked: Asked): Decision {
  return refuse(`assessment.${deed}.assessor`, 'Only the assessor who was asked can write this.', asked.assessor.name)
}

function remedyFor(by: 'assessor' | 'trainee' | 'clock', state: RequestState, { record }: Asked) {
  if (by !== 'trainee') return undefined
  if (state === 'declined') return { label: 'Ask somebody else', href: `/assessments/new?again=${record.id}` }
  return { label: 'See how it stands', href: `/assessments/${record.id}` }
}

/** Requests that exist for the actor: the records of this room that they see, while these are requests. */
export const assessmentPolicy = definePolicy({
  visible: (actor: Actor): Prisma.RecordWhereInput => ({ AND: [visibleRecords(actor), { request: { isNot: null } }] }),
  actions: { mayDo: (actor: Actor, asked: Asked, deed: Deed, now: Temporal.Instant) => mayDo(deed, actor, asked, now) },
})
