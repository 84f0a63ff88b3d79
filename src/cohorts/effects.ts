import { Temporal } from 'temporal-polyfill'
import type { SupervisionKind } from '../generated/client.ts'
import { lastDay } from '../kit/periods.ts'
import { date, plural } from '../kit/ui.ts'
import { lastOfGrace, type Span, type SupervisionPlan } from '../training/index.ts'
import { kindWords, type SupervisorsFound, spansOf } from './supervisors.ts'

type Day = Temporal.PlainDate

/** A change of supervisor as far as its words need it. */
export interface Changing {
  kind: SupervisionKind
  from: Day
  next: { id: string; name: string }
  plan: SupervisionPlan
}

const before = (a: Day, b: Day): boolean => Temporal.PlainDate.compare(a, b) < 0
const later = (a: Day, b: Day): Day => (before(a, b) ? b : a)
const earlier = (a: Day | null, b: Day): Day => (a && before(a, b) ? a : b)

/** Days that a span loses by the change: from the first one on that somebody else has now. */
function lost(span: Span, { from, plan }: Changing): Day {
  return plan.current?.id === span.id ? later(span.from, from) : span.from
}

/** Where somebody named for some days ends, what this span goes on as; null where it does not. */
const goingOn = ({ plan: { created, until } }: Changing, spanId: string) =>
  created.find(({ remainsOf, from }) => until !== null && remainsOf?.id === spanId && !before(from, until)) ?? null

const nameOf = ({ history }: SupervisorsFound, id: string): string =>
  history.find((row) => row.personId === id)?.name ?? 'Somebody'

/** Spans of other people that no longer hold as they stood on record. */
const replaced = ({ plan, next }: Changing): Span[] => plan.corrected.filter((span) => span.personId !== next.id)

/**
 * What a change does to days that have passed, and to a change to come that it takes back: read before it is confirmed.
 */
export function effectsOf(found: SupervisorsFound, change: Changing, today: Day): string[] {
  const { next, kind, plan, from } = change
  const gone = replaced(change)
  const sentences = gone.flatMap((span) => pastSentences(found, change, span, today))
  if (sentences.length === 0 && plan.changesPast)
    sentences.push(`Nobody was on record from ${date(from)}; now ${next.name} is.`)
  const dropped = gone.filter((span) => before(today, span.from) && !goingOn(change, span.id))
  const back = spansOf(found, kind).flatMap(({ id }) => goingOn(change, id) ?? [])
  sentences.push(
    ...dropped.map(
      (span) => `${nameOf(found, span.personId)} was to be ${kindWords[kind]} from ${date(span.from)} and will not be.`,
    ),
  )
  sentences.push(
    ...back.map(
      ({ personId, from: day }) => `${nameOf(found, personId)} is ${kindWords[kind]} again from ${date(day)}.`,
    ),
  )
  const now = spansOf(found, kind).find(
    (span) => !before(today, span.from) && (!span.until || before(today, span.until)),
  )
  if (plan.changesPast && now && now.personId !== next.id && !(plan.until && !before(today, plan.until)))
    sentences.push(`From now on ${next.name} sees the portfolio and ${now.name} does not.`)
  if (gone.length > 0) sentences.push('What stood on record until now stays in the history, marked as corrected.')
  return sentences
}

function pastSentences(found: SupervisorsFound, change: Changing, span: Span, today: Day): string[] {
  const first = lost(span, change)
  const end = earlier(earlier(span.until, today), change.plan.until ?? today)
  if (!before(first, end)) return []
  const name = nameOf(found, span.personId)
  const last = lastDay(end)!
  const signed = found.signed
    .filter((row) => row.signerId === span.personId && row.day >= first.toString() && row.day < end.toString())
    .reduce((sum, row) => sum + row.count, 0)
  const days = first.equals(last) ? `On ${date(first)}` : `From ${date(first)} to ${date(last)}`
  return [
    `${days} ${name} was ${kindWords[change.kind]} on record; the record will say ${change.next.name}.`,
    signed > 0
      ? `${name} signed ${plural(signed, 'form')} in that time. What was signed stays signed, under the name of ${name}.`
      : `${name} signed nothing in that time.`,
  ]
}

