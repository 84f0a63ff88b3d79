import { guardBox } from '../../guard/index.ts'
import type { TextInput } from '../../identity/index.ts'
import type { Problems } from '../../kit/errors.ts'
import type { Show } from '../../kit/http.ts'
import type { Figure, GuardBox, Head, Lock, Table } from '../../kit/partials.ts'
import { lastDay, plainDate } from '../../kit/periods.ts'
import { type View, view } from '../../kit/render.ts'
import { date, dateTime, plural } from '../../kit/ui.ts'
import { isRefusal } from '../../policy/index.ts'
import { kinds as statusKinds } from '../time/index.ts'
import { url } from '../urls.ts'
import type { CountedLine } from './count.ts'
import type { AbsencesFound } from './find.ts'
import { flagWords, mayKeep } from './keep.ts'

interface AbsencesPage {
  head: Head
  flag: string | null
  kpis: Figure[]
  table: Table | null
  history: Table | null
  /** What may be taken back. */
  entries: { id: string; words: string; action: string }[]
  lock: Lock | null
  problems: Problems
  action: string
  kind: { options: [string, string][]; chosen: string; problem: string | null }
  inputs: TextInput[]
  guard: GuardBox | null
}

declare module '../../kit/render.ts' {
  interface Pages {
    'training/absences': AbsencesPage
  }
}

/** B8: days away, their sums, and the flag with its working. */
export const absencesPage: Show<AbsencesFound> = (found, { actor, typed, problems }): View => {
  const { portfolio, rule, sums, absences } = found
  const own = actor.personId === portfolio.personId
  const may = mayKeep(actor, found)
  const text = (name: string) => (typeof typed?.[name] === 'string' ? (typed[name] as string) : '')
  const label = ({ kind, status }: Pick<CountedLine, 'kind' | 'status'>) =>
    status
      ? statusKinds[kind as keyof typeof statusKinds].words
      : (rule.kinds.find(({ key }) => key === kind)?.label ?? kind)
  const input = (name: string, words: string, more: Partial<TextInput> = {}): TextInput => ({
    ...{ name, label: words, value: text(name), problem: problems[name] ?? null, ...more },
  })
  const standing = absences.filter(({ withdrawnAt }) => withdrawnAt === null)
  const since = sums.sinceReview ? 'since the last review' : `in ${rule.review.months} months`
  return view(
    'training/absences',
    {
      head: {
        title: 'Days away',
        sub: `Whole working days, ${since}, from ${date(sums.since)}. From ${rule.review.days} on a review looks at them; nothing else follows by itself.`,
        over: own
          ? { link: { label: 'Training time', href: `/portfolios/${portfolio.id}/time` }, text: null }
          : {
              link: { label: portfolio.name, href: `/portfolios/${portfolio.id}` },
              text: `You see this as ${actor.roleLabel}`,
            },
      },
      flag: sums.reached ? flagWords(sums, rule) : null,
      kpis: kpisOf(found),
      table: sums.lines.length > 0 ? linesTable(sums.lines, label) : null,
      history: absences.length > standing.length ? historyTable(found, label) : null,
      entries:
        may === true
          ? standing.slice(0, 50).map(({ id, kind, from, until }) => ({
              id,
              words: `${label({ kind, status: false })}, ${date(plainDate(from))} to ${date(lastDay(plainDate(until)))}`,
              action: url.withdrawAbsence(portfolio.id, id),
            }))
          : [],
      lock: isRefusal(may) && own ? { what: null, words: may.reason, remedy: may.remedy ?? null, alone: true } : null,
      problems,
      action: url.absences(portfolio.id),
      kind: {
        options: may === true ? rule.kinds.map(({ key, label: words }) => [key, words]) : [],
        chosen: text('kind'),
        problem: problems.kind ?? null,
      },
      inputs: [
        input('from', 'First day', { type: 'date', width: 'w-date' }),
        input('last', 'Last day', { type: 'date', width: 'w-date' }),
        input('days', 'Whole working days', {
          ...{ optional: true, inputmode: 'numeric', width: 'w-number', max: 3 },
          hint: 'Empty: all Mondays to Fridays of that time. Fewer for part-time or holidays.',
        }),
      ],
      guard: guardBox({ typed, problems }),
    },
    { title: 'Days away' },
  )
}

function kpisOf({ sums, rule }: AbsencesFound): Figure[] {
  const byKind = new Map<string, number>()
  for (const { kind, status, days, counts } of sums.lines)
    if (counts) {
      const words = status
        ? statusKinds[kind as keyof typeof statusKinds].words
        : (rule.kinds.find(({ key }) => key === kind)?.label ?? kind)
      byKind.set(words, (byKind.get(words) ?? 0) + days)
    }
  return [
    {
      label: 'Counted',
      value: plural(sums.total, 'day'),
      tone: sums.reached ? 'warn' : 'ok',
      hint: sums.reached ? 'A review looks at them' : `A review from ${rule.review.days} on`,
    },
    ...[...byKind].slice(0, 3).map(([label, days]): Figure => ({ label, value: plural(days, 'day') })),
  ]
}

const linesTable = (lines: readonly CountedLine[], label: (line: CountedLine) => string): Table => ({
  caption: 'What is counted',
  columns: [
    { label: 'What', card: 'title' },
    { label: 'From' },
    { label: 'To' },
    { label: 'Days in the span', number: true },
    { label: 'Counts', card: 'side' },
  ],
  rows: lines.map((line) => ({
    id: line.id,
    name: label(line),
    cells: [
      { text: label(line), hint: line.status ? 'from training time' : null },
      { text: date(line.from) },
      { text: date(lastDay(line.until)) },
      { text: String(line.days) },
      { tag: line.counts ? { words: 'counts', tone: 'warn' } : { words: 'does not count', tone: 'plain' } },
    ],
  })),
})

const historyTable = (
  { absences, portfolio }: AbsencesFound,
  label: (line: Pick<CountedLine, 'kind' | 'status'>) => string,
): Table => ({
  caption: 'Taken back',
  columns: [{ label: 'What', card: 'title' }, { label: 'Days' }, { label: 'Taken back' }, { label: 'Why' }],
  rows: absences
    .filter(({ withdrawnAt }) => withdrawnAt !== null)
    .map((one) => ({
      id: one.id,
      name: label({ kind: one.kind, status: false }),
      cells: [
        { text: label({ kind: one.kind, status: false }) },
        { text: `${date(plainDate(one.from))} to ${date(lastDay(plainDate(one.until)))}` },
        { text: dateTime(one.withdrawnAt!, portfolio.timeZone), hint: one.withdrawnByName },
        { text: one.withdrawnReason, quiet: true },
      ],
    })),
})
