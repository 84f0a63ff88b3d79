import { guardBox } from '../../guard/index.ts'
import type { Problems } from '../../kit/errors.ts'
import type { Show } from '../../kit/http.ts'
import type { Action, Fact, GuardBox, Head, Plot, Table, Tag } from '../../kit/partials.ts'
import { lastDay } from '../../kit/periods.ts'
import { type View, view } from '../../kit/render.ts'
import { date, dateTime } from '../../kit/ui.ts'
import { isRefusal } from '../../policy/index.ts'
import {
  accrued,
  type CompletionLine,
  completionOf,
  kinds,
  postUrl,
  stretchesOf,
  stretchOn,
} from '../../training/index.ts'
import { isOwner, progressPolicy } from '../policy.ts'
import type { TimeFound } from './find.ts'
import { plotOf } from './plot.ts'
import { stagesTable, stretchesTable } from './tables.ts'
import { rulingsWanted, unplacedTable } from './unplaced.ts'
import { eventTitle, eventWhy, recordedWords, timeUrl, wholeDays } from './words.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'progress/time': TimePage
  }
}

interface AwayShown {
  title: string
  why: string
  tag: Tag
  allow: { action: string; id: string; value: string; problem: string | null; guard: GuardBox | null } | null
}

interface TimePage {
  head: Head
  today: Fact[]
  looks: { words: string; hint: string; action: Action | null }[]
  stretches: Table
  unplaced: Table | null
  stages: Table | null
  working: Table
  changes: Table | null
  moved: Table | null
  withdrawn: Table | null
  problems: Problems
  away: AwayShown[]
  plot: Plot
  note: string
}

/** Training time, line by line: what counts and why, what each stage has, and how the day of completion comes about. */
export const timePage: Show<TimeFound> = (found, { actor, ctx, typed, problems }): View => {
  const { portfolio } = found
  const own = isOwner(actor, portfolio)
  const may = !isRefusal(progressPolicy.actions.keepTime(actor, found))
  const title = own ? 'Your training time' : `Training time: ${portfolio.name}`
  // Why somebody was away is theirs and the office's; others read what and when.
  const words = own || may
  return view(
    'progress/time',
    {
      head: {
        title,
        sub: `${portfolio.programme}: what counts, why, and when training ends`,
        tags: tagsOf(found),
        over: own
          ? null
          : {
              link: { label: portfolio.name, href: `/portfolios/${portfolio.id}` },
              text: `You see this as ${actor.roleLabel}`,
            },
        actions: [
          ...(found.pack.pack.pack.absence
            ? [{ label: 'Days away', href: postUrl.absences(portfolio.id), kind: 'quiet' as const }]
            : []),
          ...(may
            ? [
                {
                  label: 'Record a change',
                  href: timeUrl.change(portfolio.id),
                  kind: 'main' as const,
                  icon: 'plus-lg' as const,
                },
              ]
            : own && found.pack.pack.applications
              ? [
                  {
                    label: 'Apply for a change',
                    href: '/applications/new',
                    kind: 'main' as const,
                    icon: 'plus-lg' as const,
                  },
                ]
              : []),
        ],
      },
      today: todayOf(found),
      looks: found.moved
        .filter(({ look, lookedAt }) => look && !lookedAt && may)
        .map((row) => ({
          words: row.look!,
          hint: `Completion moved from ${last(row.before)} to ${last(row.until)} on ${dateTime(row.at, portfolio.timeZone)}.`,
          action: { label: 'I have seen to it', href: timeUrl.looked(portfolio.id, row.id), kind: 'main', post: {} },
        })),
      stretches: stretchesTable(found),
      unplaced: unplacedTable(found, actor, may),
      stages: found.stages.length > 0 ? stagesTable(found) : null,
      working: workingTable(completionOf(found.history).lines),
      changes: changesTable(found, may, words),
      moved: movedTable(found, words),
      withdrawn: withdrawnTable(found, words),
      plot: plotOf(found),
      problems,
      away: awayShown(found, may, { recordId: ctx.params.recordId ?? null, typed, problems }),
      note: noteOf(found),
    },
    { title },
  )
}

