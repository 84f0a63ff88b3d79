import { Temporal } from 'temporal-polyfill'
import type { Requirement } from '../../programmes/index.ts'
import {
  type CompletionLine,
  completionOf,
  isEventful,
  movedStages,
  type StageOnRecord,
  shareOn,
  stretchesOf,
  type TimeHistory,
  type TimeWish,
  withWish,
} from '../../training/index.ts'
import { type Evaluation, evaluate, type Facts, rulesOn } from '../rules/index.ts'
import { type StageSpan, stageSpans } from '../rules/windows.ts'

type Day = Temporal.PlainDate

/** A stage with its key, as far as training time moves it. */
export type Stage = StageOnRecord & { stageKey: string }

/** What training time stands on now. */
export interface TimeNow {
  history: TimeHistory
  stages: readonly Stage[]
  /** Everything that rules read, as it is. */
  facts: Facts
}

/** What a change of training time would do, before anybody does it. */
export interface TimePreview {
  /** First day after training, before and after (exclusive). */
  before: Day
  after: Day
  lines: CompletionLine[]
  /** The next review, which no change of training time moves (domain 7.1). */
  reviewOn: Day | null
  stages: { stageKey: string; before: Day; after: Day }[]
  dueDates: { rule: Requirement; before: Day; after: Day }[]
  counts: { rule: Requirement; before: Evaluation; after: Evaluation }[]
  /** Stages that training would no longer reach, with the day on which each would begin. */
  unreached: { title: string; from: Day }[]
}

/** The facts as they would be with another history of training time. */
export function factsWith({ facts, stages, history }: TimeNow, after: TimeHistory): Facts {
  const { time: _time, ...rest } = facts
  const endsOn = completionOf(after).until
  return {
    ...rest,
    ...(isEventful(after) ? { time: stretchesOf(after) } : {}),
    endsOn,
    ftePercent: shareOn(after, facts.today),
    periods: movedStages(stages, stretchesOf(history), stretchesOf(after), {
      ...{ today: facts.today, endsOn, endedOn: completionOf(history).until },
    }),
  }
}

/**
 * The day of completion before and after, due dates that move, and rules whose counts change. Pure: the same door for who
 * records a change and for who asks for one.
 */
export function previewOf(now: TimeNow, wish: TimeWish): TimePreview {
  const history = withWish(now.history, wish)
  const facts = factsWith(now, history)
  const { until: after, lines } = completionOf(history)
  const rules = rulesOn(facts.pack, facts.today).map((rule) => ({
    rule,
    before: evaluate(rule, now.facts),
    after: evaluate(rule, facts),
  }))
  const reached = (spans: readonly StageSpan[], end: Day) =>
    spans.filter(({ from }) => Temporal.PlainDate.compare(from, end) < 0)
  const still = new Set(reached(stageSpans(facts), after).map(({ stageKey }) => stageKey))
  return {
    unreached: reached(stageSpans(now.facts), now.facts.endsOn)
      .filter(({ stageKey }) => !still.has(stageKey))
      .map(({ title, from }) => ({ title, from })),
    ...{ before: now.facts.endsOn, after, lines, reviewOn: now.facts.reviewOn },
    stages: facts.periods.flatMap(({ stageKey, from, until }) => {
      const was = now.stages.find((one) => one.stageKey === stageKey)
      const moves = was?.until && until && !was.until.equals(until) && from
      return moves ? [{ stageKey, before: was.until!, after: until }] : []
    }),
    dueDates: rules.flatMap(({ rule, before: was, after: is }) =>
      was.dueOn && is.dueOn && is.status !== 'met' && !was.dueOn.equals(is.dueOn)
        ? [{ rule, before: was.dueOn, after: is.dueOn }]
        : [],
    ),
    counts: rules.filter(
      ({ before: was, after: is }) => was.have !== is.have || was.need !== is.need || was.status !== is.status,
    ),
  }
}
