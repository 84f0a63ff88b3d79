import type { Show } from '../kit/http.ts'
import type { Chip, Column, Figure, Head, Pager, Table } from '../kit/partials.ts'
import { type View, view } from '../kit/render.ts'
import { date, plural } from '../kit/ui.ts'
import { type Filter, pageSize, type Sort, type TraineeList, type TraineeRow } from './queries.ts'

declare module '../kit/render.ts' {
  interface Pages {
    'cohorts/trainees': TraineesPage
  }
}

interface TraineesPage {
  head: Head
  kpis: Figure[]
  chips: Chip[]
  search: { value: string; show: string; sort: string }
  table: Table
  pager: Pager | null
  empty: { title: string; why: string } | null
}

export const url = {
  list: '/trainees',
  portfolio: (enrolmentId: string) => `/portfolios/${enrolmentId}`,
  supervisors: (enrolmentId: string) => `/trainees/${enrolmentId}/supervisors`,
}

const filterLabels: Record<Filter, string> = {
  all: 'All',
  attention: 'Need attention',
  overdue: 'Overdue',
  behind: 'Behind pace',
  onTrack: 'On track',
  reviewSoon: 'Review within 8 weeks',
  noSupervisor: 'No supervisor',
  noClinical: 'No clinical supervisor',
  noPost: 'No post',
  ltft: 'Less than full time',
}

/** The board with one of its filters on. */
export const filteredUrl = (show: Filter): string => `${url.list}?show=${show}`

/** The address of the same list, otherwise. */
function listUrl(list: TraineeList, change: Partial<Record<'show' | 'sort' | 'page' | 'q', string>>): string {
  const now = { show: list.filter, sort: list.sort, q: list.query, page: '1', ...change }
  const query = new URLSearchParams(
    Object.entries(now).filter(([key, value]) => value && !(key === 'page' && value === '1')),
  )
  return `${url.list}?${query}`
}

export const traineesPage: Show<TraineeList> = (list, { ctx }): View => {
  const programmeWide = ctx.actor.reach.by === 'programmes'
  const title = programmeWide ? 'Programme board' : 'Your trainees'
  const detail = ctx.actor.roles.find((role) => role.key === ctx.actor.roleKey)?.detail ?? ''
  const columns = columnsFor(list, programmeWide)
  return view(
    'cohorts/trainees',
    {
      head: {
        title,
        sub: programmeWide
          ? `${detail} · ${plural(list.all, 'trainee')}`
          : `As ${ctx.actor.roleLabel} · ${plural(list.all, 'trainee')}`,
        actions: list.entries,
      },
      kpis: programmeWide ? kpis(list) : [],
      chips: (Object.keys(filterLabels) as Filter[])
        .filter((one) => one !== 'noSupervisor' || list.supervision.educational)
        .filter((one) => one !== 'noClinical' || list.supervision.clinical)
        .map((filter) => ({
          label: filterLabels[filter],
          href: listUrl(list, { show: filter }),
          current: list.filter === filter,
        })),
      search: { value: list.query, show: list.filter, sort: list.sort },
      table: {
        caption: title,
        columns: columns.map(({ column }) => column),
        rows: list.rows.map((row) => ({
          id: row.enrolmentId,
          name: row.name,
          cells: columns.map(({ cell }) => cell(row)),
        })),
      },
      pager: pagerOf(list),
      empty: list.rows.length > 0 ? null : emptyWords(list),
    },
    { title },
  )
}

function emptyWords(list: TraineeList): { title: string; why: string } {
  if (list.query)
    return { title: `Nobody called “${list.query}”`, why: 'Only trainees whom you reach in this role are searched.' }
  if (list.all > 0) return { title: 'Nobody here', why: 'No trainee of yours is in this state today.' }
  return {
    title: 'No trainees today',
    why: 'Trainees appear here from the first day of their post or of your supervision.',
  }
}

