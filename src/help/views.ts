import { guardBox } from '../guard/index.ts'
import type { Problems } from '../kit/errors.ts'
import type { Shown } from '../kit/http.ts'
import type { Action, Fact, GuardBox } from '../kit/partials.ts'
import { type View, view } from '../kit/render.ts'
import { dateTime } from '../kit/ui.ts'
import { contactFacts } from '../places/index.ts'
import type { Article, Part } from './articles.ts'
import type { BreachRow } from './breach.ts'
import type { ContactsFound } from './contacts.ts'
import { type StandingKey, standingPages } from './documents.ts'
import type { HelpFound } from './find.ts'
import { glossary, slugOf } from './glossary.ts'

interface ArticleLink {
  title: string
  summary: string
  href: string
}

interface Desk {
  name: string
  for: string
  email: string | null
  phone: string | null
  tel: string | null
  hours: string | null
}

interface HelpIndexPage {
  title: string
  query: string
  near: ArticleLink[]
  articles: ArticleLink[]
  heading: string
  none: boolean
}

interface ArticlePage {
  title: string
  summary: string
  parts: readonly Part[]
  links: readonly { title: string; href: string }[]
  others: ArticleLink[]
}

interface ContactsPage {
  title: string
  signedIn: boolean
  colleges: { name: string; desks: Desk[] }[]
  sites: ContactsFound['sites']
  there: { site: string; contacts: { name: string; facts: Fact[] }[] }[]
}

interface BreachPage {
  title: string
  problems: Problems
  what: string
  contact: string
  guard: GuardBox | null
  sent: boolean
  signedIn: boolean
}

interface BreachesPage {
  title: string
  rows: { id: string; text: string; meta: string; handled: boolean; action: Action | null }[]
}

interface GlossaryPage {
  title: string
  letters: string[]
  entries: { key: string; letter: string | null; word: string; full: string | null; meaning: string }[]
}

interface StandingView {
  title: string
  lead: string
  parts: readonly Part[]
}

declare module '../kit/render.ts' {
  interface Pages {
    'help/index': HelpIndexPage
    'help/article': ArticlePage
    'help/contacts': ContactsPage
    'help/breach': BreachPage
    'help/breaches': BreachesPage
    'help/glossary': GlossaryPage
    'help/standing': StandingView
  }
}

declare module '../kit/partials.ts' {
  interface Partials {
    'help/parts': { p: { parts: readonly Part[] } }
    'help/list': { p: { articles: readonly ArticleLink[] } }
  }
}

const linkTo = ({ key, title, summary }: Article): ArticleLink => ({ title, summary, href: `/help/articles/${key}` })
const layout = (shown: Shown) => ({ layout: shown.actor.sessionId ? ('app' as const) : ('bare' as const) })

/** The help page: search, what fits the page one came from, all articles. */
export function helpPage({ query, near, articles }: HelpFound, shown: Shown): View {
  const model: HelpIndexPage = {
    title: 'Help',
    query,
    near: near.map(linkTo),
    articles: articles.map(linkTo),
    heading: query ? `Articles about “${query}”` : 'All articles',
    none: articles.length === 0,
  }
  return view('help/index', model, layout(shown))
}

/** One article, with the others beside it. */
export function articlePage({ article, others }: { article: Article; others: Article[] }, shown: Shown): View {
  const { title, summary, parts, links = [] } = article
  return view('help/article', { title, summary, parts, links, others: others.map(linkTo) }, layout(shown))
}

const desksFor = {
  programme: 'Posts, supervisors, dates, reviews, what counts',
  technical: 'Signing in, something that does not work, two accounts',
}

/** Whom to ask, in plain addresses that need no scripts (R61). */
export function contactsPage({ colleges, sites, there }: ContactsFound, shown: Shown): View {
  const model: ContactsPage = {
    title: 'Contacts',
    signedIn: shown.actor.sessionId !== null,
    colleges: colleges.map(({ name, contacts }) => ({
      name,
      desks: contacts.map((one) => ({
        name: one.name,
        for: desksFor[one.kind],
        email: one.email ?? null,
        phone: one.phone ?? null,
        tel: one.phone?.replace(/[^\d+]/g, '') ?? null,
        hours: one.hours ?? null,
      })),
    })),
    sites,
    there: there.map(({ site, contacts }) => ({
      site,
      contacts: contacts.map((one) => ({ name: one.name, facts: contactFacts(one) })),
    })),
  }
  return view('help/contacts', model, layout(shown))
}

/** Reporting misuse or a breach. */
export function breachPage(_found: object, shown: Shown): View {
  const { typed, problems, ctx } = shown
  const text = (key: string) => (typeof typed?.[key] === 'string' ? (typed[key] as string) : '')
  const model: BreachPage = {
    title: 'Report misuse or a breach',
    problems,
    what: text('what'),
    contact: text('contact'),
    guard: guardBox(shown),
    sent: ctx.query.sent === '1',
    signedIn: shown.actor.sessionId !== null,
  }
  return view('help/breach', model, layout(shown))
}

/** The reports, for college administrators. */
export function breachesPage(rows: BreachRow[], { ctx }: Shown): View {
  const model: BreachesPage = {
    title: 'Reports of misuse or breaches',
    rows: rows.map((row) => ({
      id: row.id,
      text: row.what,
      meta: [
        dateTime(row.createdAt, ctx.config.timeZone),
        row.by ?? 'somebody signed out',
        row.contact ? `can be reached at ${row.contact}` : 'left no contact',
      ].join(' · '),
      handled: row.handledAt !== null,
      action: row.handledAt
        ? null
        : { label: 'Dealt with', icon: 'check-lg', href: `/help/breaches/${row.id}/handled`, post: {} },
    })),
  }
  return view('help/breaches', model)
}

/** Every word of the glossary, on one page. */
export function glossaryPage(_found: object, shown: Shown): View {
  const sorted = [...glossary].sort((a, b) => a.word.localeCompare(b.word, 'en-GB'))
  const letterOf = (word: string) => word[0]!.toUpperCase()
  const letters = [...new Set(sorted.map(({ word }) => letterOf(word)))]
  let last = ''
  const entries = sorted.map(({ word, full, meaning }) => {
    const letter = letterOf(word) === last ? null : letterOf(word)
    last = letterOf(word)
    return { key: slugOf(word), letter, word, full: full ?? null, meaning }
  })
  return view('help/glossary', { title: 'Glossary', letters, entries }, layout(shown))
}

/** Terms, privacy, cookies, what’s new. */
export function standingPage({ key }: { key: StandingKey }, shown: Shown): View {
  const { title, lead, parts } = standingPages[key]
  return view('help/standing', { title, lead, parts }, layout(shown))
}
