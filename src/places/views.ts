import type { Temporal } from 'temporal-polyfill'
import type { Shown } from '../kit/http.ts'
import type { Cell, Empty, Head, Pager, Table, Tag } from '../kit/partials.ts'
import { contains } from '../kit/periods.ts'
import { type View, view } from '../kit/render.ts'
import { date, plural } from '../kit/ui.ts'
import type { Accreditation } from './accreditation.ts'
import type { Load } from './load.ts'
import { pageSize, type SiteList, type SiteRow } from './queries.ts'

interface SitesPage {
  head: Head
  query: string
  tables: { network: string; id: string; table: Table }[]
  pager: Pager
  empty: Empty | null
}

declare module '../kit/render.ts' {
  interface Pages {
    'places/sites': SitesPage
  }
}

export const url = {
  sites: '/sites',
  site: (siteId: string) => `/sites/${siteId}`,
  contacts: (siteId: string) => `/sites/${siteId}/contacts`,
  capacity: (siteId: string) => `/sites/${siteId}/capacity`,
  accredit: (siteId: string) => `/sites/${siteId}/accreditations/new`,
  accreditation: (siteId: string, periodId: string) => `/sites/${siteId}/accreditations/${periodId}`,
  withdraw: (siteId: string, periodId: string) => `/sites/${siteId}/accreditations/${periodId}/withdraw`,
}

const within = (days: number) => (until: Temporal.PlainDate, today: Temporal.PlainDate) =>
  today.until(until, { largestUnit: 'days' }).days <= days

/** Ahead of an end people have time to ask for the next visit. */
const soon = within(183)

/** How an accreditation stands on a day. */
export function accreditationTag(periods: readonly Accreditation[], today: Temporal.PlainDate): Tag {
  const now = periods.find((one) => contains(one, today))
  if (!now) {
    return periods.length === 0
      ? { words: 'nothing on record', tone: 'plain' }
      : { words: 'not accredited', tone: 'stop' }
  }
  const last = lastOf(now, periods)
  if (!last) return { words: 'accredited', tone: 'ok' }
  const words = `accredited until ${date(last.subtract({ days: 1 }))}`
  return { words, tone: soon(last, today) ? 'warn' : 'ok' }
}

/** The end of a period, and of those that follow without a gap. */
function lastOf(now: Accreditation, periods: readonly Accreditation[]): Temporal.PlainDate | null {
  const next = now.until && periods.find(({ from }) => from.equals(now.until!))
  return next ? lastOf(next, periods) : now.until
}

/** Said beside a site that has, or will have, more trainees than it takes. */
export function loadTag({ over }: Load, today: Temporal.PlainDate): Tag | null {
  if (!over) return null
  return over.on.equals(today)
    ? { words: 'over capacity', tone: 'stop' }
    : { words: `over capacity from ${date(over.on)}`, tone: 'warn' }
}

/** "5 of 8", and where that is or becomes too many, so in a tag. */
export function loadCell(load: Load, capacity: number | null, today: Temporal.PlainDate): Cell {
  const tag = loadTag(load, today)
  const words = loadWords(load, capacity)
  return tag ? { tag: { ...tag, words: `${words}, ${tag.words}` } } : { text: words }
}

export const loadWords = ({ now }: Load, capacity: number | null): string =>
  capacity === null ? String(now) : `${now} of ${capacity}`

/** The sites of one's programmes or portfolios, a table to each network. */
export function sitesPage({ rows, total, page, query }: SiteList, { ctx }: Shown): View {
  const networks = [...new Set(rows.map(({ network }) => network))]
  const first = rows.length ? (page - 1) * pageSize + 1 : 0
  const at = (to: number) =>
    `${url.sites}?${new URLSearchParams({ ...(query ? { q: query } : {}), ...(to > 1 ? { page: String(to) } : {}) })}`
  return view('places/sites', {
    head: {
      title: 'Sites',
      sub: 'Where your programmes train: who is there, who answers for it, and what it is accredited for',
    },
    query,
    tables: networks.map((network, index) => ({
      network,
      id: `network-${index}`,
      table: tableOf(
        network,
        rows.filter((row) => row.network === network),
        ctx.today,
      ),
    })),
    pager: {
      from: first,
      to: rows.length ? first + rows.length - 1 : 0,
      total,
      previous: page > 1 ? at(page - 1) : null,
      next: page * pageSize < total ? at(page + 1) : null,
    },
    empty:
      rows.length > 0
        ? null
        : {
            icon: 'hospital',
            title: query ? 'No site matches' : 'No sites yet',
            why: query ? 'Look for a part of its name, its town or its network.' : 'Sites are where your trainees are.',
            action: query ? { label: 'Show all', href: url.sites } : null,
          },
  })
}

function tableOf(network: string, rows: readonly SiteRow[], today: Temporal.PlainDate): Table {
  return {
    caption: `Sites of ${network}`,
    columns: [
      { label: 'Site', card: 'title' },
      { label: 'Trainees now' },
      { label: 'To come', number: true },
      { label: 'People with a role' },
      { label: 'Accreditation', card: 'side' },
    ],
    rows: rows.map((row) => ({
      id: row.id,
      name: row.name,
      cells: [
        { text: row.name, href: url.site(row.id), hint: row.town },
        loadCell(row.load, row.capacity, today),
        { text: String(row.load.toCome), quiet: row.load.toCome === 0 },
        row.roles > 0 ? { text: plural(row.roles, 'person', 'people') } : { tag: { words: 'nobody', tone: 'warn' } },
        { tag: accreditationOverall(row.accreditations, today) },
      ],
    })),
  }
}

const worst: Tag['tone'][] = ['stop', 'warn', 'plain', 'ok']

/** Of several programmes the one that needs a look most. */
function accreditationOverall(all: readonly Accreditation[], today: Temporal.PlainDate): Tag {
  const programmes = [...new Set(all.map(({ programmeId }) => programmeId))]
  const tags = programmes.map((id) =>
    accreditationTag(
      all.filter(({ programmeId }) => programmeId === id),
      today,
    ),
  )
  tags.sort((a, b) => worst.indexOf(a.tone) - worst.indexOf(b.tone))
  return tags[0] ?? accreditationTag([], today)
}