function kpis(list: TraineeList): Figure[] {
  const figure = (label: string, count: number, filter: Filter, tone: 'stop' | 'warn'): Figure => ({
    label,
    value: String(count),
    href: count > 0 ? listUrl(list, { show: filter }) : null,
    ...(count > 0 ? { tone } : {}),
  })
  return [
    { label: 'Trainees', value: String(list.all) },
    ...(list.supervision.educational
      ? [figure('Without a supervisor', list.withoutSupervisor, 'noSupervisor', 'stop')]
      : []),
    figure('Without a post', list.withoutPost, 'noPost', 'warn'),
    {
      label: 'Less than full time',
      value: String(list.lessThanFullTime),
      href: list.lessThanFullTime > 0 ? listUrl(list, { show: 'ltft' }) : null,
    },
  ]
}

interface BoardColumn {
  column: Column
  cell: (row: TraineeRow) => Table['rows'][number]['cells'][number]
}

function columnsFor(list: TraineeList, programmeWide: boolean): BoardColumn[] {
  const sorted = (label: string, sort: Sort, card?: Column['card']): Column => ({
    label,
    sort: { href: listUrl(list, { sort }), dir: list.sort === sort ? 'ascending' : null },
    ...(card ? { card } : {}),
  })
  const none = { tag: { words: 'none', tone: 'stop' as const } }
  const stage = (row: TraineeRow) => list.stages[`${row.packVersionId} ${row.stageKey}`] ?? '–'
  const supervisor = (name: string | null, row: TraineeRow) =>
    programmeWide
      ? name
        ? { text: name, href: url.supervisors(row.enrolmentId) }
        : { tag: { ...none.tag, href: url.supervisors(row.enrolmentId) } }
      : name
        ? { text: name }
        : none
  return [
    {
      column: sorted('Trainee', 'name', 'title'),
      cell: (row) => ({ text: row.name, href: url.portfolio(row.enrolmentId) }),
    },
    { column: sorted('Stage', 'stage'), cell: (row) => ({ text: unbroken(stage(row)) }) },
    { column: { label: 'FTE', number: true }, cell: (row) => ({ text: `${row.ftePercent}\u00a0%` }) },
    {
      column: { label: 'Post' },
      cell: (row) => (row.post ? { text: row.post, hint: row.site } : { tag: { words: 'no post', tone: 'warn' } }),
    },
    ...(list.supervision.educational
      ? [{ column: { label: 'Educational supervisor' }, cell: (row: TraineeRow) => supervisor(row.educational, row) }]
      : []),
    ...(list.supervision.clinical
      ? [{ column: { label: 'Clinical supervisor' }, cell: (row: TraineeRow) => supervisor(row.clinical, row) }]
      : []),
    { column: sorted('State', 'attention', 'side'), cell: (row) => ({ tag: stateOf(row) }) },
    {
      column: sorted('Review', 'review'),
      cell: (row) => ({ text: row.reviewOn ? unbroken(date(row.reviewOn)) : '–', quiet: true }),
    },
    {
      column: sorted('Active', 'active'),
      cell: (row) => ({ text: row.lastActiveAt ? unbroken(date(row.lastActiveAt.toISOString())) : '–', quiet: true }),
    },
  ]
}

/** Keeps a short text on one line of a narrow column. */
const unbroken = (text: string): string => text.replaceAll(' ', '\u00a0')

/** One word for where a trainee stands; the worst first. */
export function stateOf(row: TraineeRow): { words: string; tone: 'ok' | 'warn' | 'stop' | 'info' } {
  if (row.supervised && !row.educational) return { words: unbroken('no supervisor'), tone: 'stop' }
  if (row.overdue > 0) return { words: `${row.overdue} overdue`, tone: 'stop' }
  if (row.supervisedClinically && !row.clinical) return { words: unbroken('no clinical supervisor'), tone: 'warn' }
  if (row.waiting > 0) return { words: `${row.waiting} waiting for you`, tone: 'info' }
  if (row.behind > 0) return { words: `${row.behind} behind pace`, tone: 'warn' }
  return { words: 'on track', tone: 'ok' }
}

function pagerOf(list: TraineeList): Pager | null {
  const from = (list.page - 1) * pageSize + 1
  const to = from + list.rows.length - 1
  if (list.total <= pageSize && list.page === 1) return null
  return {
    from,
    to,
    total: list.total,
    previous: list.page > 1 ? listUrl(list, { page: String(list.page - 1) }) : null,
    next: to < list.total ? listUrl(list, { page: String(list.page + 1) }) : null,
  }
}
