import type { Temporal } from 'temporal-polyfill'
import type { Requirement } from '../../programmes/index.ts'
import type { Facts, IsoDay } from './facts.ts'
import { sift } from './sift.ts'
import { stageSpans } from './windows.ts'

/** A rule over time: what counted on which day, and what is asked by which day. For plots of pace. */
export interface Course {
  steps: { id: string; on: IsoDay; weight: number }[]
  /** From nothing on the first day of training to each target on the last day of its stage. */
  targets: { on: Temporal.PlainDate; need: number }[]
}

/** The course of a rule whose targets grow over the stages; null for rules of other kinds. */
export function courseOf(rule: Requirement, facts: Facts): Course | null {
  if (rule.kind !== 'perYearAndCumulative' && rule.kind !== 'cumulative') return null
  const { counted } = sift(rule.from, facts, { from: facts.startsOn, until: facts.endsOn })
  const ends = stageSpans(facts).flatMap(({ stageKey, until }) => {
    const need = rule.by[stageKey]
    return need === undefined ? [] : [{ on: until, need }]
  })
  return {
    steps: counted.map(({ record, weight }) => ({ id: record.id, on: record.occurredOn, weight })),
    targets: [{ on: facts.startsOn, need: 0 }, ...ends],
  }
}
