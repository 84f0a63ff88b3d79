import type { Show } from '../../kit/http.ts'
import type { Cell, Chip, Column, Empty, Head, Pager, Table, TodoRow } from '../../kit/partials.ts'
import { view } from '../../kit/render.ts'
import { date, list } from '../../kit/ui.ts'
import type { Actor } from '../../policy/index.ts'
import { postsIn } from '../../programmes/index.ts'
import { periodWords, postStates, postTags, postTitle, postUrl } from '../../training/index.ts'
import type { ListRow } from '../queries/rows.ts'
import { POSTS, pageSize, sectionsFor, type Timeline, type TimelineFilter } from '../queries/timeline.ts'
import { codeOf, recordUrl, titleFor } from './cards.ts'
import { stateTags, statusWords } from './words.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'evidence/timeline': TimelinePage
  }
}

interface Option {
  value: string
  label: string
  selected: boolean
}

export interface TimelinePage {
  head: Head
  chips: Chip[]
  search: {
    action: string
    q: string
    from: string
    to: string
    problems: { from?: string; to?: string }
    type: string
    open: boolean
    statuses: Option[]
    items: Option[]
    people: Option[]
  }
  /** What is asked for, in words, each with the way to leave it out. */
  asked: { words: string; without: string }[]
  /** Where the trainee is, was and will be, as far as asked for. */
  posts: TodoRow[]
  table: Table | null
  pager: Pager | null
  empty: Empty | null
  bulk: { action: string } | null
}

type Asked = Partial<Record<'q' | 'type' | 'status' | 'from' | 'to' | 'item' | 'person' | 'page', string>>

function askedIn(filter: TimelineFilter): Asked {
  const { q, section, status, postState, from, to, item, person } = filter
  const pairs = Object.entries({ q, type: section, status: status ?? postState, from, to, item, person }).filter(
    ([, value]) => value,
  )
  return Object.fromEntries(pairs) as Asked
}

/** The timeline of a portfolio: everything the reader can see, newest first. */
export const timelinePage: Show<Timeline> = (found, { actor }) => {
  const { portfolio, filter, rows, more, counts } = found
  const base = `/portfolios/${portfolio.id}/timeline`
  const asked = askedIn(filter)
  const url = (change: Asked) => addressOf(base, { ...asked, ...change })
  const own = portfolio.personId === actor.personId
  const from = (filter.page - 1) * pageSize
  return view(
    'evidence/timeline',
    {
      head: {
        title: own ? 'Your record' : 'Record',
        sub: own
          ? 'Everything you have entered, asked for and been given, newest first'
          : `${portfolio.name}: what has been shared, newest first`,
        over: own
          ? null
          : { link: { label: portfolio.name, href: `/portfolios/${portfolio.id}` }, text: portfolio.programme },
      },
      chips: chipsOf(found, actor, url),
      search: searchOf(found, base),
      asked: askedWords(found, url),
      posts: postRows(found),
      table: rows.length ? tableOf(found, actor, own) : null,
      pager:
        rows.length && (more || filter.page > 1)
          ? {
              from: from + 1,
              to: from + rows.length,
              total: totalOf(filter, counts),
              previous: filter.page > 1 ? url({ page: String(filter.page - 1) }) : null,
              next: more ? url({ page: String(filter.page + 1) }) : null,
            }
          : null,
      empty: isEmpty(found, asked) ? emptyOf(asked, base, own) : null,
      bulk: own && rows.length ? { action: `/portfolios/${portfolio.id}/links/choose` } : null,
    },
    { title: own ? 'Your record' : `Record of ${portfolio.name}` },
  )
}

function addressOf(base: string, asked: Asked): string {
  const query = new URLSearchParams(
    Object.entries(asked).filter(([key, value]) => value && !(key === 'page' && value === '1')),
  )
  return query.size ? `${base}?${query}` : base
}

function postRows({ posts, pack, portfolio }: Timeline): TodoRow[] {
  return posts.map((post) => ({
    icon: 'hospital',
    tone: 'plain',
    title: postTitle(pack.pack, post),
    tags: [postTags[post.state]],
    why: periodWords(post),
    link: { label: 'Open', href: postUrl.posts(portfolio.id) },
  }))
}

function totalOf(
  { q, section, status, postState, from, to, item, person }: TimelineFilter,
  counts: Map<string, number> | null,
) {
  if (!counts || q || status || postState || from || to || item || person) return null
  if (section) return counts.get(section) ?? 0
  return [...counts.values()].reduce((sum, count) => sum + count, 0)
}

