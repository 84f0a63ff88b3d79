import { Temporal } from 'temporal-polyfill'
import { date } from '../../kit/ui.ts'
import type { RequirementOf } from '../../programmes/index.ts'
import type { Evaluator, Facts, Part, Span } from './facts.ts'
import { notAskedOf } from './notAsked.ts'
import { type Sifted, sift } from './sift.ts'
import { statusOf, without } from './status.ts'
import { clockOf, monthsAfter } from './time.ts'
import { type Frame, frameOf, gateOf, inside, plannedGate } from './windows.ts'

type Rule = RequirementOf<'declaration'>

/**
 * A form that is due again and again: in every twelve calendar months from the start of the programme whatever the
 * fraction (decision 58), in every training year, for every review, or once.
 */
export const declaration: Evaluator<Rule> = (rule, facts) => {
  const asSource = { ...rule, from: [{ forms: [rule.form] }] }
  const frame = frameOf(rule, facts)
  if (!frame) return notAskedOf(asSource, facts)
  const periods = periodsOf(rule, frame, facts)
  const now = periods.at(-1)
  if (!now) return noReview(asSource, facts)
  const at = { ...frame, dueOn: dueIn(rule, now, frame, facts) }
  const sifted = sift(asSource.from, facts, now)
  const have = sifted.counted.length > 0 ? 1 : 0
  return {
    status: statusOf(have, 1, null, at, facts),
    have,
    need: 1,
    pace: null,
    dueOn: at.dueOn,
    counted: sifted.counted.map(({ record }) => record.id),
    notCounted: sifted.notCounted,
    parts: periods.length > 1 ? partsOf(asSource.from, periods, facts) : [],
    remarks: [],
    because: because(rule, sifted, now, at),
  }
}

/** The spans that each want one, the present one last. */
function periodsOf(rule: Rule, frame: Frame, facts: Facts): Span[] {
  switch (rule.every) {
    case 'once':
      return [{ from: facts.startsOn, until: facts.endsOn }]
    case 'review':
      return facts.reviewOn
        ? [{ from: facts.reviewOn.subtract({ years: 1 }), until: facts.reviewOn.add({ days: 1 }) }]
        : []
    case 'twelveMonths':
      return begun({ from: facts.startsOn, until: facts.endsOn }, facts, (years) =>
        facts.startsOn.add({ months: 12 * years }),
      )
    case 'trainingYear': {
      const { from } = frame.stage
      return begun(frame.stage, facts, (years) => monthsAfter(from, 12 * years, facts, clockOf(rule)))
    }
  }
}

/** The first span and every later one that has begun by today. */
function begun(whole: Span, { today }: Facts, startOf: (index: number) => Temporal.PlainDate): Span[] {
  const spans: Span[] = []
  for (let index = 0; ; index++) {
    const from = startOf(index)
    const last = !isBefore(from, whole.until) || isBefore(today, from)
    if (index > 0 && last) return spans
    spans.push({ from, until: earlier(startOf(index + 1), whole.until) })
  }
}

const isBefore = (a: Temporal.PlainDate, b: Temporal.PlainDate) => Temporal.PlainDate.compare(a, b) < 0
const earlier = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (isBefore(a, b) ? a : b)

/** Within so many days where the rule says so; else for the review, or by the end. */
function dueIn(rule: Rule, now: Span, frame: Frame, facts: Facts): Temporal.PlainDate {
  const start = rule.every === 'once' ? frame.stage.from : now.from
  if (rule.withinDays) return start.add({ days: rule.withinDays - 1 })
  if (rule.every === 'review') return facts.evidenceDueOn ?? now.until.subtract({ days: 1 })
  if (rule.every === 'once') return frame.dueOn
  return rule.every === 'twelveMonths' ? plannedGate(now, facts) : gateOf(now, facts)
}

function noReview(rule: Rule & { from: { forms: string[] }[] }, facts: Facts) {
  const words = `No ${facts.pack.pack.review.name} is planned yet that it could be for.`
  const { counted, notCounted } = sift(rule.from, facts, { from: facts.startsOn, until: facts.endsOn })
  const waiting = counted.map(({ record }) => ({ id: record.id, why: words }))
  return { ...without('notDue', words, 1), notCounted: [...notCounted, ...waiting] }
}

function partsOf(from: { forms: string[] }[], periods: readonly Span[], facts: Facts): Part[] {
  const { counted } = sift(from, facts, { from: facts.startsOn, until: facts.endsOn })
  return periods.map((period, index) => {
    const within = inside(period)
    const have = counted.some(({ record }) => within(record.occurredOn)) ? 1 : 0
    const missed = have === 0 && index < periods.length - 1
    return { title: spanWords(period), have, need: 1, pace: null, note: missed ? 'None was made' : null, key: null }
  })
}

/** "5 Aug 2026 to 4 Aug 2027": the last day included. */
const spanWords = ({ from, until }: Span) => `${date(from)} to ${date(until.subtract({ days: 1 }))}`

function because(rule: Rule, { counted }: Sifted, now: Span, { later, stage, dueOn }: Frame): string {
  const about = { once: '', review: ` for the review on ${date(now.until.subtract({ days: 1 }))}` }
  const of = rule.every === 'once' || rule.every === 'review' ? about[rule.every] : ` for ${spanWords(now)}`
  const last = counted.at(-1)?.record
  if (last) return `Made on ${date(last.occurredOn)}${of}.`
  return later ? `This is asked from ${stage.title} on.` : `Not made yet${of}; it is due by ${date(dueOn)}.`
}
