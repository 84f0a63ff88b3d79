import { Temporal } from 'temporal-polyfill'
import type { Requirement } from '../../programmes/index.ts'
import type { Facts, IsoDay, Span } from './facts.ts'
import { clockOf, daysOf, dueOutOfAway, monthsAfter } from './time.ts'

type Day = Temporal.PlainDate

export interface StageSpan extends Span {
  stageKey: string
  title: string
  order: number
  months: number
}

/** Where in time a rule is read: the stage it speaks of, the days whose records count, and the day it is due. */
export interface Frame {
  stage: StageSpan
  /** Null where there is no such span, such as a placement between two posts. */
  window: Span | null
  dueOn: Day
  /** The part of the whole that is usual by today; null where pace has no meaning. */
  fraction: number | null
  /** It is asked of this trainee later on. */
  later: boolean
}

/** A review this close to the end of a stage is the gate of that stage; an earlier one only looks on. */
const GATE_DAYS = 122

const days = (from: Day, until: Day) => from.until(until, { largestUnit: 'days' }).days
const earlier = (a: Day, b: Day) => Temporal.PlainDate.compare(a, b) < 0

const YEAR_MONTHS = 12

/**
 * The training year of today within a stage (decision 55): the whole stage where it is planned as a year or less, else
 * the year of it that holds today, by the share of full time. Of a stage that is over it is the last year, of one to
 * come the first.
 */
export function yearOf(stage: StageSpan, facts: Facts): Span & { months: number } {
  if (stage.months <= YEAR_MONTHS) return stage
  let from = stage.from
  let until = nextYear(from, facts)
  while (!earlier(facts.today, until) && earlier(until, stage.until)) {
    from = until
    until = nextYear(from, facts)
  }
  return { from, until: earlier(until, stage.until) ? until : stage.until, months: YEAR_MONTHS }
}

const nextYear = (from: Day, facts: Facts): Day => monthsAfter(from, YEAR_MONTHS, facts, 'training')

/** The part of a whole that has passed, between 0 and 1. */
const part = (passed: number, whole: number): number => Math.min(1, Math.max(0, passed / whole))

/** The stages that the trainee has been in, is in, and will be in, with their days. */
export function stageSpans(facts: Facts): StageSpan[] {
  const defined = [...facts.pack.pack.stages].sort((a, b) => a.order - b.order)
  const known = facts.periods.length
    ? facts.periods
    : defined.slice(0, 1).map(({ key }) => ({ stageKey: key, from: facts.startsOn, until: null }))
  const past = known.flatMap(({ stageKey, from, until }) => {
    const stage = defined.find(({ key }) => key === stageKey)
    return stage ? [spanOf(stage, from, until, facts)] : []
  })
  const last = past.at(-1)
  if (!last) return []
  const ahead: StageSpan[] = []
  // Months run from the last day that is on record, so that the end of each is rounded up once, not stage upon stage.
  const open = known.at(-1)?.until === null
  const run = { from: open ? last.from : last.until, months: open ? last.months : 0 }
  for (const stage of defined.filter(({ order }) => order > last.order)) {
    run.months += stage.months
    ahead.push(spanOf(stage, (ahead.at(-1) ?? last).until, monthsAfter(run.from, run.months, facts, 'training'), facts))
  }
  return [...past, ...ahead]
}

function spanOf(stage: Facts['pack']['pack']['stages'][number], from: Day, until: Day | null, facts: Facts): StageSpan {
  const { key, short, order, months } = stage
  const planned = until ?? monthsAfter(from, months, facts, 'training')
  return { stageKey: key, title: short, order, months, from, until: endOf(order, from, planned, facts) }
}

/**
 * The last stage ends with training, whatever moved that: a panel that brings it forward or adds to it, or months and days
 * that round apart by a day. No earlier one ends after training.
 */
function endOf(order: number, from: Day, planned: Day, { endsOn, pack }: Facts): Day {
  if (!earlier(from, endsOn)) return planned
  const isLast = pack.pack.stages.every((one) => one.order <= order)
  return isLast || earlier(endsOn, planned) ? endsOn : planned
}

