import { Temporal } from 'temporal-polyfill'
import { date } from '../../kit/ui.ts'
import type { RequirementOf } from '../../programmes/index.ts'
import type { Evaluation, Evaluator, Facts, Uncounted } from './facts.ts'
import { notAskedOf } from './notAsked.ts'
import { sift, type Weighed } from './sift.ts'
import { type Frame, frameOf } from './windows.ts'

type Rule = RequirementOf<'validAt'>
type Day = Temporal.PlainDate

/** A certificate that is valid on a day: until the day itself, included (decision 61). */
export const validAt: Evaluator<Rule> = (rule, facts) => {
  const frame = frameOf(rule, facts)
  if (!frame) return notAskedOf(rule, facts)
  const on = dayAsked(rule, frame, facts)
  const sifted = sift(rule.from, facts, { from: facts.startsOn.subtract({ years: 10 }), until: facts.endsOn })
  const notCounted: Uncounted[] = [...sifted.notCounted]
  const valid: Weighed[] = []
  for (const row of sifted.counted) {
    const expiry = expiryOf(rule, row)
    if (expiry === null) notCounted.push({ id: row.record.id, why: 'It says no expiry date' })
    else if (before(expiry, on)) notCounted.push({ id: row.record.id, why: lapse(expiry, on, facts) })
    else valid.push(row)
  }
  const today = sifted.counted
    .map((row) => expiryOf(rule, row))
    .filter((expiry) => expiry && !before(expiry, facts.today))
  return {
    status: statusIn(valid, today.length > 0, on, facts),
    have: valid.length > 0 ? 1 : 0,
    need: 1,
    pace: null,
    dueOn: on,
    counted: valid.map(({ record }) => record.id),
    notCounted,
    parts: [],
    remarks: [],
    because: because(rule, valid, today, on),
  }
}

const before = (a: Day, b: Day) => Temporal.PlainDate.compare(a, b) < 0

function dayAsked(rule: Rule, frame: Frame, facts: Facts): Day {
  if (rule.at === 'today') return facts.today
  const end = frame.stage.until.subtract({ days: 1 })
  if (rule.at === 'stageEnd') return end
  return facts.reviewOn && !before(facts.reviewOn, frame.stage.from) ? facts.reviewOn : end
}

function expiryOf(rule: Rule, { record }: Weighed): Day | null {
  const value = record.facts[rule.expiry]
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? Temporal.PlainDate.from(value) : null
}

const lapse = (expiry: Day, on: Day, facts: Facts) =>
  before(expiry, facts.today) ? `Expired on ${date(expiry)}` : `Expires on ${date(expiry)}, before ${date(on)}`

function statusIn(valid: Weighed[], validToday: boolean, on: Day, facts: Facts): Evaluation['status'] {
  if (valid.length > 0) return 'met'
  if (before(on, facts.today)) return 'overdue'
  return validToday ? 'notDue' : 'short'
}

function because(rule: Rule, valid: Weighed[], today: (Day | null)[], on: Day): string {
  const last = valid
    .map((row) => expiryOf(rule, row)!)
    .sort(Temporal.PlainDate.compare)
    .at(-1)
  if (last) return `Valid until ${date(last)}, so on ${date(on)} as well.`
  const now = today
    .filter((day) => day !== null)
    .sort(Temporal.PlainDate.compare)
    .at(-1)
  if (now) return `Valid today, but only until ${date(now)}; it is to be valid on ${date(on)}.`
  return `None is valid; one is to be valid on ${date(on)}.`
}
