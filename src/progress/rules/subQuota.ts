import type { RequirementOf } from '../../programmes/index.ts'
import { counting } from './count.ts'
import type { Evaluator } from './facts.ts'
import { withQuotas } from './quotas.ts'
import { frameOf } from './windows.ts'

/**
 * A number of which so many are of certain kinds. One record may serve several quotas, unless the rule says that each
 * serves one alone (domain 4.5).
 */
export const subQuota: Evaluator<RequirementOf<'subQuota'>> = (rule, facts) =>
  withQuotas(
    rule,
    counting(rule, facts, (sifted) => sifted),
    frameOf(rule, facts),
    facts,
  )
