import type { Show } from '../../kit/http.ts'
import type { Action, BulkBar, Chip, Column, Figure, Head, Pager, Table } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import { plural } from '../../kit/ui.ts'
import { writesToTrainees } from '../policy.ts'
import { url } from '../urls.ts'
import { type BoardAsked, boardAddress } from './address.ts'
import { type CellFrame, cells } from './cells.ts'
import { type Chooser, chooserOf, narrowedBy } from './chooser.ts'
import { type BoardColumn, columnsFor, type Facets, usualColumns } from './columns.ts'
import { type Filter, filterLabels, filters } from './filters.ts'
import { pageSize, type TraineeList } from './find.ts'
import { seesReasons, seesStaffing } from './reasons.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'cohorts/trainees': TraineesPage
  }
}

interface TraineesPage {
  head: Head
  kpis: Figure[]
  chips: Chip[]
  search: { value: string; kept: { name: string; value: string }[] }
  chooser: Chooser
  /** What the columns are narrowed to: each chip takes one off again. */
  narrowed: Chip[]
  saved: Saved
  /** Said where the address names columns that are not here. */
  gone: string | null
  /** Writing to those who are ticked, and to all whom the filters find; null where nobody may. */
  bulk: { query: string; actions: BulkBar['actions'] } | null
  table: Table
  pager: Pager | null
  /** The way to all rows on one page, and back to pages. */
  whole: { label: string; href: string } | null
  empty: { title: string; why: string } | null
}

/** The views that one keeps, and the form that keeps the present one. */
interface Saved {
  chips: Chip[]
  /** The one that is on, which can be taken away. */
  current: { name: string; remove: string } | null
  keep: { action: string; name: string; problem: string | null; open: boolean }
}

/** The board with one of its ready-made filters on. */
export const filteredUrl = (show: Filter): string => `/trainees?show=${show}`

/** The columns that an address shows. */
export function shownColumns({ asked, facets }: Pick<TraineeList, 'asked' | 'facets'>): BoardColumn[] {
  const keys = asked.columns ?? usualColumns(facets)
  return columnsFor(facets).filter(({ key }) => keys.includes(key))
}

export const frameOf = (list: TraineeList): CellFrame => ({
  stages: list.stages,
  office: list.facets.office,
  reasons: seesReasons(list.relation),
})

/** Where whoever looks after a programme goes on from its board. */
const officeWays: Action[] = [
  { label: 'Gaps ahead', href: url.gaps, kind: 'quiet', icon: 'calendar-event' },
  { label: 'Supervisors', href: url.load, kind: 'quiet', icon: 'people' },
]

export const traineesPage: Show<TraineeList> = (list, { ctx, typed, problems }): View => {
  const { asked, facets } = list
  const title = facets.office ? 'Programme board' : 'Your trainees'
  const detail = ctx.actor.roles.find((role) => role.key === ctx.actor.roleKey)?.detail ?? ''
  const columns = shownColumns(list)
  const frame = frameOf(list)
  const bulk = list.rows.length > 0 && writesToTrainees(ctx.actor) ? bulkOf(list) : null
  return view(
    'cohorts/trainees',
    {
      head: {
        title,
        sub: `${facets.office ? detail : `As ${ctx.actor.roleLabel}`} · ${plural(list.all, 'trainee')}`,
        actions: [
          ...list.entries,
          ...(seesStaffing(ctx.actor) ? officeWays : []),
          {
            label: 'Download as CSV',
            href: boardAddress(asked, facets, {}, '/board.csv'),
            kind: 'quiet',
            icon: 'download',
          },
        ],
      },
      kpis: facets.office ? kpis(list) : [],
      chips: chipsOf(list),
      search: { value: asked.q, kept: keptFields(asked, facets) },
      chooser: chooserOf(asked, facets),
      narrowed: narrowedBy(asked, facets),
      saved: savedOf(list, typed?.name, problems.name ?? problems[''] ?? null),
      gone: goneWords(asked),
      bulk,
      table: {
        caption: title,
        select: bulk ? { name: 'chosen' } : null,
        columns: columns.map((column) => headOf(column, asked, facets)),
        rows: list.rows.map((row) => ({
          id: row.enrolmentId,
          name: row.name,
          cells: columns.map(({ key }) => cells[key]!(row, frame)),
        })),
      },
      pager: pagerOf(list),
      whole: wholeOf(list),
      empty: list.rows.length > 0 ? null : emptyWords(list),
    },
    { title },
  )
}

/** What is done with those who are ticked, or with all whom the filters find on all pages. */
function bulkOf({ asked, facets, total }: TraineeList): TraineesPage['bulk'] {
  return {
    query: boardAddress(asked, facets).split('?')[1] ?? '',
    actions: [
      { label: 'Write to those ticked', formaction: url.writeToTicked, kind: 'main' },
      { label: total === 1 ? 'Write to the one found' : `Write to all ${total} found`, formaction: url.writeToFound },
    ],
  }
}

