import type { StatusKind } from '../../generated/client.ts'
import { date } from '../../kit/ui.ts'
import { stretchOn } from './accrued.ts'
import { completionOf, remainingOn } from './completion.ts'
import { type Day, earliest, isBefore, latest } from './days.ts'
import type { DecisionEvent, StatusEvent, TimeHistory } from './events.ts'
import { kinds } from './kinds.ts'
import { stretchesOf, WHOLE_DAY } from './stretches.ts'

/** A change of training time that somebody wants: asked for, previewed, or done. Ends are exclusive. */
export type TimeWish =
  | { what: 'fte'; from: Day; percent: number }
  | { what: 'status'; kind: StatusKind; from: Day; until: Day; counts: number; countsUntil: Day | null }
  | { what: 'decision'; decider: 'panel' | 'programme'; decidedOn: Day; until: Day }
  | { what: 'extension'; decider: 'panel' | 'programme'; decidedOn: Day; months: number }
  /** Back from a status on record on another day than agreed. */
  | { what: 'return'; id: string; until: Day }
  | { what: 'withdraw'; id: string }

/** Problems of a wish by the field that they stand at. */
export type WishProblems = Partial<Record<'from' | 'last' | 'percent' | 'counts' | 'months' | 'what', string>>

/** The id of what is only wished for. */
export const WISHED = 'wished'

/** The history as it would be. Pure: adding and then withdrawing gives the history back. */
export function withWish(history: TimeHistory, wish: TimeWish, id = WISHED): TimeHistory {
  switch (wish.what) {
    case 'fte':
      return { ...history, fte: [...history.fte, { id, from: wish.from, percent: wish.percent }] }
    case 'status': {
      const { kind, from, until, counts, countsUntil } = wish
      return { ...history, statuses: [...history.statuses, { id, kind, from, until, counts, countsUntil }] }
    }
    case 'decision':
    case 'extension': {
      const { decider, decidedOn } = wish
      const remaining = remainingOf(history, wish)
      const months = wish.what === 'extension' ? wish.months : null
      // The day it comes to is worked out from what is left; where a day was named, it is that day.
      const decided = { id, decider, decidedOn, until: decidedOn, remaining, months }
      const after = { ...history, decisions: [...history.decisions, decided] }
      const until = wish.what === 'decision' ? wish.until : completionOf(after).until
      return { ...after, decisions: [...history.decisions, { ...decided, until }] }
    }
    case 'return':
      return {
        ...history,
        statuses: history.statuses.map((one) => (one.id === wish.id ? lasting(one, wish.until) : one)),
      }
    case 'withdraw': {
      const others = <E extends { id: string }>(events: readonly E[]) => events.filter((one) => one.id !== wish.id)
      return {
        ...history,
        fte: others(history.fte),
        statuses: others(history.statuses),
        decisions: others(history.decisions),
      }
    }
  }
}

/** The same status until another day; what was decided of its share stays decided. */
function lasting(status: StatusEvent, until: Day): StatusEvent {
  const { kind, from, counts, countsUntil } = status
  const usual = countsOf(kind, from, status.until, null)
  const decided = counts !== usual.counts || (countsUntil === null && usual.countsUntil !== null)
  return { ...status, until, ...countsOf(kind, from, until, decided ? counts : null) }
}

/** Training left on the day of a decision: up to the day that it names, or so many whole-time months more (decision 57). */
function remainingOf(history: TimeHistory, wish: Extract<TimeWish, { what: 'decision' | 'extension' }>): number {
  const { decidedOn } = wish
  if (wish.what === 'decision') return Math.max(0, remainingOn(history, decidedOn, wish.until))
  const { until } = completionOf(history)
  const more = until.until(until.add({ months: wish.months }), { largestUnit: 'days' }).days * WHOLE_DAY
  return Math.max(0, remainingOn(history, decidedOn, until)) + more
}

/** The longest time out of programme is four years (domain 7.2); beyond this it is a slip of the pen. */
const MOST_YEARS = 5

/** No panel lengthens training by more; beyond this the year is a slip of the pen. */
const MOST_YEARS_LATER = 10

const sameDecision = (one: DecisionEvent, { decider, decidedOn }: Pick<DecisionEvent, 'decider' | 'decidedOn'>) =>
  one.decider === decider && one.decidedOn.equals(decidedOn)

