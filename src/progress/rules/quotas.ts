import { date } from '../../kit/ui.ts'
import type { RequirementOf, RuleSource } from '../../programmes/index.ts'
import type { Evaluation, Facts, Part } from './facts.ts'
import { type Sifted, sift, total } from './sift.ts'
import { figure, paceOf, statusOf, worst } from './status.ts'
import type { Frame } from './windows.ts'

type Quota = RequirementOf<'subQuota'>['quotas'][number]

interface Whole {
  from: readonly RuleSource[]
  quotas?: readonly Quota[] | undefined
  /** Whether one record may fill several quotas; it may when absent. */
  quotasOverlap?: boolean | undefined
}

/**
 * The evaluation of the whole with its parts beside it: met only when the whole and each quota are. All the number
 * without the kinds asked for is not enough.
 */
export function withQuotas(whole: Whole, evaluation: Evaluation, frame: Frame | null, facts: Facts): Evaluation {
  const quotas = whole.quotas ?? []
  const fitting = quotas.map((quota) => fittingIn(whole.from, quota, facts, frame))
  const haves =
    whole.quotasOverlap === false
      ? oneEach(
          fitting.map(({ counted }) => counted.map(({ record }) => record.id)),
          quotas.map(({ min }) => min),
        )
      : fitting.map(({ counted }) => total(counted))
  const parts = quotas.map(({ title, min }, index): Part => {
    const pace = frame && paceOf(min, frame)
    return { title, have: haves[index] ?? 0, need: min, pace, note: null, key: null }
  })
  const lacking = parts.filter(({ have, need }) => have < (need ?? 0))
  const missing = lacking.map(({ title, have, need }) => `${title}: ${figure(have)} of ${figure(need ?? 0)}.`)
  // The whole says when it is due for as long as it lacks something itself.
  if (frame && !frame.later && lacking.length > 0 && evaluation.have >= evaluation.need) {
    missing.push(`Due by ${date(frame.dueOn)}.`)
  }
  const statuses = parts.map(({ have, need, pace }) =>
    frame ? statusOf(have, need ?? 0, pace, frame, facts) : 'notDue',
  )
  const status = worst(evaluation.status, ...statuses)
  return { ...evaluation, status, parts, because: [evaluation.because, ...missing].join(' ') }
}

/** What counts and falls into a quota: records that pass its filter too, or another number of the same records. */
function fittingIn(
  from: readonly RuleSource[],
  { filter = [], measure }: Quota,
  facts: Facts,
  frame: Frame | null,
): Sifted {
  const narrowed = from.map((source) => ({
    ...source,
    ...(measure ? { measure } : {}),
    filter: [...(source.filter ?? []), ...filter],
  }))
  return sift(narrowed, facts, frame?.window ?? null)
}

/**
 * How many records each quota has where a record serves one alone: shared out so that as much as possible of every
 * minimum is reached, whatever the order of the records. What is left over goes to the first quota that it fits.
 */
export function oneEach(fitting: readonly (readonly string[])[], minima: readonly number[]): number[] {
  const servedBy = new Map<string, number>()
  const take = (quota: number, tried: Set<string>): boolean => {
    for (const id of fitting[quota] ?? []) {
      if (tried.has(id)) continue
      tried.add(id)
      const other = servedBy.get(id)
      if (other === quota || (other !== undefined && !take(other, tried))) continue
      servedBy.set(id, quota)
      return true
    }
    return false
  }
  for (const [quota, min] of minima.entries()) {
    for (let place = 0; place < min && take(quota, new Set()); place++);
  }
  for (const [quota, ids] of fitting.entries()) {
    for (const id of ids) if (!servedBy.has(id)) servedBy.set(id, quota)
  }
  return fitting.map((_, quota) => [...servedBy.values()].filter((served) => served === quota).length)
}
