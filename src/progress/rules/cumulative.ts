import type { RequirementOf } from '../../programmes/index.ts'
import type { Evaluator, Facts, IsoDay, Part } from './facts.ts'
import { notAskedOf } from './notAsked.ts'
import { sift, total, type Weighed } from './sift.ts'
import { sentence, statusOf } from './status.ts'
import { daysOf } from './time.ts'
import { type Frame, frameOf, gateOf, type StageSpan, stageSpans } from './windows.ts'

/** A target by the end of a stage, and where in time its share begins. */
export interface Target {
  need: number
  stage: StageSpan
  pace: number | null
}

/** A total that grows over the stages: the target of the nearest stage end that has one. */
export const cumulative: Evaluator<RequirementOf<'cumulative'>> = (rule, facts) => {
  const frame = frameOf(rule, facts)
  const target = frame && targetAhead(rule.by, frame, facts, rule.proRata !== 'none')
  if (!frame || !target) return notAskedOf(rule, facts)
  const sifted = sift(rule.from, facts, { from: facts.startsOn, until: facts.endsOn })
  const have = total(sifted.counted)
  const at: Frame = { ...frame, dueOn: gateOf(target.stage, facts) }
  return {
    status: statusOf(have, target.need, target.pace, at, facts),
    have,
    need: target.need,
    pace: target.pace,
    dueOn: at.dueOn,
    counted: sifted.counted.map(({ record }) => record.id),
    notCounted: sifted.notCounted,
    parts: targetParts(rule.by, sifted.counted, facts),
    remarks: [],
    because: sentence(rule, at, have, target.need, target.pace),
  }
}

/** The target at the end of the stage one is in, or of the next stage that has one. */
export function targetAhead(
  by: Readonly<Record<string, number>>,
  frame: Frame,
  facts: Facts,
  paced: boolean,
): Target | null {
  const spans = stageSpans(facts)
  const stage = spans.find(({ stageKey, order }) => order >= frame.stage.order && by[stageKey] !== undefined)
  if (!stage) return null
  const need = by[stage.stageKey]!
  const before = spans.filter(({ stageKey, order }) => order < stage.order && by[stageKey] !== undefined).at(-1)
  const base = before ? by[before.stageKey]! : 0
  const from = before?.until ?? facts.startsOn
  const whole = daysOf(facts, from, stage.until, 'training')
  const share = Math.min(1, daysOf(facts, from, facts.today, 'training') / (whole || 1))
  return { need, stage, pace: paced ? base + (need - base) * share : null }
}

/** One line per stage end with a target: what was there by then, or is by now. */
export function targetParts(by: Readonly<Record<string, number>>, counted: readonly Weighed[], facts: Facts): Part[] {
  return stageSpans(facts)
    .filter(({ stageKey }) => by[stageKey] !== undefined)
    .map(({ stageKey, title, until }) => ({
      title: `By the end of ${lower(title)}`,
      have: totalBefore(counted, until.toString()),
      need: by[stageKey]!,
      pace: null,
      note: null,
      key: stageKey,
    }))
}

const totalBefore = (counted: readonly Weighed[], day: IsoDay) =>
  total(counted.filter(({ record }) => record.occurredOn < day))

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