/** The stage that holds today; the first before training, the last begun after it. */
export function stageToday(facts: Facts): StageSpan | null {
  const spans = stageSpans(facts)
  const begun = spans.filter(({ from }) => !earlier(facts.today, from))
  return begun.at(-1) ?? spans[0] ?? null
}

/** The last day for a stage: the evidence date of the review that closes it, where known, else its own last day; never in time away. */
export const gateOf = (stage: Span, facts: Facts): Day => dueOutOfAway(facts, plannedGate(stage, facts))

/** The same by the calendar alone. */
export function plannedGate(stage: Span, facts: Facts): Day {
  const last = stage.until.subtract({ days: 1 })
  const due = facts.evidenceDueOn
  if (!due || earlier(last, due) || days(due, last) > GATE_DAYS) return last
  return due
}

/** Places a rule in time; null where none of its stages is this trainee's. */
export function frameOf(rule: Requirement, facts: Facts): Frame | null {
  const spans = stageSpans(facts)
  const now = stageToday(facts)
  const asked = now && askedStage(rule, spans, now)
  if (!now || !asked) return null
  const byEnd = rule.byEndOf ? (spans.find(({ stageKey }) => stageKey === rule.byEndOf) ?? asked) : asked
  const window = windowOf(rule, asked, facts)
  const span = rule.scope === 'trainingYear' && !rule.byEndOf ? yearOf(asked, facts) : byEnd
  const dueOn =
    rule.scope === 'placement' && window ? dueOutOfAway(facts, window.until.subtract({ days: 1 })) : gateOf(span, facts)
  const fraction = rule.scope === 'programme' ? shareUntil(rule, byEnd, facts) : fractionOf(rule, asked, facts)
  return { stage: asked, window, dueOn, fraction, later: asked.order > now.order }
}

/** The current stage, or the nearest of the stages that the rule names: one passed, or one to come. */
function askedStage(rule: Requirement, spans: StageSpan[], now: StageSpan): StageSpan | null {
  if (!rule.stages || rule.stages.includes(now.stageKey)) return now
  const named = spans.filter(({ stageKey }) => rule.stages?.includes(stageKey))
  return named.filter(({ order }) => order < now.order).at(-1) ?? named[0] ?? null
}

function windowOf(rule: Requirement, stage: StageSpan, facts: Facts): Span | null {
  switch (rule.scope) {
    case 'programme':
    case 'date':
      return { from: facts.startsOn, until: facts.endsOn }
    case 'trainingYear':
      return yearOf(stage, facts)
    case 'placement':
      return facts.placement && { from: facts.placement.from, until: facts.placement.until ?? facts.endsOn }
    default:
      return stage
  }
}

function fractionOf(rule: Requirement, stage: StageSpan, facts: Facts): number | null {
  if (rule.proRata === 'none') return null
  const span = rule.scope === 'trainingYear' ? yearOf(stage, facts) : stage
  const clock = clockOf(rule)
  const whole = days(span.from, span.from.add({ months: span.months }))
  // Evidence is due before the stage ends: whoever keeps the pace has the whole of it on that day.
  const untilDue = daysOf(facts, span.from, gateOf(span, facts), clock) || 1
  return part(daysOf(facts, span.from, facts.today, clock), Math.min(whole, untilDue))
}

/** Of the whole way from the first day of training to the end of the stage by which it is asked. */
function shareUntil(rule: Requirement, stage: StageSpan, facts: Facts): number | null {
  if (rule.proRata === 'none') return null
  const whole = daysOf(facts, facts.startsOn, stage.until, 'training')
  return part(daysOf(facts, facts.startsOn, facts.today, clockOf(rule)), whole || 1)
}

/** The share of full time that a rule's own months are stretched by. */
export const fteOf = ({ proRata }: Requirement, { ftePercent }: Facts): number =>
  proRata === 'accredited' ? ftePercent : 100

/** A test of whether a day lies in a span. */
export function inside({ from, until }: Span): (day: IsoDay) => boolean {
  const [first, end] = [from.toString(), until.toString()]
  return (day) => first <= day && day < end
}