function headOf({ key, label, first }: BoardColumn, asked: BoardAsked, facets: Facets): Column {
  const now = asked.sort.key === key
  const sort = { key, turned: now && !asked.sort.turned }
  const falls = (first === 'most') !== asked.sort.turned
  return {
    label,
    ...(['fte', 'overdue', 'behind', 'declarations'].includes(key) ? { number: true } : {}),
    ...(key === 'name' ? { card: 'title' as const } : key === 'attention' ? { card: 'side' as const } : {}),
    sort: { href: boardAddress(asked, facets, { sort }), dir: now ? (falls ? 'descending' : 'ascending') : null },
  }
}

/** Chips for what there is: a filter that nobody meets is not offered, unless it is on. */
function chipsOf({ asked, facets, ...list }: TraineeList): Chip[] {
  const counts: Record<Filter, number> = {
    ...list,
    noSupervisor: list.withoutSupervisor,
    noClinical: list.withoutClinical,
    noPost: list.withoutPost,
    ltft: list.lessThanFullTime,
  }
  return filters
    .filter((one) => one === 'all' || one === asked.show || counts[one] > 0)
    .map((show) => ({
      label: filterLabels[show],
      href: boardAddress(asked, facets, { show }),
      current: asked.show === show,
      count: counts[show],
    }))
}

/** What a search by name keeps of the address. */
function keptFields(asked: BoardAsked, facets: Facets): { name: string; value: string }[] {
  const query = boardAddress(asked, facets, { q: '' }).split('?')[1] ?? ''
  return [...new URLSearchParams(query)].map(([name, value]) => ({ name, value }))
}

function savedOf({ views, asked, facets }: TraineeList, typed: unknown, problem: string | null): Saved {
  const here = boardAddress(asked, facets)
  const address = (query: string) => (query ? `${url.list}?${query}` : url.list)
  const current = views.find(({ query }) => address(query) === here)
  return {
    chips: views.map(({ name, query }) => ({ label: name, href: address(query), current: address(query) === here })),
    current: current ? { name: current.name, remove: `${url.list}/views/${current.id}/remove` } : null,
    keep: {
      action: boardAddress(asked, facets, {}, '/views'),
      name: typeof typed === 'string' ? typed : '',
      problem,
      open: problem !== null,
    },
  }
}

function goneWords({ gone }: BoardAsked): string | null {
  if (gone.length === 0) return null
  const named = gone.map((key) => `“${key}”`).join(', ')
  return `This address asks for ${gone.length === 1 ? 'a column that is' : 'columns that are'} not on your board: ${named}. Everything else it says is shown.`
}

function emptyWords({ asked, all }: TraineeList): { title: string; why: string } {
  if (asked.q)
    return { title: `Nobody called “${asked.q}”`, why: 'Only trainees whom you reach in this role are searched.' }
  if (Object.keys(asked.by).length > 0)
    return { title: 'Nobody fits all of this', why: 'Take one of the filters off to see more.' }
  if (all > 0) return { title: 'Nobody here', why: 'No trainee of yours is in this state today.' }
  return {
    title: 'No trainees today',
    why: 'Trainees appear here from the first day of their post or of your supervision.',
  }
}

function kpis(list: TraineeList): Figure[] {
  const figure = (label: string, count: number, show: Filter, tone: 'stop' | 'warn' | null): Figure => ({
    label,
    value: String(count),
    href: count > 0 ? boardAddress(list.asked, list.facets, { show }) : null,
    ...(count > 0 && tone ? { tone } : {}),
  })
  return [
    ...(list.supervision.educational
      ? [figure('Without a supervisor', list.withoutSupervisor, 'noSupervisor', 'stop')]
      : []),
    figure('Without a post', list.withoutPost, 'noPost', 'warn'),
    figure('Declarations to make', list.declarations, 'declarations', null),
    figure('Not enrolled', list.notEnrolled, 'notEnrolled', 'warn'),
    figure('Less than full time', list.lessThanFullTime, 'ltft', null),
  ]
}

function pagerOf({ asked, facets, rows, total }: TraineeList): Pager | null {
  if (asked.whole || (total <= pageSize && asked.page === 1)) return null
  const from = (asked.page - 1) * pageSize + 1
  const to = from + rows.length - 1
  const page = (number: number) => boardAddress(asked, facets, { page: number })
  return {
    from,
    to,
    total,
    previous: asked.page > 1 ? page(asked.page - 1) : null,
    next: to < total ? page(asked.page + 1) : null,
  }
}

function wholeOf({ asked, facets, total }: TraineeList): TraineesPage['whole'] {
  if (total <= pageSize) return null
  return asked.whole
    ? { label: `Show ${pageSize} at a time`, href: boardAddress(asked, facets, { whole: false }) }
    : { label: `Show all ${total} on one page`, href: boardAddress(asked, facets, { whole: true }) }
}
