import type { Temporal } from 'temporal-polyfill'
import { date, plural } from '../../kit/ui.ts'
import type { RequirementOf } from '../../programmes/index.ts'
import type { Evaluator, Facts } from './facts.ts'
import { notAskedOf } from './notAsked.ts'
import { sift, total, type Weighed } from './sift.ts'
import { sentence, statusOf } from './status.ts'
import { clockOf, dueOutOfAway, monthsAfter } from './time.ts'
import { type Frame, frameOf } from './windows.ts'

type Rule = RequirementOf<'deadlineFromStart'>
type Day = Temporal.PlainDate

/**
 * So many by the last day of so many months from the start: accredited months last longer below full time (domain 4.5,
 * 10.13). What is done later still counts, and says that it was late.
 */
export const deadlineFromStart: Evaluator<Rule> = (rule, facts) => {
  const frame = frameOf(rule, facts)
  if (!frame) return notAskedOf(rule, facts)
  const start = frame.window?.from ?? frame.stage.from
  const at: Frame = { ...frame, dueOn: lastDay(rule, start, facts) }
  const sifted = sift(rule.from, facts, { from: start, until: facts.endsOn })
  const have = total(sifted.counted)
  const doneOn = reachedOn(sifted.counted, rule.min)
  const late = doneOn !== null && doneOn > at.dueOn.toString()
  return {
    status: statusOf(have, rule.min, null, at, facts),
    have,
    need: rule.min,
    pace: null,
    dueOn: at.dueOn,
    counted: sifted.counted.map(({ record }) => record.id),
    notCounted: sifted.notCounted,
    parts: [],
    remarks: late ? [`Done on ${date(doneOn)}; the last day for it was ${date(at.dueOn)}.`] : [],
    because: [sentence(rule, at, have, rule.min, null), ...spanWords(rule, start, have, at)].join(' '),
  }
}

function lastDay(rule: Rule, start: Day, facts: Facts): Day {
  return dueOutOfAway(facts, monthsAfter(start, rule.months, facts, clockOf(rule)).subtract({ days: 1 }))
}

/** The day on which there were enough; null where there are not. */
function reachedOn(counted: readonly Weighed[], min: number): string | null {
  const index = counted.findIndex((_, at) => total(counted.slice(0, at + 1)) >= min)
  return counted[index]?.record.occurredOn ?? null
}

function spanWords(rule: Rule, start: Day, have: number, { later }: Frame): string[] {
  if (have >= rule.min || later) return []
  const months = plural(rule.months, rule.proRata === 'accredited' ? 'accredited month' : 'month')
  return [`That is ${months} from ${date(start)}.`]
}
