import type { Chip } from '../../kit/partials.ts'
import { date, list } from '../../kit/ui.ts'
import { type Asked, type BoardAsked, boardAddress } from './address.ts'
import { type BoardColumn, type Choice, columnsFor, type Facets, usualColumns } from './columns.ts'

declare module '../../kit/partials.ts' {
  interface Partials {
    'cohorts/chooser': { p: Chooser }
  }
}

/** A column in the form that chooses and filters columns; names are those of the address. */
export interface ChooserColumn {
  key: string
  label: string
  shown: boolean
  words: { name: string; value: string } | null
  none: { name: string; label: string; checked: boolean } | null
  choice: { name: string; chosen: string; options: readonly Choice[] } | null
  ends: { type: 'date' | 'number'; from: string; to: string; name: string } | null
}

export interface Chooser {
  columns: ChooserColumn[]
  /** What the form sends on of the address. */
  kept: { name: string; value: string }[]
  clear: string
  open: boolean
}

/** The form that chooses columns and filters by them. */
export function chooserOf(asked: BoardAsked, facets: Facets): Chooser {
  const shown = asked.columns ?? usualColumns(facets)
  const query = boardAddress(asked, facets, { by: {}, columns: null }).split('?')[1] ?? ''
  return {
    columns: columnsFor(facets)
      .filter(({ key }) => key !== 'name')
      .map((column) => chooserColumn(column, asked.by[column.key] ?? {}, shown.includes(column.key), facets)),
    kept: [...new URLSearchParams(query)].map(([name, value]) => ({ name, value })),
    clear: boardAddress(asked, facets, { by: {}, columns: null, show: 'all', q: '' }),
    open: Object.keys(asked.by).length > 0,
  }
}

function chooserColumn(
  { key, label, filter }: BoardColumn,
  asked: Asked,
  shown: boolean,
  facets: Facets,
): ChooserColumn {
  const name = `f.${key}`
  return {
    ...{ key, label, shown },
    words: filter?.kind === 'words' ? { name, value: asked.words ?? '' } : null,
    none:
      filter?.kind === 'words' && filter.none
        ? { name: `${name}.none`, label: filter.none, checked: asked.none ?? false }
        : null,
    choice: filter?.kind === 'choice' ? { name, chosen: asked.words ?? '', options: filter.of(facets) } : null,
    ends:
      filter?.kind === 'days' || filter?.kind === 'numbers'
        ? { type: filter.kind === 'days' ? 'date' : 'number', from: asked.from ?? '', to: asked.to ?? '', name }
        : null,
  }
}

/** One chip for each filtered column: what it is narrowed to, leading to the board without that. */
export function narrowedBy(asked: BoardAsked, facets: Facets): Chip[] {
  return columnsFor(facets).flatMap((column) => {
    const one = asked.by[column.key]
    if (!one) return []
    const { [column.key]: _off, ...by } = asked.by
    const label = `${column.label}: ${narrowedWords(column, one, facets)}`
    return [{ label, href: boardAddress(asked, facets, { by }), current: true }]
  })
}

function narrowedWords({ filter }: BoardColumn, asked: Asked, facets: Facets): string {
  if (filter?.kind === 'choice') return filter.of(facets).find(({ value }) => value === asked.words)?.label ?? ''
  const end = (text: string) => (filter?.kind === 'days' ? date(text) : text)
  const none = filter?.kind === 'words' && asked.none ? [filter.none!.toLowerCase()] : []
  const words = [...(asked.words ? [`“${asked.words}”`] : []), ...none].join(' or ')
  return list([
    ...(words ? [words] : []),
    ...(asked.from ? [`from ${end(asked.from)}`] : []),
    ...(asked.to ? [`to ${end(asked.to)}`] : []),
  ]).replace(' and to', ' to')
}
