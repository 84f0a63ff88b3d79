import type { Temporal } from 'temporal-polyfill'
import type { Shown } from '../kit/http.ts'
import type { Action, Cell, Fact, Figure, Head, Pager, Table, Tag } from '../kit/partials.ts'
import { contains, lastDay, type Period } from '../kit/periods.ts'
import { type View, view } from '../kit/render.ts'
import { date, dateTime, plural, upperFirst } from '../kit/ui.ts'
import { contactFacts } from './contacts.ts'
import { crowdedWords } from './crowding.ts'
import { placePolicy } from './policy.ts'
import type { RoleHere } from './roles.ts'
import { type AccreditationHere, type PastAccreditation, type PostHere, postsShown, type SiteFound } from './site.ts'
import { accreditationTag, loadCell, loadTag, loadWords, url } from './views.ts'

interface ContactCard {
  name: string
  facts: Fact[]
}

interface Row {
  title: string
  href: string | null
  tag: Tag | null
  why: string
  action: Action | null
}

interface SitePage {
  head: Head
  figures: Figure[]
  /** Which limit it is over, and on which days. */
  crowded: string[]
  accreditations: { table: Table | null; add: { label: string; href: string } | null; past: Table | null }
  /** Null for trainees of the place. */
  posts: { table: Table | null; pager: Pager | null; count: number } | null
  people: { rows: Row[]; past: Row[]; give: { label: string; href: string } | null } | null
  contacts: { list: ContactCard[]; keep: { label: string; href: string } | null }
  capacity: { action: string; value: string; problem: string | null } | null
}

declare module '../kit/render.ts' {
  interface Pages {
    'places/site': SitePage
  }
}

declare module '../kit/partials.ts' {
  interface Partials {
    'places/people': { p: { rows: readonly Row[] } }
    'places/whom-to-ask': { p: { contacts: readonly ContactCard[] } }
  }
}

/** "1 Aug 2026 to 31 Jan 2027", "from 1 Aug 2026". */
export function days({ from, until }: Period): string {
  return until ? `${date(from)} to ${date(lastDay(until))}` : `from ${date(from)}`
}

/** One site: what it may train for, who is there against how many it takes, who answers for it (R13–R16). */
export function sitePage(found: SiteFound, { ctx, actor, typed, problems }: Shown): View {
  const { site, load } = found
  const keeps = placePolicy.actions.keep(actor, site) === true
  const tag = loadTag(load, ctx.today)
  return view('places/site', {
    head: {
      title: site.name,
      sub: [site.town, site.network].filter(Boolean).join(' · '),
      over: found.own ? null : { link: { label: 'Sites', href: url.sites }, text: null },
      tags: tag ? [tag] : [],
    },
    figures: figuresOf(found, ctx.today),
    crowded: found.own ? [] : found.crowded.map(({ programme, ...one }) => crowdedWords(one, programme ?? undefined)),
    accreditations: {
      table: accreditationTable(found, keeps, ctx.today),
      add: keeps ? { label: 'Accredit', href: url.accredit(site.id) } : null,
      past: found.past.length > 0 ? pastTable(found.past, ctx.config.timeZone) : null,
    },
    posts: found.own ? null : postsOf(found, ctx.today),
    people: found.own ? null : peopleOf(found, actor.relation === 'collegeAdmin'),
    contacts: {
      list: found.contacts.map((one) => ({ name: one.name, facts: contactFacts(one) })),
      keep:
        placePolicy.actions.keepContacts(actor, site) === true
          ? { label: 'Change', href: url.contacts(site.id) }
          : null,
    },
    capacity: keeps
      ? {
          action: url.capacity(site.id),
          value: typeof typed?.capacity === 'string' ? typed.capacity : String(site.capacity ?? ''),
          problem: problems.capacity ?? null,
        }
      : null,
  })
}

function figuresOf({ site, load }: SiteFound, today: Temporal.PlainDate): Figure[] {
  const { over } = load
  const isOver = over?.on.equals(today) ?? false
  return [
    {
      label: 'Trainees now',
      value: loadWords(load, site.capacity),
      tone: isOver ? 'stop' : 'plain',
      hint: site.capacity === null ? 'capacity not on record' : isOver ? 'more than it takes' : null,
    },
    {
      label: 'To come',
      value: String(load.toCome),
      tone: over && !isOver ? 'warn' : 'plain',
      hint: over && !isOver ? `${over.count} from ${date(over.on)}, more than it takes` : null,
    },
  ]
}