/** Whose the day of completion is: reckoned, or decided, and by whom. */
function noteOf({ history, recorded, portfolio }: TimeFound): string {
  const decision = history.decisions.toSorted((a, b) => a.decidedOn.since(b.decidedOn).sign).at(-1)
  if (!decision) return 'The day of completion is indicative until a panel or the programme decides it.'
  const { decider, decidedOn, until } = decision
  const kept = recorded.get(decision.id)
  const by = kept ? `, recorded by ${kept.by} on ${dateTime(kept.at, portfolio.timeZone)}` : ''
  return `Decided by ${decider === 'panel' ? 'a panel' : 'the programme'} on ${date(decidedOn)}: ${date(lastDay(until))}${by}. What changes later moves it on.`
}

/** What somebody of the programme is to look at. */
function tagsOf(found: TimeFound): Tag[] {
  const { absent, portfolio } = found
  const away = { words: `${absent} days away: review wanted`, tone: 'warn' as const }
  return [
    ...(absent === null ? [] : [{ ...away, href: postUrl.absences(portfolio.id) }]),
    ...(rulingsWanted(found) === 0
      ? []
      : [{ words: 'days not in an approved post', tone: 'warn' as const, href: '#unplaced' }]),
  ]
}

/** Records from time away: whether they count, who let them, and where the office can. */
function awayShown(
  { inTimeAway, pack, portfolio }: TimeFound,
  may: boolean,
  { recordId, typed, problems }: { recordId: string | null; typed: Record<string, unknown> | null; problems: Problems },
): AwayShown[] {
  return inTimeAway.map(({ id, formKey, occurredOn, allowed }) => {
    const here = recordId === id
    return {
      title: `${pack.form(formKey)?.title ?? formKey}, ${date(occurredOn.toISOString().slice(0, 10))}`,
      why: allowed ? `Allowed by ${allowed.by}: ${allowed.reason}` : 'It is dated in time away, so it does not count.',
      tag: allowed ? { words: 'counts', tone: 'ok' } : { words: 'does not count', tone: 'warn' },
      allow:
        may && !allowed
          ? {
              action: timeUrl.allow(portfolio.id, id),
              id: here && problems.reason ? 'reason' : `reason-${id}`,
              value: here && typeof typed?.reason === 'string' ? typed.reason : '',
              problem: here ? (problems.reason ?? null) : null,
              guard: here ? guardBox({ typed, problems }) : null,
            }
          : null,
    }
  })
}

const last = (until: Date) => date(new Date(until.getTime() - 86_400_000).toISOString().slice(0, 10))

function todayOf({ history, today, portfolio }: TimeFound): Fact[] {
  const stretches = stretchesOf(history)
  const now = stretchOn(stretches, today)
  const { until } = completionOf(history)
  const status = now?.status ? history.statuses.find(({ id }) => id === now.status!.id) : null
  const total = accrued(stretches, history.startsOn, until)
  return [
    {
      label: 'Today',
      value: status ? `${kinds[status.kind].words}, until ${date(lastDay(status.until))}` : 'In training',
    },
    { label: 'Share of full time', value: `${now?.percent ?? portfolio.ftePercent} %` },
    {
      label: 'Counted so far',
      value: `${wholeDays(accrued(stretches, history.startsOn, today))} of ${wholeDays(total)} whole-time days`,
    },
    { label: 'Expected last day in training', value: date(lastDay(until)) },
  ]
}