/** Why a wish cannot be: by the field. Nothing where it can. */
export function problemsOf(history: TimeHistory, wish: TimeWish): WishProblems {
  const { until: end } = completionOf(history)
  const within = (day: Day) => !isBefore(day, history.startsOn)
  const tooEarly = `Training began on ${date(history.startsOn)}: choose a day from then on.`
  switch (wish.what) {
    case 'fte': {
      if (!within(wish.from)) return { from: tooEarly }
      if (!isBefore(wish.from, end)) return { from: `Training ends on ${date(end.subtract({ days: 1 }))}.` }
      if (wish.percent < 1 || wish.percent > 100) return { percent: 'Enter a whole per cent from 1 to 100.' }
      if (history.fte.some(({ from }) => from.equals(wish.from)))
        return { from: 'There is a change of FTE on that day already. Withdraw that one first.' }
      if (stretchOn(stretchesOf(history), wish.from)?.percent === wish.percent)
        return { percent: `It is ${wish.percent} % then already: nothing would change.` }
      return {}
    }
    case 'status': {
      if (!isBefore(wish.from, wish.until)) return { last: 'The last day lies before the first one.' }
      if (!within(wish.from)) return { from: tooEarly }
      if (isBefore(wish.from.add({ years: MOST_YEARS }), wish.until))
        return { last: `Nothing lasts longer than ${MOST_YEARS} years: look at the year again.` }
      if (wish.kind === 'grace') return graceProblems(history, wish, end)
      if (!isBefore(wish.from, end)) return { from: `Training ends on ${date(end.subtract({ days: 1 }))}.` }
      const met = history.statuses.find((one) => isBefore(one.from, wish.until) && isBefore(wish.from, one.until))
      if (met) return { from: `${overlapWords(met)}. Withdraw that one first, or choose other days.` }
      return {}
    }
    case 'decision':
      if (!isBefore(latest(history.startsOn, wish.decidedOn), wish.until))
        return { last: 'The last day in training lies before the decision.' }
      if (isBefore(end.add({ years: MOST_YEARS_LATER }), wish.until))
        return {
          last: `That is more than ${MOST_YEARS_LATER} years after training would end now: look at the year again.`,
        }
      if (history.decisions.some((one) => sameDecision(one, wish) && one.until.equals(wish.until)))
        return { last: 'This decision is on record already.' }
      return within(wish.decidedOn) ? {} : { from: tooEarly }
    case 'extension':
      if (history.decisions.some((one) => sameDecision(one, wish) && one.months === wish.months))
        return { months: 'This decision is on record already. If it was decided twice that day, enter the sum.' }
      return within(wish.decidedOn) ? {} : { from: tooEarly }
    case 'return':
      return returnProblems(history, wish)
    case 'withdraw':
      return {}
  }
}

/** Another end is judged as the status itself would be, all at the last day: the first one stands. */
function returnProblems(history: TimeHistory, { id, until }: { id: string; until: Day }): WishProblems {
  const status = history.statuses.find((one) => one.id === id)
  if (!status) return { what: 'This is not on record any more.' }
  if (status.until.equals(until)) return { last: 'That is the last day on record: nothing would change.' }
  const { from, last } = problemsOf(withWish(history, { what: 'withdraw', id }), {
    what: 'status',
    ...lasting(status, until),
  })
  const problem = from ?? last
  return problem ? { last: problem } : {}
}

/** Six months, fixed, after the end of training (domain 7.2). */
const GRACE_MONTHS = 6

function graceProblems(history: TimeHistory, wish: { from: Day; until: Day }, end: Day): WishProblems {
  if (isBefore(wish.from, end))
    return { from: `The period of grace follows training: it begins on ${date(end)} at the earliest.` }
  if (isBefore(wish.from.add({ months: GRACE_MONTHS }), wish.until))
    return { last: `The period of grace lasts ${GRACE_MONTHS} months at most, whatever the share of full time.` }
  const met = history.statuses.find((one) => isBefore(one.from, wish.until) && isBefore(wish.from, one.until))
  return met ? { from: `${overlapWords(met)}. Withdraw that one first, or choose other days.` } : {}
}

const overlapWords = ({ kind, from, until }: StatusEvent) =>
  `${kinds[kind].words} is on record from ${date(from)} to ${date(until.subtract({ days: 1 }))}`

/** How much of a status counts unless decided otherwise: up to a year of approved training, three months of acting up. */
export function countsOf(kind: StatusKind, from: Day, until: Day, decided: number | null) {
  const { counts, months, decided: mayDecide } = kinds[kind]
  if (decided !== null && mayDecide) return { counts: decided, countsUntil: null }
  const most = months === null ? null : from.add({ months })
  return { counts, countsUntil: most && isBefore(most, until) ? most : null }
}

/** The first day that a wish touches. */
export function firstDayOf(history: TimeHistory, wish: TimeWish): Day {
  if (wish.what === 'decision' || wish.what === 'extension') return wish.decidedOn
  if (wish.what === 'return') {
    const was = history.statuses.find(({ id }) => id === wish.id)?.until
    return was ? earliest(was, wish.until) : wish.until
  }
  if (wish.what !== 'withdraw') return wish.from
  const status = [...history.statuses, ...history.fte].find(({ id }) => id === wish.id)
  return status?.from ?? history.decisions.find(({ id }) => id === wish.id)?.decidedOn ?? history.startsOn
}
