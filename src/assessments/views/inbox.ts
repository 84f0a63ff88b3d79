import { preparedTags } from '../../evidence/index.ts'
import { dateIn, fromJsDate } from '../../kit/clock.ts'
import type { Shown } from '../../kit/http.ts'
import type { Action, Chip, Head, Pager, Table, TodoRow } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import { date, plural } from '../../kit/ui.ts'
import { lastDayOf } from '../../kit/window.ts'
import type { Delegate } from '../../policy/index.ts'
import type { PublishedPack } from '../../programmes/index.ts'
import { minutesFor } from '../effort.ts'
import { type History, historyPageSize } from '../history.ts'
import { type Inbox, type InboxRow, inboxPageSize, soonDays, type WaitingElsewhere } from '../inbox.ts'
import { stateWords } from '../states.ts'

/** The requests of one trainee. */
export interface InboxGroup {
  id: string
  trainee: string
  hint: string
  /** Where they have several: begins with the first and leads from each to the next. */
  sitting: Action | null
  rows: TodoRow[]
}

export interface InboxPage {
  head: Head
  chips: Chip[]
  groups: InboxGroup[]
  pager: Pager | null
  elsewhere: TodoRow[]
  /** Said where nothing is shown. */
  empty: { title: string; why: string } | null
}

export interface HistoryPage {
  head: Head
  q: string
  table: Table | null
  pager: Pager
  empty: { title: string; why: string }
}

declare module '../../kit/render.ts' {
  interface Pages {
    'assessments/inbox': InboxPage
    'assessments/history': HistoryPage
  }
}

declare module '../../kit/partials.ts' {
  interface Partials {
    'assessments/group': { p: InboxGroup }
  }
}

/** What waits for a person as an assessor, whichever of their roles they act in, and what waits in their other parts. */
export function inboxPage(inbox: Inbox, { ctx, actor }: Shown): View {
  const { counts, elsewhere, rows, delegate } = inbox
  const title = `Requests to ${delegate?.of ?? 'you'}`
  return view(
    'assessments/inbox',
    {
      head: {
        title,
        sub: delegate
          ? preparingWords(delegate)
          : 'What trainees asked you for, in all of your programmes and roles. The mails you got lead to the same forms.',
        actions:
          counts.completed > 0 && !delegate
            ? [{ label: `What I completed (${counts.completed})`, href: '/assess/history', icon: 'clock-history' }]
            : [],
      },
      chips: chipsOf(inbox),
      groups: groupsOf(inbox, ctx.now),
      pager: inbox.total > inboxPageSize || inbox.page > 1 ? pagerOf(inbox) : null,
      elsewhere: elsewhere.map((row) => elsewhereRow(row, actor.roleKey)),
      empty: rows.length === 0 ? emptyOf(inbox) : null,
    },
    { title },
  )
}

/** C15: what a delegate finds here, and what becomes of it. */
const preparingWords = ({ of }: Delegate) =>
  `What trainees asked ${of} for and you may fill in, in the role that is lent to you. You leave it ready; ${of} reads it and signs, or declines.`

function emptyOf({ counts, show, programme, page, delegate }: Inbox): NonNullable<InboxPage['empty']> {
  if (counts.all === 0 && delegate)
    return {
      title: 'Nothing to prepare',
      why: `When a trainee asks ${delegate.of} for an assessment that you may fill in, it appears here.`,
    }
  if (counts.all === 0)
    return {
      title: 'Nothing waits for you',
      why: 'When a trainee asks you for an assessment, it appears here and in your mail.',
    }
  const why = `${plural(counts.all, 'request')} in all: take the filter away to see them.`
  if (page > 1) return { title: 'Nothing on this page', why: `There are ${plural(counts.all, 'request')} before it.` }
  if (show === 'soon' && !programme) return { title: `Nothing runs out within ${soonDays} days`, why }
  return { title: 'Nothing here', why }
}

const addressOf = (query: Record<string, string | null>): string => {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== null)
  return given.length > 0 ? `/assess?${new URLSearchParams(given)}` : '/assess'
}

/** Filters, where one would narrow something. */
function chipsOf({ counts, show, programme }: Inbox): Chip[] {
  const chip = (key: Inbox['show'], label: string, count: number): Chip[] =>
    count > 0 || show === key
      ? [{ label, href: addressOf({ show: key, programme }), current: show === key, count }]
      : []
  const all: Chip = {
    label: 'All',
    href: '/assess',
    current: show === 'all' && programme === null,
    count: counts.all,
  }
  const programmes = counts.programmes.length > 1 ? counts.programmes : []
  const narrower = [
    ...chip('soon', `Run out within ${soonDays} days`, counts.soon),
    ...chip('started', 'Begun', counts.started),
    ...programmes.map(({ id, name, count }) => ({
      label: name,
      href: addressOf({ show: show === 'all' ? null : show, programme: id }),
      current: programme === id,
      count,
    })),
  ]
  return narrower.length > 0 ? [all, ...narrower] : []
}

function pagerOf({ show, programme, page, rows, total }: Inbox): Pager {
  const from = (page - 1) * inboxPageSize
  const to = (number: number) =>
    addressOf({ show: show === 'all' ? null : show, programme, page: number > 1 ? String(number) : null })
  return {
    from: rows.length > 0 ? from + 1 : 0,
    to: rows.length > 0 ? from + rows.length : 0,
    total: rows.length > 0 ? total : null,
    previous: page > 1 ? to(page - 1) : null,
    next: from + rows.length < total ? to(page + 1) : null,
  }
}

