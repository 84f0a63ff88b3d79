import { readDay } from '../../kit/inputs.ts'
import { type BoardColumn, columnsFor, type Facets, usualColumns } from './columns.ts'
import { type Filter, filters } from './filters.ts'

/** How one column is filtered, as it was asked for. */
export interface Asked {
  words?: string
  none?: boolean
  from?: string
  to?: string
}

/** Everything that an address says of a board: which trainees, in which order, with which columns. */
export interface BoardAsked {
  show: Filter
  /** Words in the trainee's name. */
  q: string
  sort: { key: string; turned: boolean }
  /** Keys of the columns shown, in the order of the board; null for the usual ones. */
  columns: string[] | null
  by: Record<string, Asked>
  page: number
  /** Whether all rows stand on one page. */
  whole: boolean
  /** What the address names and this board does not have: a column that is gone, or is not there for this role. */
  gone: string[]
}

type Query = Readonly<Record<string, string | undefined>>

const usualSort = (facets: Facets): string => (facets.office ? 'attention' : 'name')

/** Reads an address. Nothing in it is refused: what is not understood is left out, and named in `gone`. */
export function readAddress(query: Query, facets: Facets): BoardAsked {
  const known = columnsFor(facets)
  const has = (key: string) => known.some((column) => column.key === key)
  const sort = (query.sort ?? '').trim()
  const key = sort.replace(/^-/, '')
  const columns = chosenColumns(query)
  const by = Object.fromEntries(
    known.flatMap((column) => {
      const asked = readColumn(column, query, facets)
      return asked ? [[column.key, asked]] : []
    }),
  )
  const filtered = Object.keys(query).filter((name) => name.startsWith('f.') && query[name])
  const named = [...(columns ?? []), ...filtered.map((name) => name.split('.')[1]!), ...(key ? [key] : [])]
  return {
    show: filters.find((one) => one === query.show) ?? 'all',
    q: (query.q ?? '').trim().slice(0, 100),
    sort: has(key) ? { key, turned: sort.startsWith('-') } : { key: usualSort(facets), turned: false },
    columns: columns && known.filter((one) => one.key === 'name' || columns.includes(one.key)).map((one) => one.key),
    by,
    page: Math.max(1, Math.min(1000, Number.parseInt(query.page ?? '1', 10) || 1)),
    whole: query.rows === 'all',
    gone: [...new Set(named.filter((name) => !has(name)))].map((name) => name.slice(0, 40)).slice(0, 8),
  }
}

/** As a list in one parameter, or as the ticks of the form that chooses. */
function chosenColumns(query: Query): string[] | null {
  const listed = (query.columns ?? '').split(',').map((one) => one.trim())
  const ticked = Object.keys(query).filter((name) => name.startsWith('c.') && query[name])
  const keys = [...listed, ...ticked.map((name) => name.slice(2))].filter(Boolean)
  return keys.length > 0 ? [...new Set(keys)].slice(0, 40) : null
}

function readColumn({ key, filter }: BoardColumn, query: Query, facets: Facets): Asked | null {
  const text = (part = '') => (query[`f.${key}${part}`] ?? '').trim().slice(0, 100)
  switch (filter?.kind) {
    case 'words':
      return kept({ ...(text() ? { words: text() } : {}), ...(filter.none && text('.none') ? { none: true } : {}) })
    case 'choice':
      return filter.of(facets).some(({ value }) => value === text()) ? { words: text() } : null
    case 'days':
      return ends(text('.from'), text('.to'), (typed) => readDay(typed)?.toString() ?? null)
    case 'numbers':
      return ends(text('.from'), text('.to'), (typed) => (/^\d{1,6}$/.test(typed) ? String(Number(typed)) : null))
    default:
      return null
  }
}

function ends(from: string, to: string, read: (typed: string) => string | null): Asked | null {
  const [least, most] = [read(from), read(to)]
  return kept({ ...(least ? { from: least } : {}), ...(most ? { to: most } : {}) })
}

const kept = (asked: Asked): Asked | null => (Object.keys(asked).length > 0 ? asked : null)

/** The parameters that say the same board again: the shortest that do, in one order. */
export function parametersOf(asked: BoardAsked, facets: Facets): [string, string][] {
  const usual = usualColumns(facets).join(',')
  const columns = asked.columns?.join(',') ?? usual
  const { key, turned } = asked.sort
  const sort = `${turned ? '-' : ''}${key}`
  const filtered = Object.entries(asked.by).flatMap(([column, { words, none, from, to }]): [string, string][] => [
    [`f.${column}`, words ?? ''],
    [`f.${column}.none`, none ? 'yes' : ''],
    [`f.${column}.from`, from ?? ''],
    [`f.${column}.to`, to ?? ''],
  ])
  const all: [string, string][] = [
    ['show', asked.show === 'all' ? '' : asked.show],
    ['q', asked.q],
    ...filtered,
    ['columns', columns === usual ? '' : columns],
    ['sort', sort === usualSort(facets) ? '' : sort],
    ['rows', asked.whole ? 'all' : ''],
    ['page', asked.page > 1 ? String(asked.page) : ''],
  ]
  return all.filter(([, value]) => value)
}

/** The address of the same board, otherwise; a change leads back to its first page. */
export function boardAddress(asked: BoardAsked, facets: Facets, change: Partial<BoardAsked> = {}, path = ''): string {
  const query = new URLSearchParams(parametersOf({ ...asked, page: 1, ...change }, facets)).toString()
  return query ? `/trainees${path}?${query}` : `/trainees${path}`
}
