import type { FormDefinition } from '../forms/index.ts'
import type { Show } from '../kit/http.ts'
import type { IconName } from '../kit/icons.ts'
import type { Action, Chip, Empty, Head, Pager, RecordCard, Tag } from '../kit/partials.ts'
import { plainDate } from '../kit/periods.ts'
import { view } from '../kit/render.ts'
import { date, plural } from '../kit/ui.ts'
import { CATEGORY, categoriesOf, type Guidance, guidanceOf, questionsOf } from './forms.ts'
import { type Filter, pageSize, type Reflection, type Reflections, type Writing } from './queries.ts'

declare module '../kit/render.ts' {
  interface Pages {
    'reflections/list': ListPage
    'reflections/new': NewPage
  }
}

declare module '../kit/partials.ts' {
  interface Partials {
    'reflections/guidance': { p: { guidance: readonly Guidance[] } }
  }
}

interface ListPage {
  head: Head
  search: { q: string; kept: { name: string; value: string }[] }
  filters: { label: string; chips: Chip[] }[]
  cards: (RecordCard & { icon: IconName })[]
  empty: Empty | null
  pager: Pager | null
  guidance: Guidance[]
  none: boolean
}

interface NewPage {
  head: Head
  templates: { title: string; help: string | null; href: string; questions: string[] }[]
  guidance: Guidance[]
}

/** The address of the list with this filter; what is not asked for is left out. */
function listUrl(filter: Filter, change: Partial<Filter> = {}): string {
  const { q, category, template, seen, linked, page } = { ...filter, page: 1, ...change }
  const asked = { q, about: category, template, seen, linked, page: page > 1 ? String(page) : null }
  const given = Object.entries(asked).filter((one): one is [string, string] => Boolean(one[1]))
  return given.length > 0 ? `/reflections?${new URLSearchParams(given)}` : '/reflections'
}

/** One's own reflections: what they are about, and in words who can see each (R72, R74, R76). */
export const listPage: Show<Reflections> = (found) => {
  const { filter, rows, all, templates, pack } = found
  const quick = templates[0]
  const write: Action = { label: 'Write a reflection', href: '/reflections/new', kind: 'go', icon: 'plus-lg' }
  return view(
    'reflections/list',
    {
      head: {
        title: 'Reflections',
        sub: `${plural(all, 'reflection')}; yours alone until you share or link one`,
        actions: [
          write,
          ...(quick ? [{ label: quick.title, href: `/records/new/${quick.key}`, kind: 'quiet' as const }] : []),
        ],
      },
      search: { q: filter.q, kept: keptOf(filter) },
      filters: all > 0 ? filtersOf(found) : [],
      cards: rows.map((row) => cardOf(row, templates)),
      empty: rows.length > 0 ? null : emptyOf(all, { ...write, kind: 'main' }),
      pager: pagerOf(found),
      guidance: guidanceOf(pack, templates),
      none: all === 0,
    },
    { title: 'Reflections' },
  )
}

function keptOf(filter: Filter): ListPage['search']['kept'] {
  const address = new URL(listUrl(filter, { q: '' }), 'https://reflections.invalid')
  return [...address.searchParams].map(([name, value]) => ({ name, value }))
}

function filtersOf({ filter, templates }: Reflections): ListPage['filters'] {
  const chips = <K extends 'category' | 'template' | 'seen' | 'linked'>(
    key: K,
    options: { key: NonNullable<Filter[K]>; label: string }[],
  ): Chip[] => [
    { label: 'All', href: listUrl(filter, { [key]: null }), current: filter[key] === null },
    ...options.map((option) => ({
      label: option.label,
      href: listUrl(filter, { [key]: option.key }),
      current: filter[key] === option.key,
    })),
  ]
  return [
    { label: 'About', chips: chips('category', categoriesOf(templates)) },
    {
      label: 'Template',
      chips: chips(
        'template',
        templates.map(({ key, title }) => ({ key, label: title })),
      ),
    },
    {
      label: 'Who sees it',
      chips: chips('seen', [
        { key: 'private', label: 'Private' },
        { key: 'shared', label: 'Shared' },
      ]),
    },
    {
      label: 'Links',
      chips: chips('linked', [
        { key: 'yes', label: 'Linked' },
        { key: 'no', label: 'Not linked' },
      ]),
    },
  ]
}

function cardOf(row: Reflection, templates: readonly FormDefinition[]): ListPage['cards'][number] {
  const template = templates.find(({ key }) => key === row.formKey)
  const about = (row.facts as Record<string, unknown>)[CATEGORY]
  const category = categoriesOf(templates).find(({ key }) => key === about)?.label
  const meta = [category, template?.title, date(plainDate(row.occurredOn))].filter(Boolean).join(' · ')
  const seen = seenBy(row)
  return {
    icon: seen.words === 'Private' ? 'eye-slash' : 'eye',
    title: row.title,
    href: `/records/${row.id}`,
    meta,
    tags: [
      seen,
      row.links > 0 ? { words: `linked to ${plural(row.links, 'item')}`, tone: 'accent' } : { words: 'not linked' },
    ],
  }
}

/** Who sees it, in words: linking or sharing opens it, nothing else does. */
function seenBy({ sharedState, shares }: Reflection): Tag {
  if (sharedState === 'shared') return { words: 'Shared with your supervisors', tone: 'info' }
  if (shares > 0) return { words: `Shown to ${plural(shares, 'person', 'people')}`, tone: 'info' }
  return { words: 'Private', tone: 'plain' }
}

function emptyOf(all: number, action: Action): Empty {
  return all > 0
    ? {
        icon: 'search',
        title: 'None of these',
        why: 'Nothing you wrote fits what you look for.',
        action: { label: 'Show all', href: '/reflections', kind: 'quiet' },
      }
    : {
        icon: 'journal-text',
        title: 'Nothing written yet',
        why: 'A few lines on a case, an event, a course or your own leadership. Nobody else can see that it exists until you share or link it.',
        action,
      }
}

function pagerOf({ filter, rows, more }: Reflections): Pager | null {
  if (filter.page === 1 && !more) return null
  const from = (filter.page - 1) * pageSize + 1
  return {
    from,
    to: from + rows.length - 1,
    total: null,
    previous: filter.page > 1 ? listUrl(filter, { page: filter.page - 1 }) : null,
    next: more ? listUrl(filter, { page: filter.page + 1 }) : null,
  }
}

/** Which template suits: what each is good for, and what it asks (R73). */
export const newPage: Show<Writing> = ({ templates, pack }) =>
  view(
    'reflections/new',
    {
      head: {
        title: 'Write a reflection',
        sub: 'Choose what fits. You can leave at any time: what you typed is kept as a draft.',
        over: { link: { label: 'Reflections', href: '/reflections' }, text: null },
      },
      templates: templates.map((form) => ({
        title: form.title,
        help: form.help ?? null,
        href: `/records/new/${form.key}`,
        questions: questionsOf(form),
      })),
      guidance: guidanceOf(pack, templates),
    },
    { title: 'Write a reflection' },
  )
