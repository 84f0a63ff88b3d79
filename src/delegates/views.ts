import { guardBox } from '../guard/index.ts'
import type { TextInput } from '../identity/index.ts'
import type { Problems } from '../kit/errors.ts'
import type { Show } from '../kit/http.ts'
import type { GuardBox, Head, Table, Tag } from '../kit/partials.ts'
import { view } from '../kit/render.ts'
import { date, dateTime } from '../kit/ui.ts'
import type { Found, Lent } from './queries.ts'
import { url } from './urls.ts'

declare module '../kit/render.ts' {
  interface Pages {
    'delegates/list': DelegatesPage
  }
}

interface DelegatesPage {
  head: Head
  problems: Problems
  guard: GuardBox | null
  /** For the director. */
  give: { inputs: TextInput[] } | null
  lent: Table | null
  /** Withdrawing: whose, and why. */
  ending: { action: string; who: { value: string; label: string }[]; reason: TextInput; open: boolean } | null
  ready: Table | null
  /** For the delegate: what they are preparing, each with the button that leaves it. */
  left: OneAction[] | null
  begin: { label: string; href: string; why: string }[]
  begun: OneAction[] | null
}

/** One thing with the one button that there is for it. */
interface OneAction {
  label: string
  href: string | null
  at: string
  action: string | null
  button: string
}

declare module '../kit/partials.ts' {
  interface Partials {
    'delegates/one': { p: OneAction }
  }
}

/** For a director: who prepares for them, and what was left ready. For a delegate: what they are preparing. */
export const delegatesPage: Show<Found> = ({ side, zone, lent, prepared, left }, { ctx, actor, typed, problems }) => {
  const today = ctx.today.toString()
  const value = (name: string) => (typed && typeof typed[name] === 'string' ? typed[name] : '')
  const input = (name: string, label: string, more: Partial<TextInput>): TextInput => ({
    ...{ name, label, value: value(name), problem: problems[name] ?? null, ...more },
  })
  const isDirector = side.by === 'director'
  const title = isDirector ? 'Delegates' : `Prepared for ${side.delegate.of}`
  return view(
    'delegates/list',
    {
      head: {
        title,
        sub: isDirector
          ? `Who may prepare for you as ${actor.roleLabel}. They reach what you reach, and sign nothing.`
          : 'What you fill in is kept as you type. Leave it ready, and they find it filled in.',
      },
      problems,
      guard: isDirector ? guardBox({ typed, problems }) : null,
      give: isDirector
        ? {
            inputs: [
              input('email', 'Their address', {
                type: 'email',
                hint: 'The one with which they sign in. You see who it is before anything is given.',
              }),
            ],
          }
        : null,
      lent: lent.length > 0 ? lentTable(lent, today, zone) : null,
      ending: endingOf(lent, today, { value: value('reason'), problem: problems.reason ?? null }),
      ready: isDirector && prepared.length > 0 ? readyTable(prepared, zone) : null,
      left:
        side.by === 'delegate' && left.length > 0
          ? left.map(({ id, label, at, changed }) => ({
              ...{ label, href: null, action: changed ? null : url.back(id), button: 'Take it back to change it' },
              at: `Left ready ${dateTime(at, zone)}${changed ? ` · ${side.delegate.of} has written in it since` : ''}`,
            }))
          : null,
      begin: isDirector ? [] : placesToBegin(side.delegate.of),
      begun: isDirector
        ? null
        : prepared.map(({ id, label, href, at }) => ({
            ...{ label, href, at: `Saved ${dateTime(at, zone)}`, action: url.ready(id) },
            button: `Leave it ready for ${side.delegate.of}`,
          })),
    },
    { title },
  )
}

/** Where a delegate finds what they may fill in. */
const placesToBegin = (of: string): DelegatesPage['begin'] => [
  { label: `Requests to ${of}`, href: '/assess', why: 'Assessments that trainees asked for.' },
  { label: 'Trainees', href: '/trainees', why: `Reports that ${of} writes are under “Appraisals” in each portfolio.` },
]

function endingOf(
  lent: readonly Lent[],
  today: string,
  reason: Pick<TextInput, 'value' | 'problem'>,
): DelegatesPage['ending'] {
  const who = lent
    .filter((one) => !isOver(one, today))
    .map((one) => ({ value: one.id, label: `${one.name}, ${daysOf(one)}` }))
  if (who.length === 0) return null
  return {
    action: url.end,
    who,
    reason: { name: 'reason', label: 'Why', max: 300, ...reason },
    open: Boolean(reason.problem),
  }
}

const isOver = ({ endedAt, last }: Lent, today: string): boolean => endedAt !== null || last < today

const daysOf = ({ from, last }: Lent): string => `${date(from)} to ${date(last)}`

const lentTable = (lent: readonly Lent[], today: string, zone: string): Table => ({
  caption: 'Who prepares for you, the latest first',
  columns: [
    { label: 'Name', card: 'title' },
    { label: 'Days' },
    { label: 'Given on' },
    { label: 'State', card: 'side' },
  ],
  rows: lent.map((one) => ({
    id: one.id,
    name: one.name,
    cells: [
      { text: one.name },
      { text: daysOf(one), quiet: true },
      { text: dateTime(one.givenAt, zone), quiet: true },
      {
        tag: stateOf(one, today),
        hint: one.endedAt ? `${dateTime(one.endedAt, zone)}: ${one.endedReason}` : null,
      },
    ],
  })),
})

function stateOf(one: Lent, today: string): Tag {
  if (one.endedAt) return { words: 'withdrawn', tone: 'stop' }
  if (one.from > today) return { words: 'to come', tone: 'info' }
  return isOver(one, today) ? { words: 'over' } : { words: 'now', tone: 'ok' }
}

/** What was left ready for the director, who opens it. */
const readyTable = (prepared: Found['prepared'], zone: string): Table => ({
  caption: 'Left ready for you',
  columns: [{ label: 'What', card: 'title' }, { label: 'Prepared by' }, { label: 'When', card: 'side' }],
  rows: prepared.map(({ id, label, href, by, at }) => ({
    id,
    name: label,
    cells: [{ text: label, href }, { text: by }, { text: dateTime(at, zone), quiet: true }],
  })),
})