/** Whether the coordinator must read and confirm: days that have passed, or a change to come that is taken back. */
export function needsConfirming(change: Changing, today: Day): boolean {
  const { current } = change.plan
  const takesBack = current && current.personId !== change.next.id && current.from.equals(change.from)
  return change.plan.changesPast || Boolean(takesBack && before(today, current.from))
}

/** What a tick confirms: exactly this change of exactly this record, so that anything else asks again. */
export function tokenOf({ kind, from, next, plan }: Changing): string {
  return [
    kind,
    next.id,
    from.toString(),
    plan.until?.toString() ?? '',
    ...plan.corrected.map(({ id }) => id.slice(-8)),
  ].join('|')
}

/** What each person whose supervision changes is told, in the second person. */
export interface Word {
  personId: string
  name: string
  sentence: string
  /** It ends for them, and what they have begun there may still be finished. */
  finishing: boolean
}

/** The sentences to the supervisors, the new one first. */
export function wordsTo(found: SupervisorsFound, change: Changing, today: Day): Word[] {
  const { kind, next, plan, from } = change
  const as = `${kindWords[kind]} of ${found.portfolio.name}`
  const joined = plan.corrected.find((span) => span.personId === next.id && before(today, span.from))
  const until = plan.until && before(plan.until, found.portfolio.endsOn) ? ` until ${date(lastDay(plan.until))}` : ''
  const begins = before(from, today)
    ? `The record has been corrected: you are ${as} since ${date(from)}${until}`
    : `You are ${as} from ${date(from)}${until}`
  const told = new Map<string, string>([
    [next.id, joined ? `${begins}. This replaces the day named before, ${date(joined.from)}` : begins],
  ])
  const ended = [...plan.corrected, ...plan.moved.map(({ span }) => span)]
  for (const span of ended) if (!told.has(span.personId)) told.set(span.personId, endWords(change, span, as, today))
  return [...told].map(([personId, sentence]) => ({
    personId,
    name: personId === next.id ? next.name : nameOf(found, personId),
    sentence,
    finishing: personId !== next.id && before(ended.find((span) => span.personId === personId)!.from, today),
  }))
}

function endWords(change: Changing, span: Span, as: string, today: Day): string {
  const back = goingOn(change, span.id)
  return `${endedWords(change, span, as, today)}${back ? `. From ${date(back.from)} on you are again` : ''}`
}

function endedWords(change: Changing, span: Span, as: string, today: Day): string {
  const first = lost(span, change)
  const last = date(lastDay(first))
  if (!before(span.from, first)) {
    if (before(today, span.from)) return `You will not become ${as} on ${date(span.from)}: that change was taken back`
    return `The record has been corrected: you are no longer named as ${as} from ${date(span.from)} on. What you signed stays signed under your name`
  }
  if (before(first, today))
    return `The record has been corrected: your time as ${as} ended on ${last}. What you signed since then stays signed under your name${mayFinish(first, today)}`
  return `Your time as ${as} ${before(lastDay(first)!, today) ? 'ended' : 'ends'} on ${last}${mayFinish(first, today)}`
}

/** Decision 67: a report that is half written is not cut off. */
const mayFinish = (first: Day, today: Day): string =>
  before(lastOfGrace(first.toString()), today)
    ? ''
    : `. What you have begun, and what waits for you that day, you may finish until ${date(lastOfGrace(first.toString()))}`

/** The sentence to the trainee: from whom to whom. */
export function wordsToTrainee(found: SupervisorsFound, change: Changing, today: Day): string {
  const { kind, next, plan, from } = change
  const after =
    plan.current && plan.current.personId !== next.id ? `, after ${nameOf(found, plan.current.personId)}` : ''
  return before(from, today)
    ? `The record of your supervisors has been corrected: ${next.name} is your ${kindWords[kind]} since ${date(from)}${after}`
    : `${next.name} is your ${kindWords[kind]} from ${date(from)}${after}`
}
