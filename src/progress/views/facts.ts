import type { Pack, Requirement } from '../../programmes/index.ts'
import { formsOf } from '../rules/index.ts'
import { valueLabel } from '../rules/labels.ts'

/** What a line of a rule's breakdown stands for, in the words of its form. */
export function factLabel(pack: Pack, rule: Requirement, value: string): string {
  const fact = rule.kind === 'perYearAndCumulative' ? rule.variety?.fact : undefined
  return valueLabel(pack, formsOf(rule), fact ?? '', value)
}