function groupsOf(inbox: Inbox, now: Shown['ctx']['now']): InboxGroup[] {
  const ids = [...new Set(inbox.rows.map(({ traineeId }) => traineeId))]
  return ids.map((id) => {
    const rows = inbox.rows.filter(({ traineeId }) => traineeId === id)
    const first = rows[0]!
    const { ofTrainee } = first
    const minutes = rows.reduce((sum, row) => sum + minutesOf(inbox.packs, row), 0)
    return {
      id: `t-${id.slice(0, 13)}`,
      trainee: first.trainee,
      hint: [
        [...new Set(rows.map(({ programme }) => programme))].join(', '),
        first.place > 1 ? `goes on from the page before, ${ofTrainee} in all` : null,
      ]
        .filter(Boolean)
        .join(' · '),
      sitting:
        rows.length > 1
          ? {
              label: `All ${rows.length} in one sitting, about ${minutes} min`,
              href: `/assess/${first.id}`,
              kind: 'quiet',
            }
          : null,
      rows: rows.map((row) => waitingRow(inbox, row, now)),
    }
  })
}

type Packs = ReadonlyMap<string, PublishedPack>

const formOf = (packs: Packs, row: { packVersionId: string; formKey: string }) =>
  packs.get(row.packVersionId)?.form(row.formKey)

function minutesOf(packs: Packs, row: InboxRow): number {
  const form = formOf(packs, row)
  return form ? minutesFor(form) : 3
}

function waitingRow({ packs, delegate }: Inbox, row: InboxRow, now: Shown['ctx']['now']): TodoRow {
  const form = formOf(packs, row)
  const short = form?.short ?? 'Form'
  const about = row.title === form?.title || row.title === short ? null : row.title
  const today = dateIn(now, row.timeZone)
  const last = lastDayOf(row.expiresAt, row.timeZone)
  const end = dateIn(fromJsDate(row.expiresAt).subtract({ milliseconds: 1 }), row.timeZone)
  const { days } = today.until(end)
  const runsOut =
    days <= 0 ? 'today is its last day' : days <= soonDays ? `${plural(days, 'day')} left` : `until ${last}`
  return {
    icon: 'clipboard-check',
    tone: days <= soonDays ? 'warn' : 'accent',
    title: about ? `${short}: ${about}` : short,
    tags: [...[stateWords(row.state)].filter(({ words }) => words === 'Started'), ...preparedTags(row.preparedBy)],
    why: `asked ${date(dateIn(fromJsDate(row.sentAt), row.timeZone))} · ${runsOut} · about ${minutesOf(packs, row)} min`,
    action: {
      label: verbFor(row, delegate !== null),
      href: `/assess/${row.id}`,
      kind: 'main',
    },
  }
}

function verbFor({ preparedBy, state }: InboxRow, prepares: boolean): string {
  if (prepares) return 'Prepare'
  if (preparedBy) return 'Read and sign'
  return state === 'started' ? 'Go on' : 'Complete'
}

/** In another role the button switches to it, and the page says so. */
function elsewhereRow(row: WaitingElsewhere, roleKey: string): TodoRow {
  const here = row.roleKey === roleKey
  const icons = {
    appraisal: 'calendar-event',
    signOff: 'check2-circle',
    confirm: 'patch-check',
    round: 'people',
    application: 'calendar-event',
    correction: 'pencil',
    review: 'eye',
  } as const
  const kind = row.kind === 'confirm' ? 'quiet' : 'main'
  return {
    icon: icons[row.kind],
    tone: 'info',
    title: row.title,
    tags: here ? [] : [{ words: `as ${row.roleLabel}`, tone: 'plain' }],
    why: row.why,
    action: here
      ? { label: row.action, href: row.href, kind }
      : { label: row.action, href: '/acting', kind, post: { role: row.roleKey, back: row.href } },
  }
}

/** What the person completed, with a search. */
export function historyPage({ rows, total, q, page, packs }: History): View {
  const title = 'What you completed'
  const table: Table = {
    caption: 'Completed, newest first',
    columns: [
      { label: 'Form', card: 'title' },
      { label: 'Trainee' },
      { label: 'Programme' },
      { label: 'Completed', card: 'side' },
    ],
    rows: rows.map((row) => {
      const form = formOf(packs, row)
      const short = form?.short ?? 'Form'
      return {
        id: row.id,
        name: `${short} for ${row.trainee}`,
        cells: [
          { text: short, href: `/assess/${row.id}`, hint: row.title === form?.title ? null : row.title },
          { text: row.trainee },
          { text: row.programme, quiet: true },
          { text: date(dateIn(fromJsDate(row.completedAt), row.timeZone)), quiet: true },
        ],
      }
    }),
  }
  const from = (page - 1) * historyPageSize
  const to = (number: number) => `/assess/history?${new URLSearchParams({ ...(q ? { q } : {}), page: String(number) })}`
  return view(
    'assessments/history',
    {
      head: {
        title,
        sub: 'Forms that you signed when you were asked to. They stay as they read.',
        over: { link: { label: 'Requests', href: '/assess' }, text: null },
      },
      q,
      table: rows.length > 0 ? table : null,
      pager: {
        from: rows.length > 0 ? from + 1 : 0,
        to: rows.length > 0 ? from + rows.length : 0,
        total: rows.length > 0 ? total : null,
        previous: page > 1 ? to(page - 1) : null,
        next: from + rows.length < total ? to(page + 1) : null,
      },
      empty: q
        ? { title: 'Nothing found', why: 'Try part of a name, of a title, or what the form is called.' }
        : { title: 'Nothing yet', why: 'What you complete for trainees is kept here, as you signed it.' },
    },
    { title },
  )
}
