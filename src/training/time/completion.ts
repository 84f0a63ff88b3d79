import { between, numberAfter } from './accrued.ts'
import { type Day, dayOf, numberOf } from './days.ts'
import type { DecisionEvent, StatusEvent, TimeHistory } from './events.ts'
import { effectiveFte, stretchesOf } from './stretches.ts'

/** What one event does to the day of completion. */
export interface CompletionLine {
  event:
    | { kind: 'plan'; percent: number }
    | { kind: 'fte'; id: string; percent: number; was: number; waited: boolean }
    | { kind: 'status'; status: StatusEvent }
    | { kind: 'decision'; decision: DecisionEvent }
  /** The day on which it takes effect. */
  on: Day
  /** Calendar days by which the end moves; negative where it comes earlier. */
  adds: number
  /** First day after training from then on (exclusive). */
  until: Day
}

export interface Completion {
  /** First day after training (exclusive). */
  until: Day
  /** Event by event in the order of their days; the sum of what they add leads from the plan to the end. */
  lines: CompletionLine[]
}

type Event = CompletionLine['event']
interface Dated {
  on: number
  event: Event
  /** Of one day: time away first, then the change that takes effect on return, then what somebody decided knowing both. */
  rank: number
}

/**
 * The day of completion (domain 7.2, decision 54): when as much training has been done as the plan asks, or as the last
 * decision left to do. Work is kept in whole numbers and only the day is rounded up, so that many small changes add
 * no days of their own; the last day is the end point, as in the national calculation.
 */
export function completionOf(history: TimeHistory): Completion {
  const dated = eventsOf(history)
  let until = numberOf(history.plannedUntil)
  const lines: CompletionLine[] = [
    { event: { kind: 'plan', percent: history.percent }, on: history.startsOn, adds: 0, until: history.plannedUntil },
  ]
  dated.forEach(({ on, event }, index) => {
    const known = upTo(history, dated.slice(0, index + 1))
    const next = endOf(known)
    lines.push({ event, on: dayOf(on), adds: next - until, until: dayOf(next) })
    until = next
  })
  return { until: dayOf(until), lines }
}

/** Training that is left from a day to an end, as a decision keeps it. */
export function remainingOn(history: TimeHistory, day: Day, until: Day): number {
  return between(stretchesOf(history), numberOf(day), numberOf(until) - 1, 'completion')
}

function eventsOf(history: TimeHistory): Dated[] {
  const asked = new Map(history.fte.map(({ id, from }) => [id, numberOf(from)]))
  let was = history.percent
  const fte = effectiveFte(history).map(({ id, from, percent }): Dated => {
    const event = {
      kind: 'fte' as const,
      id,
      percent,
      was,
      waited: (asked.get(id) ?? from) < from && from > numberOf(history.startsOn),
    }
    was = percent
    return { on: from, event, rank: 1 }
  })
  const statuses = history.statuses.map(
    (status): Dated => ({ on: numberOf(status.from), event: { kind: 'status', status }, rank: 0 }),
  )
  const decisions = history.decisions.map(
    (decision): Dated => ({ on: numberOf(decision.decidedOn), event: { kind: 'decision', decision }, rank: 2 }),
  )
  return [...statuses, ...fte, ...decisions].sort((a, b) => a.on - b.on || a.rank - b.rank || order(a, b))
}

const idOf = ({ event }: Dated): string =>
  event.kind === 'status'
    ? event.status.id
    : event.kind === 'decision'
      ? event.decision.id
      : event.kind === 'fte'
        ? event.id
        : ''
const order = (a: Dated, b: Dated) => (idOf(a) < idOf(b) ? -1 : 1)

/** The history as far as these events make it. */
function upTo(history: TimeHistory, events: readonly Dated[]): TimeHistory {
  const ids = new Set(events.map(idOf))
  return {
    ...history,
    fte: history.fte.filter(({ id }) => ids.has(id)),
    statuses: history.statuses.filter(({ id }) => ids.has(id)),
    decisions: history.decisions.filter(({ id }) => ids.has(id)),
  }
}

/** The first day after training. */
function endOf(history: TimeHistory): number {
  const { from, work } = leftToDo(history)
  return numberAfter(stretchesOf(history), from, work, 'completion') + 1
}

function leftToDo(history: TimeHistory): { from: number; work: number } {
  const last = [...history.decisions]
    .sort((a, b) => numberOf(a.decidedOn) - numberOf(b.decidedOn) || (a.id < b.id ? -1 : 1))
    .at(-1)
  if (last) return { from: numberOf(last.decidedOn), work: last.remaining }
  const start = numberOf(history.startsOn)
  return { from: start, work: (numberOf(history.plannedUntil) - 1 - start) * history.percent * 100 }
}
