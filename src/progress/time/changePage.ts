import type { Temporal } from 'temporal-polyfill'
import { guardBox } from '../../guard/index.ts'
import type { Problems } from '../../kit/errors.ts'
import { Forbidden } from '../../kit/errors.ts'
import type { Show } from '../../kit/http.ts'
import type { GuardBox, Head, Table } from '../../kit/partials.ts'
import { lastDay } from '../../kit/periods.ts'
import { type View, view } from '../../kit/render.ts'
import { date, list } from '../../kit/ui.ts'
import { isRefusal } from '../../policy/index.ts'
import { firstDayOf, isBefore, statusKinds, type TimeWish } from '../../training/index.ts'
import { progressPolicy } from '../policy.ts'
import { figure } from '../rules/status.ts'
import { standing } from '../views/words.ts'
import type { ChangeFound } from './find.ts'
import { choicesIn } from './form.ts'
import { daysWords, workingTable } from './page.ts'
import type { TimePreview } from './preview.ts'
import { timeUrl, wishWords } from './words.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'progress/time-change': ChangePage
  }
}
declare module '../../kit/partials.ts' {
  interface Partials {
    'progress/time-preview': { p: PreviewShown }
  }
}

interface Input {
  value: string
  problem: string | null
}

interface ChangePage {
  head: Head
  problems: Problems
  ask: {
    action: string
    what: { value: string; label: string; chosen: boolean }[]
    whatProblem: string | null
    from: Input
    last: Input
    percent: Input
    counts: Input
    months: Input
    shown: { last: string; percent: string; counts: string; months: string }
  } | null
  preview: PreviewShown | null
  confirm: {
    action: string
    token: string
    reason: Input
    guard: GuardBox | null
    submit: string
    stop: boolean
  } | null
  back: string
}

/** What a change would do, as it is read before anybody confirms it. */
export interface PreviewShown {
  words: string
  completion: string
  past: string | null
  rare: string | null
  /** Said where training would end within the time that is asked for. */
  within: string | null
  /** Said where due dates pass the next review, which stays. */
  review: string | null
  /** Said where a stage would no longer begin before training ends. */
  unreached: string | null
  /** How the new day comes about; null where it stays. */
  working: Table | null
  dueDates: Table | null
  counts: Table | null
  /** Longer tables than so many rows are folded, so that what follows is in sight. */
  few: number
  nothing: string | null
}

const onlyFor = (...values: readonly string[]) => `what=${values.join('|')}`
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Asks for a change, shows what it would do, and asks to confirm exactly that. */
export const changePage: Show<ChangeFound> = (found, { actor, ctx, typed, problems }): View => {
  const may = progressPolicy.actions.keepTime(actor, found)
  if (isRefusal(may)) throw new Forbidden(may)
  const { portfolio, read, preview } = found
  const withdrawing = read.wish?.what === 'withdraw'
  // A link that brings the days alone has asked for nothing yet.
  const missing = withdrawing || ctx.query.what !== undefined ? read.problems : {}
  const asked = { ...missing, ...problems }
  const input = (key: 'from' | 'last' | 'percent' | 'counts' | 'months'): Input => ({
    value: read.typed[key] ?? '',
    problem: asked[key] ?? null,
  })
  const title = withdrawing ? 'Withdraw it from the record' : 'Record a change of training time'
  const query = new URLSearchParams(Object.entries(read.typed).filter(([, value]) => value !== ''))
  return view(
    'progress/time-change',
    {
      head: {
        title,
        sub: `${portfolio.name}, ${portfolio.programme}`,
        over: { link: { label: 'Training time', href: timeUrl.page(portfolio.id) }, text: null },
      },
      problems: asked,
      ask: withdrawing
        ? null
        : {
            action: timeUrl.change(portfolio.id),
            what: choicesIn(found.pack).map((one) => ({ ...one, chosen: one.value === (read.typed.what || 'fte') })),
            whatProblem: asked.what ?? null,
            ...{ from: input('from'), last: input('last'), percent: input('percent') },
            ...{ counts: input('counts'), months: input('months') },
            shown: {
              last: onlyFor(...statusKinds, 'panel', 'programme'),
              percent: onlyFor('fte'),
              counts: onlyFor('oopt', 'oopr', 'oopp', 'actingUp'),
              months: onlyFor('panel', 'programme'),
            },
          },
      preview: preview && read.wish && previewShown(found, preview, read.wish),
      confirm:
        preview && read.wish
          ? {
              action: withdrawing
                ? timeUrl.withdraw(portfolio.id, ctx.params.eventId ?? '')
                : `${timeUrl.change(portfolio.id)}?${query}`,
              token: preview.after.toString(),
              reason: { value: text(typed?.reason), problem: problems.reason ?? null },
              guard: guardBox({ typed, problems }),
              submit: withdrawing ? 'Withdraw it' : 'Record it',
              stop: withdrawing,
            }
          : null,
      back: timeUrl.page(portfolio.id),
    },
    { title, ...(Object.keys(missing).length > 0 ? { status: 422 } : {}) },
  )
}

