import type { Show } from '../../kit/http.ts'
import type { Head, Pager, Table } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import { date } from '../../kit/ui.ts'
import { type ApplicationList, type ApplicationRow, pageSize } from '../queries.ts'
import { stateWords, urls } from '../states.ts'

interface ListPage {
  head: Head
  parts: { id: string; title: string; table: Table }[]
  pager: Pager | null
  none: string | null
}

declare module '../../kit/render.ts' {
  interface Pages {
    'applications/list': ListPage
  }
}

/** Applications: what waits for the reader first, then what is under way, then how others ended. */
export const listPage: Show<ApplicationList> = (found, { actor }): View => {
  const { of, mine, rows, total } = found
  const own = actor.own !== null
  const over = (row: ApplicationRow) => row.decidedAt !== null
  const parts = [
    {
      id: 'mine',
      title: own
        ? 'Waits for you'
        : `Waits for ${actor.delegate ? `the decision of ${actor.delegate.of}` : 'your decision'}`,
      rows: mine,
    },
    { id: 'open', title: 'Under way', rows: rows.filter((row) => !over(row)) },
    { id: 'over', title: 'Decided', rows: rows.filter(over) },
  ]
  return view(
    'applications/list',
    {
      head: {
        title: of && !own ? `Applications of ${of.name}` : 'Applications',
        over: of && !own ? { link: { label: 'All applications', href: urls.list }, text: null } : null,
        sub: own
          ? 'What you have asked to change of your training time, and what became of it'
          : 'What trainees ask to change of their training time',
        actions: own ? [{ label: 'Apply', href: urls.apply, kind: 'main', icon: 'plus-lg' }] : [],
      },
      parts: parts.flatMap(({ id, title, rows: some }) =>
        some.length > 0 ? [{ id, title, table: tableOf(title, some, own) }] : [],
      ),
      pager: pagerOf(found),
      none:
        rows.length + mine.length + total > 0
          ? null
          : own
            ? 'You have asked for nothing so far. “Apply” shows first what a change would do.'
            : 'Applications of the trainees whom you look after appear here once they are sent.',
    },
    { title: 'Applications' },
  )
}

/** Where there are more than one page of those that do not wait for the reader. */
function pagerOf({ of, rows, total, page }: ApplicationList): Pager | null {
  if (total <= pageSize) return null
  const first = (page - 1) * pageSize + 1
  const at = (number: number) =>
    `${urls.list}?${new URLSearchParams({ ...(of ? { of: of.id } : {}), page: String(number) })}`
  return {
    ...{ from: rows.length > 0 ? first : 0, to: rows.length > 0 ? first + rows.length - 1 : 0, total },
    previous: page > 1 ? at(page - 1) : null,
    next: page * pageSize < total ? at(page + 1) : null,
  }
}

function tableOf(caption: string, rows: readonly ApplicationRow[], own: boolean): Table {
  return {
    caption,
    columns: [
      { label: 'What', card: 'title' },
      ...(own ? [] : [{ label: 'Trainee' }]),
      { label: 'Sent' },
      { label: 'Waits for' },
      { label: 'State', card: 'side' },
    ],
    rows: rows.map((row) => ({
      id: row.id,
      name: own ? row.title : `${row.title}, ${row.trainee}`,
      cells: [
        { text: row.title, href: urls.one(row.id) },
        ...(own ? [] : [{ text: row.trainee }]),
        { text: row.sentAt ? date(row.sentAt.toISOString()) : 'not sent', quiet: true },
        { text: row.next ?? (row.state === 'returned' ? 'the trainee' : '–') },
        { tag: stateWords[row.state] },
      ],
    })),
  }
}