/** How the day of completion comes about, event by event. */
export function workingTable(lines: readonly CompletionLine[]): Table {
  return {
    caption: 'How the day of completion comes about, in the order of days',
    columns: [
      { label: 'What', card: 'title' },
      { label: 'From' },
      { label: 'Adds', number: true },
      { label: 'Last day in training', card: 'side' },
    ],
    rows: lines.map(({ event, on, adds, until }, index) => ({
      id: String(index),
      name: eventTitle(event),
      cells: [
        { text: eventTitle(event), hint: eventWhy(event) },
        { text: date(on) },
        { text: daysWords(adds) },
        { text: date(lastDay(until)) },
      ],
    })),
  }
}

/** "+485 days", "no change". */
export const daysWords = (adds: number): string =>
  adds === 0 ? 'no change' : `${adds > 0 ? '+' : '−'}${Math.abs(adds)} ${Math.abs(adds) === 1 ? 'day' : 'days'}`

function changesTable({ history, recorded, portfolio }: TimeFound, may: boolean, words: boolean): Table | null {
  const events = [...history.statuses, ...history.fte, ...history.decisions]
  if (events.length === 0) return null
  const rows = events.flatMap(({ id }) => {
    const row = recorded.get(id)
    return row ? [{ ...row, title: recordedWords(history, id) }] : []
  })
  return {
    caption: 'What is on record, the latest entry first',
    columns: [
      { label: 'What', card: 'title' },
      { label: 'Recorded' },
      { label: 'Why' },
      ...(may ? [{ label: '', card: 'side' as const }] : []),
    ],
    rows: rows
      .toSorted((a, b) => b.at.getTime() - a.at.getTime())
      .map((row) => ({
        id: row.id,
        name: row.title,
        cells: [
          { text: row.title },
          { text: dateTime(row.at, portfolio.timeZone), hint: row.by },
          { text: words ? row.reason : 'Known to the programme office', quiet: true },
          ...(may ? [{ text: 'Withdraw', href: timeUrl.withdraw(portfolio.id, row.id) }] : []),
        ],
      })),
  }
}

function movedTable({ moved, portfolio }: TimeFound, words: boolean): Table | null {
  if (moved.length === 0) return null
  return {
    caption: 'Every change of the day of completion, the latest first; nothing is ever removed from it',
    columns: [
      { label: 'Last day in training', card: 'title' },
      { label: 'Before' },
      { label: 'Changed' },
      { label: 'Why' },
    ],
    rows: moved.map((row) => ({
      id: row.id,
      name: last(row.until),
      cells: [
        { text: last(row.until), ...(row.look ? { hint: row.look } : {}) },
        { text: last(row.before) },
        { text: dateTime(row.at, portfolio.timeZone), hint: row.by },
        {
          text: words ? row.because : 'Known to the programme office',
          quiet: true,
          hint:
            row.lookedBy && row.lookedAt
              ? `Seen to by ${row.lookedBy}, ${date(row.lookedAt.toISOString().slice(0, 10))}`
              : null,
        },
      ],
    })),
  }
}

function withdrawnTable({ withdrawn, portfolio }: TimeFound, words: boolean): Table | null {
  if (withdrawn.length === 0) return null
  const title = (row: TimeFound['withdrawn'][number]) => {
    const from = date(row.from.toISOString().slice(0, 10))
    if (row.what === 'fte') return `${row.percent} % of full time from ${from}`
    return `${row.what === 'status' ? kinds[row.kind as keyof typeof kinds].words : 'A decided day of completion'} from ${from}`
  }
  return {
    caption: 'What was withdrawn',
    columns: [{ label: 'Was', card: 'title' }, { label: 'Withdrawn' }, { label: 'Why' }],
    rows: withdrawn.map((row) => ({
      id: row.id,
      name: title(row),
      cells: [
        { text: title(row) },
        { text: dateTime(row.withdrawn!.at, portfolio.timeZone), hint: row.withdrawn!.by },
        { text: words ? row.withdrawn!.reason : 'Known to the programme office', quiet: true },
      ],
    })),
  }
}
