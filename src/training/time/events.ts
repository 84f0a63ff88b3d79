import type { StatusKind } from '../../generated/client.ts'
import type { Day } from './days.ts'

/** A status as the engine reads it. */
export interface StatusEvent {
  id: string
  kind: StatusKind
  from: Day
  /** First day back (exclusive). */
  until: Day
  /** Whole per cent of its days that count, up to `countsUntil` where that is said. */
  counts: number
  countsUntil: Day | null
}

/** Another share of full time from a day on. */
export interface FteEvent {
  id: string
  from: Day
  percent: number
}

/** A day of completion that a panel or the programme set. */
export interface DecisionEvent {
  id: string
  decider: 'panel' | 'programme'
  decidedOn: Day
  until: Day
  /** Training left on that day, in ten-thousandths of a whole-time day. */
  remaining: number
  months: number | null
}

/** All that training time is worked out from. Nothing else is read, so the same history always gives the same days. */
export interface TimeHistory {
  startsOn: Day
  /** The share of full time at the start. */
  percent: number
  /** First day after the planned end, at that share (exclusive). */
  plannedUntil: Day
  fte: readonly FteEvent[]
  statuses: readonly StatusEvent[]
  decisions: readonly DecisionEvent[]
}
