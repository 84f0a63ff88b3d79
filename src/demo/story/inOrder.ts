import { Temporal } from 'temporal-polyfill'
import type { Deed } from './teller.ts'

/** Does what was noted, the earliest first. */
export async function inOrder(deeds: readonly Deed[]): Promise<number> {
  const sorted = deeds
    .map((deed, order) => ({ ...deed, order }))
    .sort((a, b) => Temporal.Instant.compare(a.at, b.at) || a.order - b.order)
  for (const { at, run } of sorted) await run(at)
  return sorted.length
}
