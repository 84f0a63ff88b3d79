import type { RequirementOf } from '../../programmes/index.ts'
import { factOf } from './conditions.ts'
import { counting } from './count.ts'
import type { Evaluator, Uncounted } from './facts.ts'
import { type Sifted, type Weighed, words } from './sift.ts'

/** How many different values of a fact, such as different assessors: the first of each counts. */
export const countDistinct: Evaluator<RequirementOf<'countDistinct'>> = (rule, facts) =>
  counting(
    rule,
    facts,
    (sifted) => firstOfEach(sifted, rule.distinct, rule.max),
    ({ counted }) => counted.length,
  )

function firstOfEach(sifted: Sifted, fact: string, max: number | undefined): Sifted {
  const seen = new Set<string>()
  const counted: Weighed[] = []
  const notCounted: Uncounted[] = [...sifted.notCounted]
  for (const row of sifted.counted) {
    const value = factOf(row.record, fact)
    const why = refusal(value === null ? null : String(value), seen, fact, max)
    if (why === null) {
      seen.add(String(value))
      counted.push(row)
    } else notCounted.push({ id: row.record.id, why })
  }
  return { counted, notCounted }
}

function refusal(value: string | null, seen: Set<string>, fact: string, max: number | undefined): string | null {
  if (value === null) return `It says nothing about ${words(fact)}`
  if (seen.has(value)) return `One with the same ${words(fact)} counts already`
  return max !== undefined && seen.size >= max ? `At most ${max} count` : null
}
