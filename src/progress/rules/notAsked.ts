import type { Requirement, RuleSource } from '../../programmes/index.ts'
import type { Evaluation, Facts } from './facts.ts'
import { sift } from './sift.ts'
import { without } from './status.ts'

/** None of a rule's stages is this trainee's. */
export const NOT_ASKED = 'This is not asked in your stages'

/** None of the rule's stages is this trainee's: nothing counts, and each record says so. */
export function notAskedOf(rule: Requirement & { from: readonly RuleSource[] }, facts: Facts): Evaluation {
  const { counted, notCounted } = sift(rule.from, facts, { from: facts.startsOn, until: facts.endsOn })
  return {
    ...without('notDue', `${NOT_ASKED}.`, 'min' in rule ? rule.min : 0),
    notCounted: [...notCounted, ...counted.map(({ record }) => ({ id: record.id, why: NOT_ASKED }))],
  }
}
