import { lastDay } from '../../kit/periods.ts'
import { date, plural } from '../../kit/ui.ts'
import { type CompletionLine, kinds, type TimeHistory, type TimeWish } from '../../training/index.ts'

/** Where the pages of training time are. */
export const timeUrl = {
  page: (id: string) => `/portfolios/${id}/time`,
  change: (id: string) => `/portfolios/${id}/time/change`,
  withdraw: (id: string, eventId: string) => `/portfolios/${id}/time/withdraw/${eventId}`,
  looked: (id: string, moveId: string) => `/portfolios/${id}/time/looked/${moveId}`,
  allow: (id: string, recordId: string) => `/portfolios/${id}/time/allow/${recordId}`,
  plot: (id: string) => `/portfolios/${id}/time/plot.svg`,
}

/** Ten-thousandths of a day as whole-time days: "218.4". */
export const wholeDays = (work: number): string => String(Math.round(work / 1000) / 10)

const deciders = { panel: 'Decided by a panel', programme: 'Decided by the programme' } as const

/** What an event is, in a few words. */
export function eventTitle(event: CompletionLine['event']): string {
  switch (event.kind) {
    case 'plan':
      return `The plan at the start, at ${event.percent} %`
    case 'fte':
      return `${event.percent} % of full time, after ${event.was} %`
    case 'status': {
      const { kind, from, until } = event.status
      return `${kinds[kind].words}, ${date(from)} to ${date(lastDay(until))}`
    }
    case 'decision':
      return deciders[event.decision.decider]
  }
}

/** Why it moves the end as it does. */
export function eventWhy(event: CompletionLine['event']): string {
  switch (event.kind) {
    case 'plan':
      return 'What the programme takes at that share of full time.'
    case 'fte':
      return event.waited
        ? 'Asked for within time away, so it takes effect on return and scales what remains from then.'
        : 'What remains on that day takes as much longer or shorter as the share changes, rounded up to a whole day.'
    case 'status': {
      const { kind, counts, countsUntil } = event.status
      const partly = counts > 0 && counts < 100 ? ` ${counts} % of it counts.` : ''
      const until = countsUntil ? ` It counts until ${date(lastDay(countsUntil))}.` : ''
      return `${kinds[kind].why}${partly}${until}`
    }
    case 'decision': {
      const { months } = event.decision
      const more =
        months === null ? '' : ` ${plural(months, 'whole-time month')} more, divided by the share of full time.`
      return `It overrides what was worked out until then; later changes go on from it.${more}`
    }
  }
}

/** A wish in a few words: "80 % of full time from 1 Mar 2027". */
export function wishWords(wish: TimeWish, history: TimeHistory): string {
  switch (wish.what) {
    case 'fte':
      return `${wish.percent} % of full time from ${date(wish.from)}`
    case 'status':
      return `${kinds[wish.kind].words}, ${date(wish.from)} to ${date(lastDay(wish.until))}`
    case 'decision':
      return `Completion on ${date(lastDay(wish.until))}, ${deciders[wish.decider].toLowerCase()} on ${date(wish.decidedOn)}`
    case 'extension':
      return `${plural(wish.months, 'whole-time month')} more, ${deciders[wish.decider].toLowerCase()} on ${date(wish.decidedOn)}`
    case 'return': {
      const status = history.statuses.find(({ id }) => id === wish.id)
      const was = status ? ` instead of ${date(lastDay(status.until))}` : ''
      return `${status ? kinds[status.kind].words : 'Time away'} until ${date(lastDay(wish.until))}${was}`
    }
    case 'withdraw':
      return `Withdrawn: ${recordedWords(history, wish.id)}`
  }
}

/** What is on record under an id. */
export function recordedWords({ fte, statuses, decisions }: TimeHistory, id: string): string {
  const share = fte.find((one) => one.id === id)
  if (share) return `${share.percent} % of full time from ${date(share.from)}`
  const status = statuses.find((one) => one.id === id)
  if (status) return eventTitle({ kind: 'status', status })
  const decision = decisions.find((one) => one.id === id)
  return decision ? `Completion on ${date(lastDay(decision.until))}` : 'a change'
}
