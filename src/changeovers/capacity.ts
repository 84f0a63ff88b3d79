import { Temporal } from 'temporal-polyfill'
import type { Period } from '../kit/periods.ts'
import { lastDay } from '../kit/periods.ts'
import { date } from '../kit/ui.ts'
import type { RecordedPost } from '../training/index.ts'
import type { Finding } from './findings.ts'
import { groupBy } from './grouping.ts'
import type { Change } from './plan.ts'
import type { OnRecord, World } from './world.ts'

const compare = Temporal.PlainDate.compare

/**
 * Hospitals that somebody comes to and that then have more trainees at once than they take (R131): where, from when to
 * when, and how many. A warning, never a refusal.
 * @param after the posts of everybody in the sheet, as they will be
 */
export function overCapacity(
  changes: readonly Change[],
  after: readonly RecordedPost[],
  { sites, today }: World,
  { others }: OnRecord,
): Finding[] {
  const entered = new Set(
    changes
      .flatMap(({ posts }) => [...posts.created, ...posts.changed.map(({ is }) => is)])
      .map(({ siteId }) => siteId),
  )
  const there = groupBy<string, Period & { siteId: string }>([...after, ...others], ({ siteId }) => siteId)
  return sites.flatMap(({ id, name, capacity }): Finding[] => {
    if (capacity === null || !entered.has(id)) return []
    const most = busiest(there.get(id) ?? [], today)
    if (!most || most.count <= capacity) return []
    const until = most.until ? ` to ${date(lastDay(most.until))}` : ''
    const text = `${name}: ${most.count} trainees from ${date(most.from)}${until}, and it takes ${capacity}.`
    return [{ kind: 'capacity', level: 'warning', row: null, cell: null, text }]
  })
}

/** The first days from today on in which most periods hold at once. */
export function busiest(periods: readonly Period[], today: Temporal.PlainDate): (Period & { count: number }) | null {
  const turns = periods.flatMap(({ from, until }) => {
    const begin = compare(from, today) < 0 ? today : from
    if (until && compare(until, begin) <= 0) return []
    return [{ day: begin, by: 1 }, ...(until ? [{ day: until, by: -1 }] : [])]
  })
  turns.sort((a, b) => compare(a.day, b.day) || a.by - b.by)
  let count = 0
  let most: (Period & { count: number }) | null = null
  for (const [at, { day, by }] of turns.entries()) {
    count += by
    const last = turns[at + 1]
    if (last?.day.equals(day)) continue
    if (!most || count > most.count) most = { from: day, until: null, count }
    else if (count < most.count && most.until === null) most.until = day
  }
  return most
}
