import type { RequirementOf } from '../../programmes/index.ts'
import type { Evaluation, Evaluator, Facts } from './facts.ts'
import { notAskedOf } from './notAsked.ts'
import { type Sifted, sift, total } from './sift.ts'
import { paceOf, sentence, statusOf } from './status.ts'
import { type Frame, frameOf } from './windows.ts'

type Counting = RequirementOf<
  'count' | 'pooledCount' | 'countDistinct' | 'attributeOverStage' | 'dayHours' | 'subQuota'
>

/** How many records pass the filter, by their number or by what they measure. */
export const count: Evaluator<RequirementOf<'count'>> = (rule, facts) =>
  counting(rule, facts, (sifted) => atMost(sifted, rule.max))

/** At least so many records that pass the filter within the whole stage or programme. */
export const attributeOverStage: Evaluator<RequirementOf<'attributeOverStage'>> = (rule, facts) =>
  counting(rule, facts, (sifted) => sifted)

/** The shared walk of counting rules: place in time, sift, narrow, compare. */
export function counting(
  rule: Counting,
  facts: Facts,
  narrow: (sifted: Sifted) => Sifted,
  have: (sifted: Sifted) => number = ({ counted }) => total(counted),
): Evaluation {
  const frame = frameOf(rule, facts)
  const sifted = narrow(sift(rule.from, facts, frame?.window ?? null))
  return frame ? compared(rule, facts, frame, sifted, have(sifted)) : notAskedOf(rule, facts)
}

function compared(rule: Counting, facts: Facts, frame: Frame, sifted: Sifted, have: number): Evaluation {
  const pace = paceOf(rule.min, frame)
  return {
    status: statusOf(have, rule.min, pace, frame, facts),
    have,
    need: rule.min,
    pace,
    dueOn: frame.dueOn,
    counted: sifted.counted.map(({ record }) => record.id),
    notCounted: sifted.notCounted,
    parts: [],
    remarks: [],
    because: sentence(rule, frame, have, rule.min, pace),
  }
}

/** What comes after the most that count is kept as evidence only. */
function atMost(sifted: Sifted, max: number | undefined): Sifted {
  if (max === undefined) return sifted
  const extra = sifted.counted.slice(max).map(({ record }) => ({ id: record.id, why: `At most ${max} count` }))
  return { counted: sifted.counted.slice(0, max), notCounted: [...sifted.notCounted, ...extra] }
}
