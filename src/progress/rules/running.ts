import type { Sifted, Weighed } from './sift.ts'

/**
 * Running totals (`take: 'latest'`): every record says the total so far, so that the latest says it all. Each weighs what
 * it adds to the one before; the sum on any day is then the latest total of that day, and never that of all snapshots.
 */
export function running(sifted: Sifted): Sifted {
  const before = new Map<Weighed['source'], number>()
  const counted = sifted.counted.map((row) => {
    if (row.source.take !== 'latest') return row
    const weight = row.weight - (before.get(row.source) ?? 0)
    before.set(row.source, row.weight)
    return { ...row, weight }
  })
  return { ...sifted, counted }
}
