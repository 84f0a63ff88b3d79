import type { RequirementOf } from '../../programmes/index.ts'
import { counting } from './count.ts'
import type { Evaluator } from './facts.ts'
import { withQuotas } from './quotas.ts'
import { frameOf } from './windows.ts'

/** Hours or days added up, some of them of a certain kind. */
export const dayHours: Evaluator<RequirementOf<'dayHours'>> = (rule, facts) =>
  withQuotas(
    rule,
    counting(rule, facts, (sifted) => sifted),
    frameOf(rule, facts),
    facts,
  )