/** Below this share only exceptionally, with a reason (decision 54). */
const USUAL_LEAST = 50

/** A preview in the words of its page; the same for who asks and who decides. */
export function previewShown(
  { history, today }: Pick<ChangeFound, 'history' | 'today'>,
  preview: TimePreview,
  wish: TimeWish,
): PreviewShown {
  const { before, after, dueDates, counts, unreached } = preview
  const moves = dueDates.length + counts.length > 0
  const days = before.until(after, { largestUnit: 'days' }).days
  const past = firstDayOf(history, wish).since(today).sign < 0
  return {
    words: wishWords(wish, history),
    completion:
      days === 0
        ? `The expected last day in training stays ${date(lastDay(after))}.`
        : `The expected last day in training moves from ${date(lastDay(before))} to ${date(lastDay(after))} (${daysWords(days)}).`,
    past:
      past && (moves || days !== 0)
        ? 'This changes days that have passed: what was due and what counted then is worked out again.'
        : null,
    rare:
      wish.what === 'fte' && wish.percent < USUAL_LEAST
        ? `Less than ${USUAL_LEAST} % of full time is an exception: say in the reason what makes it one.`
        : null,
    within: endsWithin(wish, after),
    review: passesReview(preview, today),
    unreached: unreached.length > 0 ? unreachedWords(unreached) : null,
    working: days === 0 ? null : workingTable(preview.lines),
    dueDates: dueDates.length > 0 ? datesTable(preview) : null,
    counts: counts.length > 0 ? countsTable(preview) : null,
    few: 8,
    nothing: moves ? null : 'No due date moves, and no count changes.',
  }
}

/** Part of such time counts, and enough of it may be done before it is over. */
function endsWithin(wish: TimeWish, after: Temporal.PlainDate): string | null {
  if (wish.what !== 'status' || wish.kind === 'grace') return null
  if (!isBefore(wish.from, after) || !isBefore(after, wish.until)) return null
  return `Training would be complete on ${date(lastDay(after))}, before this time is over on ${date(lastDay(wish.until))}: ask the programme whether that is meant, or apply for a shorter time.`
}

/** Due dates follow the training year; the review is by the calendar and stays (domain 7.1). */
function passesReview({ reviewOn, dueDates }: TimePreview, today: Temporal.PlainDate): string | null {
  if (!reviewOn || isBefore(reviewOn, today)) return null
  const passing = dueDates.some(({ before, after }) => !isBefore(reviewOn, before) && isBefore(reviewOn, after))
  return passing
    ? `The review on ${date(reviewOn)} stays: it looks at what there is by then. What moves is due at the end of the training year, which comes later.`
    : null
}

const unreachedWords = (stages: TimePreview['unreached']): string =>
  `${list(stages.map(({ title, from }) => `${title} (from ${date(from)})`))} would not begin before training ends: nothing that it asks for could be met. Choose a later day if that is not what was decided.`

function datesTable({ dueDates }: TimePreview): Table {
  return {
    caption: 'Due dates that move',
    columns: [{ label: 'Requirement', card: 'title' }, { label: 'Due now' }, { label: 'Due then', card: 'side' }],
    rows: dueDates.map(({ rule, before, after }) => ({
      id: rule.id,
      name: rule.title,
      cells: [{ text: rule.title }, { text: date(before) }, { text: date(after) }],
    })),
  }
}

function countsTable({ counts }: TimePreview): Table {
  const words = (one: TimePreview['counts'][number]['before']) =>
    `${figure(one.have)} of ${figure(one.need)}, ${standing(one).words.toLowerCase()}`
  return {
    caption: 'Requirements that read otherwise',
    columns: [{ label: 'Requirement', card: 'title' }, { label: 'Now' }, { label: 'Then' }],
    rows: counts.map(({ rule, before, after }) => ({
      id: rule.id,
      name: rule.title,
      cells: [{ text: rule.title }, { text: words(before) }, { text: words(after) }],
    })),
  }
}
