import { linkCap, titleFor } from '../../evidence/index.ts'
import type { Show } from '../../kit/http.ts'
import type { Head, Pager, Tag } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import { date, list, plural } from '../../kit/ui.ts'
import { isThere, nodesOf } from '../../programmes/index.ts'
import { itemName, itemTitle } from '../levels.ts'
import { type LinkableRow, type LinkingFound, PAGE } from '../queries/linking.ts'
import { url } from './words.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'progress/linking': LinkingPage
  }
}

declare module '../../kit/partials.ts' {
  interface Partials {
    'progress/choice': { p: { name: string; choice: Choice } }
  }
}

interface Choice {
  value: string
  title: string
  meta: string | null
  tags: Tag[]
  checked: boolean
  disabled: boolean
}

interface LinkingPage {
  head: Head
  action: string
  search: { action: string; value: string; item: string | null }
  problems: Record<string, string>
  problem: { records: string | null; items: string | null; reveal: string | null }
  records: Choice[]
  empty: boolean
  groups: { title: string; items: Choice[] }[]
  pager: Pager | null
}

/** Any number of records to any number of items, in one act. */
export const linkingPage: Show<LinkingFound> = (found, { actor, typed, problems }): View => {
  const { portfolio, pack } = found
  const chosen = {
    records: typed ? listed(typed.records) : found.chosen.records,
    items: typed ? listed(typed.items) : found.chosen.items,
  }
  const placed = nodesOf(pack.pack)
  const groups = placed.filter(({ node }) => node.kind === 'group')
  return view('progress/linking', {
    head: {
      title: 'Link records to the curriculum',
      sub: pack.pack.pack.evidence.text,
      over: { link: { label: 'Curriculum', href: url.curriculum(portfolio.id) }, text: null },
    },
    action: url.link(portfolio.id),
    search: { action: url.link(portfolio.id), value: found.query, item: chosen.items[0] ?? null },
    problems: { ...problems },
    problem: { records: problems.records ?? null, items: problems.items ?? null, reveal: problems.reveal ?? null },
    records: found.records.map((row) => ({ ...choiceOf(found, row, actor), checked: chosen.records.includes(row.id) })),
    empty: found.records.length === 0,
    groups: groups
      .map(({ node: group }) => ({
        title: group.title,
        items: placed
          .filter(({ node, above }) => node.kind === 'item' && above.at(-1) === group.key)
          .filter(({ node }) => isThere(pack.pack, node.key, portfolio.stageKey))
          .map(({ node }) => ({
            value: node.key,
            title: itemTitle(node),
            meta: null,
            tags: [],
            checked: chosen.items.includes(node.key),
            disabled: false,
          })),
      }))
      .filter(({ items }) => items.length > 0),
    pager: pagerOf(found),
  })
}

const listed = (value: unknown): string[] => (value === undefined ? [] : [value].flat().map(String))

function choiceOf(
  { pack }: LinkingFound,
  row: LinkableRow,
  actor: Parameters<typeof titleFor>[0],
): Omit<Choice, 'checked'> {
  const form = pack.form(row.formKey)
  const cap = linkCap(pack, form)
  const names = row.links.flatMap(({ itemKey }) => {
    const item = pack.items.get(itemKey)
    return item ? [itemName(item)] : []
  })
  const full = names.length >= cap
  const linked = names.length ? `linked to ${list(names)}` : 'not linked yet'
  const left = full ? `no more than ${plural(cap, 'item')}` : `up to ${cap}`
  return {
    value: row.id,
    title: titleFor(actor, pack, row),
    meta: [form?.short, date(row.occurredOn.toISOString().slice(0, 10)), linked, left].filter(Boolean).join(' · '),
    tags: row.sharedState === 'private' ? [{ words: 'private until linked', tone: 'info' }] : [],
    disabled: full,
  }
}

function pagerOf({ portfolio, total, page, query }: LinkingFound): Pager | null {
  if (total <= PAGE) return null
  const at = (to: number) =>
    `${url.link(portfolio.id)}?${new URLSearchParams({ ...(query ? { q: query } : {}), page: String(to) })}`
  return {
    from: (page - 1) * PAGE + 1,
    to: Math.min(total, page * PAGE),
    total,
    previous: page > 1 ? at(page - 1) : null,
    next: page * PAGE < total ? at(page + 1) : null,
  }
}
