import type { StatusKind } from '../../generated/client.ts'
import { type Day, numberOf } from './days.ts'
import type { FteEvent, StatusEvent, TimeHistory } from './events.ts'
import { kinds } from './kinds.ts'

/** Days throughout which training goes on in the same way. `from` and `until` are day numbers; the last never ends. */
export interface Stretch {
  from: number
  /** Exclusive. */
  until: number
  /** Whole per cent of full time. */
  percent: number
  /** Whole per cent of a day that counts towards training. */
  counts: number
  /** The same for the day of completion, which sickness does not move. */
  finishes: number
  status: { id: string; kind: StatusKind } | null
}

/** What one whole-time day comes to: per cent of full time × per cent that counts. */
export const WHOLE_DAY = 10_000

/** A share of full time from the day on which it takes effect. */
export interface EffectiveFte {
  id: string
  from: number
  percent: number
}

/** Part of a status in which the same share counts. */
interface Part {
  event: StatusEvent
  from: number
  until: number
  counts: number
}

function partsOf(event: StatusEvent): Part[] {
  const [from, until] = [numberOf(event.from), numberOf(event.until)]
  const end = event.countsUntil ? Math.min(Math.max(numberOf(event.countsUntil), from), until) : until
  return [
    { event, from, until: end, counts: event.counts },
    { event, from: end, until, counts: 0 },
  ].filter((part) => part.from < part.until)
}

/**
 * The changes of FTE on the days on which they take effect (decision 54): one within time away waits for the return, and
 * of several that wait for the same day the last one holds.
 */
export function effectiveFte({ startsOn, fte, statuses }: Pick<TimeHistory, 'startsOn' | 'fte' | 'statuses'>) {
  const away = statuses
    .flatMap(partsOf)
    .filter(({ counts }) => counts < 100)
    .sort((a, b) => a.from - b.from)
  const effective = new Map<number, EffectiveFte>()
  for (const change of inOrder(fte)) {
    let from = Math.max(numberOf(change.from), numberOf(startsOn))
    for (const part of away) if (part.from <= from && from < part.until) from = part.until
    effective.set(from, { id: change.id, from, percent: change.percent })
  }
  return [...effective.values()].sort((a, b) => a.from - b.from)
}

const inOrder = (fte: readonly FteEvent[]) =>
  [...fte].sort((a, b) => numberOf(a.from) - numberOf(b.from) || (a.id < b.id ? -1 : 1))

/** The whole of training as stretches, from its first day on without a gap. */
export function stretchesOf(
  history: Pick<TimeHistory, 'startsOn' | 'percent' | 'fte' | 'statuses'>,
): readonly Stretch[] {
  const start = numberOf(history.startsOn)
  const changes = effectiveFte(history)
  const parts = history.statuses.flatMap(partsOf)
  const edges = [start, ...changes.map(({ from }) => from), ...parts.flatMap(({ from, until }) => [from, until])]
  const marks = [...new Set(edges.filter((edge) => edge >= start))].sort((a, b) => a - b)
  return marks.map((from, index) => {
    const percent = changes.filter((change) => change.from <= from).at(-1)?.percent ?? history.percent
    // Two statuses on two tracks at once: what counts least says how much counts.
    const over = parts
      .filter((part) => part.from <= from && from < part.until)
      .reduce<Part | null>((least, part) => (least && least.counts <= part.counts ? least : part), null)
    return {
      from,
      until: marks[index + 1] ?? Number.POSITIVE_INFINITY,
      percent,
      counts: over?.counts ?? 100,
      finishes: over && kinds[over.event.kind].moves ? over.counts : 100,
      status: over ? { id: over.event.id, kind: over.event.kind } : null,
    }
  })
}

/** A history in which the share of full time never changes and nobody is away. */
export const steady = (startsOn: Day, percent: number): readonly Stretch[] =>
  stretchesOf({ startsOn, percent, fte: [], statuses: [] })