function accreditationTable(found: SiteFound, keeps: boolean, today: Temporal.PlainDate): Table | null {
  const all = [...found.accreditations].reverse()
  if (all.length === 0) return null
  return {
    caption: 'What it is accredited for',
    columns: [
      { label: 'For', card: 'title' },
      { label: 'When' },
      { label: 'At most' },
      { label: 'Trainees' },
      { label: 'State', card: 'side' },
    ],
    rows: all.map((one) => ({
      id: one.id,
      name: one.level,
      cells: [
        {
          text: one.level,
          hint: one.programme,
          ...(keeps && one.mine ? { href: url.accreditation(found.site.id, one.id) } : {}),
        },
        { text: days(one) },
        { text: one.maxMonths === null ? 'no limit' : plural(one.maxMonths, 'month'), quiet: one.maxMonths === null },
        trainees(one, today),
        { tag: stateTag(one, found.accreditations, today) },
      ],
    })),
  }
}

function trainees(one: AccreditationHere, today: Temporal.PlainDate): Cell {
  if (contains(one, today)) return loadCell(one.load, one.capacity, today)
  return { text: one.capacity === null ? '' : `up to ${one.capacity}`, quiet: true }
}

function stateTag(one: AccreditationHere, all: readonly AccreditationHere[], today: Temporal.PlainDate): Tag {
  if (contains(one, today)) {
    const own = all.filter(({ programmeId }) => programmeId === one.programmeId)
    return accreditationTag(own, today)
  }
  const ahead = one.until === null || today.until(one.from, { largestUnit: 'days' }).days > 0
  return ahead ? { words: 'to come', tone: 'info' } : { words: 'over', tone: 'plain' }
}

function pastTable(past: readonly PastAccreditation[], timeZone: string): Table {
  return {
    caption: 'What was on record before',
    columns: [{ label: 'Then', card: 'title' }, { label: 'When' }, { label: 'Changed' }, { label: 'Why' }],
    rows: past.map((one) => ({
      id: one.id,
      name: one.level,
      cells: [
        { text: one.level, hint: one.programme },
        { text: days(one) },
        {
          text: `${one.withdrawn ? 'taken off' : 'changed'} ${dateTime(one.correctedAt, timeZone)}`,
          hint: one.correctedBy,
        },
        { text: one.reason },
      ],
    })),
  }
}

function postsOf({ posts, postCount, page, site }: SiteFound, today: Temporal.PlainDate): SitePage['posts'] {
  const first = (page - 1) * postsShown + 1
  const at = (to: number) => `${url.site(site.id)}?page=${to}#posts`
  return {
    count: postCount,
    table: posts.length > 0 ? postsTable(posts, today) : null,
    pager:
      postCount > postsShown
        ? {
            from: first,
            to: first + posts.length - 1,
            total: postCount,
            previous: page > 1 ? at(page - 1) : null,
            next: page * postsShown < postCount ? at(page + 1) : null,
          }
        : null,
  }
}

function postsTable(posts: readonly PostHere[], today: Temporal.PlainDate): Table {
  const several = new Set(posts.map(({ programme }) => programme)).size > 1
  return {
    caption: 'Posts there today and to come',
    columns: [
      { label: 'Trainee', card: 'title' },
      { label: 'Post' },
      { label: 'When' },
      { label: 'State', card: 'side' },
    ],
    rows: posts.map((post) => ({
      id: post.id,
      name: post.name,
      cells: [
        { text: post.name, href: `/portfolios/${post.enrolmentId}`, hint: several ? post.programme : null },
        { text: post.title },
        { text: days(post) },
        { tag: contains(post, today) ? { words: 'there now', tone: 'ok' } : { words: 'to come', tone: 'info' } },
      ],
    })),
  }
}

const roleTags: Record<RoleHere['state'], Tag | null> = {
  now: null,
  toCome: { words: 'to come', tone: 'info' },
  past: { words: 'past', tone: 'plain' },
}

function peopleOf({ people, site }: SiteFound, administers: boolean): SitePage['people'] {
  const row = (one: RoleHere): Row => ({
    title: one.name,
    href: administers ? `/people/${one.personId}` : null,
    tag: roleTags[one.state],
    why: [upperFirst(one.words), one.scopeKind === 'network' ? one.scope : null, one.programme, roleDays(one)]
      .filter(Boolean)
      .join(' · '),
    action:
      administers && one.state !== 'past'
        ? { label: one.state === 'now' ? 'End' : 'Take back', href: `/people/${one.personId}/roles/${one.id}` }
        : null,
  })
  return {
    rows: people.filter(({ state }) => state !== 'past').map(row),
    past: people.filter(({ state }) => state === 'past').map(row),
    give: administers ? { label: 'Give a role', href: `/people/new?site=${site.id}` } : null,
  }
}

function roleDays({ from, until }: RoleHere): string {
  return until ? `${date(from)} to ${date(lastOf(until))}` : `from ${date(from)}`
}

const lastOf = (until: string): string => {
  const end = new Date(`${until}T00:00:00Z`)
  end.setUTCDate(end.getUTCDate() - 1)
  return end.toISOString().slice(0, 10)
}
