/** How many of a group gave each value: the pile of one question. Pure; docs/decisions/0011 says why it is done so. */
export interface Pile {
  /** Keys of the groups whose answers lie in it, in the pack's order. */
  groups: string[]
  /** Value → how many. */
  counts: Readonly<Record<number, number>>
}

export const sizeOf = ({ counts }: Pile): number => Object.values(counts).reduce((sum, count) => sum + count, 0)

/** Two piles thrown together. */
function together(a: Pile, b: Pile): Pile {
  const values = [...new Set([...Object.keys(a.counts), ...Object.keys(b.counts)])].map(Number)
  const counts = Object.fromEntries(values.map((value) => [value, (a.counts[value] ?? 0) + (b.counts[value] ?? 0)]))
  return { groups: [...a.groups, ...b.groups], counts }
}

/**
 * The piles that may be shown: none is smaller than `least`. Small ones are thrown together before anything is added up,
 * with the smallest of the others where they are still too few, so that no total less the piles shown leaves a hidden one
 * (decision 53). Where all together are too few, nothing is shown.
 */
export function merged(piles: readonly Pile[], least: number): Pile[] {
  const there = piles.filter((pile) => sizeOf(pile) > 0)
  const small = there.filter((pile) => sizeOf(pile) < least)
  const large = there.filter((pile) => sizeOf(pile) >= least)
  if (small.length === 0) return large
  const pool = small.reduce(together)
  if (sizeOf(pool) >= least) return [...large, pool]
  const [smallest, ...others] = large.toSorted((a, b) => sizeOf(a) - sizeOf(b))
  if (!smallest) return []
  return [...large.filter((pile) => others.includes(pile)), together(smallest, pool)]
}

/** Everything shown, added up. */
export const totalOf = (piles: readonly Pile[]): Pile | null => (piles.length > 0 ? piles.reduce(together) : null)
