import type { RequirementOf } from '../../programmes/index.ts'
import { counting } from './count.ts'
import type { Evaluator } from './facts.ts'
import { candidatesOf } from './sift.ts'

/** Several forms in one pot. A recommended split is shown, and demands nothing. */
export const pooledCount: Evaluator<RequirementOf<'pooledCount'>> = (rule, facts) => {
  const evaluation = counting(rule, facts, (sifted) => sifted)
  const counted = new Set(evaluation.counted)
  const records = candidatesOf(rule.from, facts).filter(({ id }) => counted.has(id))
  const parts = (rule.recommended ?? []).map(({ forms, min, text }) => ({
    title: text,
    have: records.filter(({ formKey }) => forms.includes(formKey)).length,
    need: min,
    pace: null,
    note: 'Recommended',
    key: null,
  }))
  return { ...evaluation, parts }
}
