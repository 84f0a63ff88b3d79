import type { Temporal } from 'temporal-polyfill'
import type { StatusKind } from '../../generated/client.ts'
import { readDay } from '../../kit/inputs.ts'
import { untilAfter } from '../../kit/periods.ts'
import type { PublishedPack } from '../../programmes/index.ts'
import {
  countsOf,
  kinds,
  statusKinds,
  type TimeHistory,
  type TimeWish,
  timeProblems,
  type WishProblems,
} from '../../training/index.ts'

/** What can be recorded in a programme, in the order in which it is offered. */
export const choicesIn = ({ pack }: PublishedPack): readonly { value: string; label: string }[] => [
  { value: 'fte', label: 'Share of full time (FTE)' },
  ...(pack.pack.time?.statuses ?? statusKinds).map((kind) => ({ value: kind, label: kinds[kind].words })),
  { value: 'panel', label: 'Completion: a panel decides the day' },
  { value: 'programme', label: 'Completion: the programme decides the day' },
]

const isKind = (what: string): what is StatusKind => what in kinds

/** What an address asks for: a change, or what is wrong with it. Nothing at all while nothing was asked. */
export interface Read {
  wish: TimeWish | null
  problems: WishProblems
  typed: Readonly<Record<string, string>>
}

const fields = ['what', 'from', 'last', 'percent', 'counts', 'months'] as const

/** Reads a change out of an address. Days as people write them, last days included. */
export function readWish(
  { history, pack, today }: { history: TimeHistory; pack: PublishedPack; today: Temporal.PlainDate },
  query: Record<string, string | undefined>,
): Read {
  const typed = Object.fromEntries(fields.map((key) => [key, (query[key] ?? '').trim()]))
  if (!query.what && !query.from) return { wish: null, problems: {}, typed }
  const problems: WishProblems = {}
  if (!choicesIn(pack).some(({ value }) => value === query.what)) problems.what = 'Choose what changes.'
  const wish = wishOf(typed as Record<(typeof fields)[number], string>, problems)
  if (!wish || Object.keys(problems).length > 0) return { wish: null, problems, typed }
  const wrong = { ...timeProblems(history, wish), ...aheadProblems(wish, today) }
  return Object.keys(wrong).length > 0 ? { wish: null, problems: wrong, typed } : { wish, problems: {}, typed }
}

/** A decision is a fact of its day: what is to be decided later is recorded then. */
function aheadProblems(wish: TimeWish, today: Temporal.PlainDate): WishProblems {
  const decided = wish.what === 'decision' || wish.what === 'extension'
  return decided && wish.decidedOn.since(today).sign > 0
    ? { from: 'That day is to come: record the decision once it is made.' }
    : {}
}

function wishOf(typed: Record<(typeof fields)[number], string>, problems: WishProblems): TimeWish | null {
  const { what } = typed
  const from = dayIn(typed.from)
  if (!from) problems.from = typed.from ? notADay : 'Enter the first day.'
  if (what === 'fte') return fteOf(typed.percent, from, problems)
  if (what === 'panel' || what === 'programme') return decisionOf(what, typed, from, problems)
  const last = dayIn(typed.last)
  if (!last) problems.last = typed.last ? notADay : 'Enter the last day, or the expected one.'
  const decided = typed.counts ? whole(typed.counts, 0, 100) : null
  if (typed.counts && decided === null) problems.counts = 'Enter a whole per cent from 0 to 100.'
  if (!isKind(what) || !from || !last) return null
  if (decided !== null && !kinds[what].decided && decided !== kinds[what].counts)
    problems.counts = `${kinds[what].words}: ${kinds[what].counts} % counts. Leave this empty.`
  const until = untilAfter(last)
  return { what: 'status', kind: what, from, until, ...countsOf(what, from, until, decided) }
}

function fteOf(text: string, from: Temporal.PlainDate | null, problems: WishProblems): TimeWish | null {
  const percent = whole(text, 1, 100)
  if (percent === null) problems.percent = 'Enter a whole per cent from 1 to 100.'
  return from && percent !== null ? { what: 'fte', from, percent } : null
}

function decisionOf(
  decider: 'panel' | 'programme',
  { last: lastTyped, months: typed }: Record<(typeof fields)[number], string>,
  decidedOn: Temporal.PlainDate | null,
  problems: WishProblems,
): TimeWish | null {
  const last = dayIn(lastTyped)
  const months = typed ? whole(typed, 1, 60) : null
  if (typed && months === null) problems.months = 'Enter whole months from 1 to 60.'
  if (lastTyped && !last) problems.last = notADay
  if (!typed && !lastTyped) problems.last = 'Enter the last day in training, or months of extension.'
  if (last && months !== null) problems.months = 'Enter the last day or months of extension, not both.'
  if (!decidedOn) return null
  if (last) return { what: 'decision', decider, decidedOn, until: untilAfter(last) }
  return months === null ? null : { what: 'extension', decider, decidedOn, months }
}

const notADay = 'Enter a real date, such as 4 Aug 2026.'
const dayIn = (text: string) => (text ? readDay(text) : null)

function whole(text: string, least: number, most: number): number | null {
  const number = /^\d{1,3}$/.test(text.replace(/\s*%$/, '')) ? Number.parseInt(text, 10) : null
  return number !== null && least <= number && number <= most ? number : null
}