function chipsOf({ pack, filter, counts }: Timeline, actor: Actor, url: (change: Asked) => string): Chip[] {
  const sections = sectionsFor(actor, pack).filter(({ key }) => counts?.has(key) || filter.section === key)
  const narrowed = filter.status || filter.postState || filter.from || filter.to || filter.item || filter.person
  const countFor = (key: string) => (counts && !narrowed ? (counts.get(key) ?? 0) : null)
  return [
    { label: 'All', href: url({ type: '', page: '' }), current: filter.section === null },
    ...sections.map(({ key, title }) => ({
      label: title,
      href: url({ type: key, page: '' }),
      current: filter.section === key,
      count: countFor(key),
    })),
    { label: postsIn(pack.pack).words.one, href: url({ type: POSTS, page: '' }), current: filter.section === POSTS },
  ]
}

function searchOf({ pack, filter, people }: Timeline, base: string): TimelinePage['search'] {
  const any = (label: string): Option => ({ value: '', label, selected: false })
  return {
    action: base,
    q: filter.q,
    type: filter.section ?? '',
    from: filter.from ?? filter.days.typed.from,
    to: filter.to ?? filter.days.typed.to,
    problems: filter.days.problems,
    open: Boolean(
      Object.keys(filter.days.problems).length > 0 ||
        filter.status ||
        filter.postState ||
        filter.from ||
        filter.to ||
        filter.item ||
        filter.person,
    ),
    statuses: [
      any('Any state'),
      ...Object.entries(statusWords).map(([value, label]) => ({ value, label, selected: filter.status === value })),
      ...postStates.map((value) => ({
        value,
        label: `${postsIn(pack.pack).words.one}: ${value}`,
        selected: filter.postState === value,
      })),
    ],
    items: [
      any('Any item'),
      ...[...pack.items.values()].map(({ key, title, code }) => ({
        value: key,
        label: code && code !== title ? `${code} ${title}` : title,
        selected: filter.item === key,
      })),
    ],
    people: [
      any('Anybody'),
      ...people.map(({ id, name }) => ({ value: id, label: name, selected: filter.person === id })),
    ],
  }
}

function askedWords({ filter, pack, people }: Timeline, url: (change: Asked) => string): TimelinePage['asked'] {
  const { q, status, postState, from, to, item, person } = filter
  const words: [string | null | false, Asked][] = [
    [q && `“${q}”`, { q: '' }],
    [status && statusWords[status], { status: '' }],
    [postState && `${postsIn(pack.pack).words.one}: ${postState}`, { status: '' }],
    [from && `from ${date(from)}`, { from: '' }],
    [to && `to ${date(to)}`, { to: '' }],
    [item && codeOf(pack, item), { item: '' }],
    [person && (people.find(({ id }) => id === person)?.name ?? 'one person'), { person: '' }],
  ]
  return words.flatMap(([text, change]) => (text ? [{ words: text, without: url({ ...change, page: '' }) }] : []))
}

const columns: Column[] = [
  { label: 'Date', card: 'side' },
  { label: 'What', card: 'title' },
  { label: 'Linked to' },
  { label: 'State' },
]

function tableOf({ rows, pack }: Timeline, actor: Actor, own: boolean): Table {
  return {
    caption: 'Records, newest first',
    columns,
    rows: rows.map((row) => ({ id: row.id, name: titleFor(actor, pack, row), cells: cellsOf(row, actor, pack) })),
    select: own ? { name: 'records' } : null,
  }
}

function cellsOf(row: ListRow, actor: Actor, pack: Timeline['pack']): Cell[] {
  const title = titleFor(actor, pack, row)
  const form = pack.form(row.formKey)?.title ?? row.kind
  const person = row.assessor?.name ?? (row.authorId === row.personId ? null : row.author?.name)
  const [state] = stateTags(row)
  return [
    { text: date(row.occurredOn.toISOString().slice(0, 10)) },
    {
      text: title,
      href: recordUrl(row),
      hint: [form === title ? null : form, person].filter(Boolean).join(' · ') || null,
    },
    { text: row.links.length ? list(row.links.map(({ itemKey }) => codeOf(pack, itemKey))) : null },
    { tag: state ?? null },
  ]
}

/** Posts are an answer to a question, but no beginning of a record. */
const isEmpty = ({ rows, posts }: Timeline, asked: Asked): boolean =>
  rows.length === 0 && (posts.length === 0 || Object.keys(asked).length === 0)

function emptyOf(asked: Asked, base: string, own: boolean): Empty {
  if (Object.keys(asked).length)
    return {
      icon: 'search',
      title: 'Nothing matches',
      why: 'Try fewer words, or leave out a filter. Search finds whole words: “sepsis”, “difficult conversation”, “mini-CEX”.',
      action: { label: 'Show everything', href: base },
    }
  return own
    ? {
        icon: 'journal-text',
        title: 'Nothing here yet',
        why: 'Clinics, procedures, assessments, reflections and certificates all come together here, newest first. Begin with what you did today: it takes a minute.',
        action: { label: 'Create', href: '/create' },
      }
    : {
        icon: 'journal-text',
        title: 'Nothing has been shared yet',
        why: 'Records appear here when the trainee enters them or an assessor completes them. Private reflections and files never show.',
      }
}
