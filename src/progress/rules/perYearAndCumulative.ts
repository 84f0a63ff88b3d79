import { Temporal } from 'temporal-polyfill'
import type { RequirementOf } from '../../programmes/index.ts'
import { factOf } from './conditions.ts'
import { targetAhead, targetParts } from './cumulative.ts'
import type { Evaluator, Facts, Part } from './facts.ts'
import { notAskedOf } from './notAsked.ts'
import { sift, total, type Weighed } from './sift.ts'
import { figure, paceOf, sentence, statusOf, worst } from './status.ts'
import { frameOf, gateOf, inside, yearOf } from './windows.ts'

type Rule = RequirementOf<'perYearAndCumulative'>

/** Two targets at once: so many in each training year, and so many by the end of a stage. */
export const perYearAndCumulative: Evaluator<Rule> = (rule, facts) => {
  const frame = frameOf(rule, facts)
  const target = frame && targetAhead(rule.by, frame, facts, rule.proRata !== 'none')
  if (!frame || !target) return notAskedOf(rule, facts)
  // Overlaps are settled over the whole programme, so a year never counts what the total does not.
  const sifted = sift(rule.from, facts, { from: facts.startsOn, until: facts.endsOn })
  const have = total(sifted.counted)
  const thisYearIs = inside(yearOf(frame.stage, facts))
  const inYear = total(sifted.counted.filter(({ record }) => thisYearIs(record.occurredOn)))
  const yearNeed = rule.perYear[frame.stage.stageKey] ?? 0
  const yearPace = paceOf(yearNeed, frame)
  const at = { ...frame, dueOn: gateOf(target.stage, facts) }
  const year = { ...frame, dueOn: gateOf(yearOf(frame.stage, facts), facts) }
  const yearStatus = statusOf(inYear, yearNeed, yearPace, year, facts)
  const status = worst(yearStatus, statusOf(have, target.need, target.pace, at, facts))
  const yearPart = {
    title: 'In this training year',
    have: inYear,
    need: yearNeed,
    pace: yearPace,
    note: null,
    key: null,
  }
  const thisYear = `${figure(inYear)} of ${figure(yearNeed)} in this training year.`
  return {
    status,
    have,
    need: target.need,
    pace: target.pace,
    dueOn: earliest(yearStatus === 'met' ? at.dueOn : year.dueOn, at.dueOn),
    counted: sifted.counted.map(({ record }) => record.id),
    notCounted: sifted.notCounted,
    parts: [yearPart, ...targetParts(rule.by, sifted.counted, facts), ...settings(rule, sifted.counted)],
    remarks: variety(rule, sifted.counted),
    because: `${sentence(rule, at, have, target.need, target.pace)} ${thisYear}`,
  }
}

const earliest = (a: Facts['today'], b: Facts['today']) => (Temporal.PlainDate.compare(a, b) <= 0 ? a : b)

/** Marks the lines of the breakdown among the parts. */
export const BREAKDOWN = 'breakdown'

/** How what counts is spread over the values of the fact, most first (R90). */
function settings(rule: Rule, counted: readonly Weighed[]): Part[] {
  return spread(rule, counted).map(([key, have]) => ({
    title: key,
    have,
    need: null,
    pace: null,
    note: BREAKDOWN,
    key,
  }))
}

function spread(rule: Rule, counted: readonly Weighed[]): [string, number][] {
  if (!rule.variety) return []
  const sums = new Map<string, number>()
  for (const { record, weight } of counted) {
    const value = factOf(record, rule.variety.fact)
    const key = value === null ? 'not recorded' : String(value)
    sums.set(key, (sums.get(key) ?? 0) + weight)
  }
  return [...sums].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
}

/** Said only once there is enough to speak of. */
const ENOUGH_TO_JUDGE = 5

function variety(rule: Rule, counted: readonly Weighed[]): string[] {
  const [first] = spread(rule, counted)
  const sum = total(counted)
  if (!rule.variety || !first || sum < ENOUGH_TO_JUDGE) return []
  return first[1] / sum > rule.variety.mostlyAbove ? [rule.variety.text] : []
}
