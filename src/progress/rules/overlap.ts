import { date } from '../../kit/ui.ts'
import type { Candidate, Uncounted } from './facts.ts'
import type { Sifted, Weighed } from './sift.ts'

interface Summary {
  row: Weighed
  from: string
  to: string
  singles: readonly string[]
}

/**
 * Summary rows beside single rows (decision 60): where they overlap, the larger of the two counts. Among summary rows
 * that overlap each other, the largest counts.
 */
export function overlapping(sifted: Sifted): Sifted {
  const summaries = sifted.counted.flatMap(asSummary).sort((a, b) => b.row.weight - a.row.weight)
  if (summaries.length === 0) return sifted
  const why = new Map<string, string>()
  const standing: Summary[] = []
  for (const summary of summaries) {
    if (standing.some((other) => meet(summary, other))) why.set(summary.row.record.id, 'Overlaps a larger summary')
    else settle(summary, sifted.counted, standing, why)
  }
  const dropped = sifted.counted.filter(({ record }) => why.has(record.id))
  const reasons = dropped.map(({ record }): Uncounted => ({ id: record.id, why: why.get(record.id)! }))
  return {
    counted: sifted.counted.filter(({ record }) => !why.has(record.id)),
    notCounted: [...sifted.notCounted, ...reasons],
  }
}

function asSummary(row: Weighed): Summary[] {
  const { period, summaryOf } = row.source
  if (!period || !summaryOf) return []
  const [from, to] = period.map((name) => row.record.facts[name])
  return typeof from === 'string' && typeof to === 'string' ? [{ row, from, to, singles: summaryOf }] : []
}

const meet = (a: Summary, b: Summary) => a.from <= b.to && b.from <= a.to

function settle(summary: Summary, counted: Weighed[], standing: Summary[], why: Map<string, string>): void {
  const covered = counted.filter(({ record }) => covers(summary, record) && !why.has(record.id))
  const sum = covered.reduce((total, { weight }) => total + weight, 0)
  if (sum >= summary.row.weight) {
    why.set(summary.row.record.id, 'The single entries of these days come to as much or more')
    return
  }
  standing.push(summary)
  for (const { record } of covered) {
    why.set(record.id, `Included in the summary of ${date(summary.from)} to ${date(summary.to)}`)
  }
}

function covers({ from, to, singles }: Summary, record: Candidate): boolean {
  const day = record.occurredOn
  return singles.includes(record.formKey) && from <= day && day <= to
}
