import { Temporal } from 'temporal-polyfill'
import type { Show } from '../../kit/http.ts'
import type { Cell, Chip, Column, Head, Table } from '../../kit/partials.ts'
import { lastDay } from '../../kit/periods.ts'
import { type View, view } from '../../kit/render.ts'
import { date, plural } from '../../kit/ui.ts'
import { cohortPolicy } from '../policy.ts'
import { url } from '../urls.ts'
import { type LoadFilter, type LoadList, type LoadSort, loadFilters, type SupervisorLoad, several } from './find.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'cohorts/load': LoadPage
  }
}

interface LoadPage {
  head: Head
  chips: Chip[]
  search: { value: string; show: string; sort: string }
  table: Table | null
}

const filterLabels: Record<LoadFilter, string> = {
  all: 'All',
  overdue: 'Overdue reports',
  open: 'Open requests',
  several: `${several} trainees or more`,
}

function address({ asked }: LoadList, change: Partial<LoadList['asked']>): string {
  const { show, sort, q } = { ...asked, ...change }
  const query = new URLSearchParams([
    ...(show === 'all' ? [] : [['show', show]]),
    ...(q ? [['q', q]] : []),
    ...(sort === 'name' ? [] : [['sort', sort]]),
  ] as [string, string][]).toString()
  return query ? `${url.load}?${query}` : url.load
}

/** C12: each supervisor with how many trainees, how many overdue reports and how many open requests. */
export const loadPage: Show<LoadList> = (list, { ctx }): View => {
  const detail = ctx.actor.roles.find((role) => role.key === ctx.actor.roleKey)?.detail ?? ''
  const title = 'Supervisors'
  const mayChange = cohortPolicy.actions.changeSupervisor(ctx.actor) === true
  const columns = columnsOf(list, mayChange)
  return view(
    'cohorts/load',
    {
      head: {
        title,
        over: { link: { label: 'Programme board', href: url.list }, text: null },
        actions: mayChange ? [{ label: 'Assign several', href: url.staffing, kind: 'go', icon: 'people' }] : [],
        sub: `${detail} · ${plural(list.counts.all, 'person', 'people')} who supervise or are asked here today`,
      },
      chips: loadFilters.map((show) => ({
        label: filterLabels[show],
        href: address(list, { show }),
        current: list.asked.show === show,
        count: list.counts[show],
      })),
      search: { value: list.asked.q, show: list.asked.show, sort: list.asked.sort },
      table:
        list.rows.length === 0
          ? null
          : {
              caption: title,
              columns: columns.map(({ column }) => column),
              rows: list.rows.map((row) => ({
                id: row.personId,
                name: row.name,
                cells: columns.map(({ cell }) => cell(row)),
              })),
            },
    },
    { title },
  )
}

/** The board narrowed to one supervisor's trainees. */
const trainees = (kind: 'educational' | 'clinical', name: string): string =>
  `${url.list}?${new URLSearchParams({ [`f.${kind}`]: name })}`

const counted = (count: number, href: string | null): Cell =>
  count > 0 ? { text: String(count), href } : { text: '–', quiet: true }

/** "Ends with 2 trainees on 2 Feb 2027 · covered by Dr A from 1 Dec 2026 to 14 Dec 2026"; null where nothing is known. */
function awayWords({ ends, covered }: Pick<SupervisorLoad, 'ends' | 'covered'>): string | null {
  const last = (until: string) => date(lastDay(Temporal.PlainDate.from(until)))
  const words = [
    ends && `ends with ${plural(ends.trainees, 'trainee')} on ${last(ends.until)}`,
    covered &&
      `covered by ${covered.by} from ${date(covered.from)}${covered.until ? ` to ${last(covered.until)}` : ''}`,
  ].filter(Boolean)
  return words.length > 0 ? words.join(' · ') : null
}

interface LoadColumn {
  column: Column
  cell: (row: SupervisorLoad) => Cell
}

function columnsOf(list: LoadList, mayChange: boolean): LoadColumn[] {
  const sorted = (label: string, sort: LoadSort, more: Partial<Column> = { number: true }): Column => ({
    ...{ label, ...more },
    sort: {
      href: address(list, { sort }),
      dir: list.asked.sort === sort ? (['name', 'since'].includes(sort) ? 'ascending' : 'descending') : null,
    },
  })
  const kinds = (['educational', 'clinical'] as const).filter((kind) => list.supervision[kind])
  const labels = { educational: 'As educational supervisor', clinical: 'As clinical supervisor' }
  return [
    {
      column: sorted('Supervisor', 'name', { card: 'title' }),
      cell: ({ name, detail }) => ({ text: name, hint: detail || null }),
    },
    ...kinds.map((kind) => ({
      column: sorted(labels[kind], kind),
      cell: (row: SupervisorLoad) => counted(row[kind], trainees(kind, row.name)),
    })),
    ...(list.supervision.educational
      ? [
          {
            column: sorted('Overdue reports', 'overdue'),
            cell: ({ overdue, name }: SupervisorLoad): Cell =>
              overdue > 0
                ? {
                    tag: {
                      words: String(overdue),
                      tone: 'stop',
                      href: `${trainees('educational', name)}&show=overdue`,
                    },
                  }
                : { text: '–', quiet: true },
          },
        ]
      : []),
    { column: sorted('Open requests', 'open'), cell: ({ open }) => counted(open, null) },
    {
      column: sorted('Oldest since', 'since', {}),
      cell: ({ since }) => ({ text: since ? date(since) : '–', quiet: true }),
    },
    ...(mayChange
      ? [
          {
            column: { label: 'Leaves or away' },
            cell: ({ personId, educational, clinical, ...row }: SupervisorLoad): Cell =>
              educational + clinical > 0
                ? { text: 'Replace or cover', href: url.staffingOf(personId), hint: awayWords(row) }
                : { text: '–', quiet: true },
          },
        ]
      : []),
  ]
}
