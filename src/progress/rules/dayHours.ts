import type { RequirementOf } from '../../programmes/index.ts'
import { counting } from './count.ts'
import type { Evaluator, Part } from './facts.ts'
import { inQuota } from './sift.ts'
import { figure, paceOf, statusOf, worst } from './status.ts'
import { frameOf } from './windows.ts'

/** Hours or days added up, some of them of a certain kind. */
export const dayHours: Evaluator<RequirementOf<'dayHours'>> = (rule, facts) => {
  const evaluation = counting(rule, facts, (sifted) => sifted)
  const frame = frameOf(rule, facts)
  const parts = (rule.quotas ?? []).map((quota): Part => {
    const { title, min } = quota
    const have = inQuota(rule.from, quota, facts, frame?.window ?? null)
    return { title, have, need: min, pace: frame && paceOf(min, frame), note: null, key: null }
  })
  const lacking = parts.filter(({ have, need }) => have < (need ?? 0))
  const missing = lacking.map(({ title, have, need }) => `${title}: ${figure(have)} of ${figure(need ?? 0)}.`)
  // All the hours without the kinds asked for are not enough.
  const statuses = parts.map(({ have, need, pace }) =>
    frame ? statusOf(have, need ?? 0, pace, frame, facts) : 'notDue',
  )
  const status = worst(evaluation.status, ...statuses)
  return { ...evaluation, status, parts, because: [evaluation.because, ...missing].join(' ') }
}
