import type { Temporal } from 'temporal-polyfill'
import type { Prisma, RoundState } from '../generated/client.ts'
import { isOver } from '../kit/window.ts'
import { type Actor, type Decision, definePolicy, delegateRefusal, refuse } from '../policy/index.ts'
import type { RoundKind } from '../programmes/index.ts'
import { type Counts, isEnough } from './kinds.ts'

/** What the rules ask of a round. */
export interface Judged {
  round: { personId: string; state: RoundState; endsAt: Date | null }
  kind: RoundKind
  counts: Counts
  names: { trainee: string; releaser: string }
  frozen: boolean
}

export type Deed = 'rate' | 'list' | 'send' | 'extend' | 'end' | 'close' | 'paper' | 'read' | 'release' | 'discuss'

const byTrainee: readonly Deed[] = ['rate', 'list', 'send', 'extend', 'end']

const possible: Record<Deed, readonly RoundState[]> = {
  rate: ['selfRating', 'listing'],
  list: ['listing', 'open'],
  send: ['listing'],
  extend: ['short'],
  end: ['selfRating', 'listing', 'short'],
  close: ['open', 'short'],
  paper: ['open', 'short'],
  read: ['closed', 'released'],
  release: ['closed'],
  discuss: ['released'],
}

/** Where a round stands now: its time may be over before the sweep has come by. */
export function stateNow({ round, kind, counts }: Judged, now: Temporal.Instant): RoundState {
  if (round.state !== 'open' || !isOver(round.endsAt, now)) return round.state
  return isEnough(kind, counts) ? 'closed' : 'short'
}

const words: Partial<Record<RoundState, string>> = {
  selfRating: 'The trainee rates themselves first; nothing else happens before.',
  listing: 'The round has not been sent yet.',
  open: 'Answers are still coming in.',
  short: 'Too few have answered, so there is nothing to read yet.',
  closed: 'The round is closed: no more answers are taken.',
  released: 'The summary is released and stays as it reads.',
  ended: 'This round was ended without a result.',
}

/** Whether the actor may do something with a round now; the same answer serves button and guard. */
export function mayDo(deed: Deed, actor: Actor, judged: Judged, now: Temporal.Instant): Decision {
  if (deed === 'paper' && judged.kind.asks !== 'anybody')
    return refuse('round.paper.raters', 'Here everybody answers by a link of their own.', null)
  const own = actor.relation === 'trainee' && actor.personId === judged.round.personId
  const { trainee, releaser } = judged.names
  if (byTrainee.includes(deed) && !own) return refuse(`round.${deed}.trainee`, 'Only the trainee does this.', trainee)
  const releases = judged.kind.releasedBy.some((relation) => relation === actor.relation)
  if (!byTrainee.includes(deed) && (own || !releases || actor.personId === judged.round.personId))
    return refuse(`round.${deed}.releaser`, 'Only the supervisor who releases the round does this.', releaser)
  if (actor.delegate) return delegateRefusal(actor.delegate)
  if (own && judged.frozen)
    return refuse(
      'enrolment.frozen',
      'This portfolio is closed for changes at the moment.',
      'your programme’s coordinator',
    )
  const state = stateNow(judged, now)
  if (!possible[deed].includes(state)) return refuse(`round.${deed}.${state}`, words[state] ?? '', null)
  if (deed === 'close' && !isEnough(judged.kind, judged.counts))
    return refuse('round.close.short', 'Too few have answered, so there is nothing to read yet.', null)
  return true
}

/**
 * A round exists for the trainee whom it is about, and for whoever releases it; for nobody else, in no role, until its
 * summary is a record of the portfolio (docs/decisions/0011).
 */
function visible(actor: Actor): Prisma.RoundWhereInput {
  const { reach, relation } = actor
  if (reach.by === 'self') return { personId: actor.personId, enrolmentId: reach.enrolmentId }
  const releases = { releasedBy: { has: relation }, NOT: { personId: actor.personId } }
  if (reach.by === 'enrolments') return { enrolmentId: { in: reach.ids }, ...releases }
  if (reach.by === 'programmes') return { enrolment: { programmeId: { in: reach.ids } }, ...releases }
  return { id: { in: [] } }
}

export const roundPolicy = definePolicy({
  visible,
  actions: {
    mayDo: (actor: Actor, judged: Judged, deed: Deed, now: Temporal.Instant) => mayDo(deed, actor, judged, now),
  },
})
