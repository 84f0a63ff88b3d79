import { deviceWords, roughAddress } from '../identity/index.ts'
import type { Shown } from '../kit/http.ts'
import type { Chip, Link, Pager } from '../kit/partials.ts'
import { type View, view } from '../kit/render.ts'
import { date, dateTime, plural } from '../kit/ui.ts'
import { type Deed, type Look, pageSize, type Trail } from './queries.ts'
import { deedWords, pageWords } from './words.ts'

interface LookRow {
  name: string
  role: string
  /** "09:12" or "09:12 to 10:40". */
  when: string
  pages: { time: string; what: string; times: string | null; record: Link | null }[]
  more: string | null
}

/** A visit of more pages than these says how many more. */
const shownPages = 20

interface LookedPage {
  title: string
  tabs: Chip[]
  days: { day: string; rows: LookRow[] }[]
  pager: Pager
  none: boolean
}

interface ActivityPage {
  title: string
  tabs: Chip[]
  days: { day: string; rows: { who: string; verb: string; rest: string; record: Link | null; detail: string }[] }[]
  pager: Pager
  none: boolean
}

declare module '../kit/render.ts' {
  interface Pages {
    'audit/looked': LookedPage
    'audit/activity': ActivityPage
  }
}

const url = (id: string, tab: 'looked' | 'activity', page = 1) =>
  `/portfolios/${id}/${tab}${page > 1 ? `?page=${page}` : ''}`

function frame<R>({ portfolio, page, more, rows }: Trail<R>, tab: 'looked' | 'activity') {
  const from = rows.length ? (page - 1) * pageSize + 1 : 0
  const tabs: Chip[] = [
    { label: 'Who looked', href: url(portfolio.id, 'looked'), current: tab === 'looked' },
    { label: 'What was done', href: url(portfolio.id, 'activity'), current: tab === 'activity' },
  ]
  const pager: Pager = {
    from,
    to: rows.length ? from + rows.length - 1 : 0,
    total: null,
    previous: page > 1 ? url(portfolio.id, tab, page - 1) : null,
    next: more ? url(portfolio.id, tab, page + 1) : null,
  }
  return { title: 'Who looked at my portfolio', tabs, pager, none: rows.length === 0 }
}

/** Groups lines that follow one another by their day. */
function byDay<R, L>(rows: readonly R[], dayOf: (row: R) => string, show: (row: R) => L): { day: string; rows: L[] }[] {
  const days: { day: string; rows: L[] }[] = []
  for (const row of rows) {
    const day = dayOf(row)
    if (days.at(-1)?.day !== day) days.push({ day, rows: [] })
    days.at(-1)!.rows.push(show(row))
  }
  return days
}

const time = (at: Date, timeZone: string) => dateTime(at, timeZone).split(', ')[1]!

/** Who looked, in which role, when, at what. */
export function lookedPage(trail: Trail<Look>, _shown: Shown): View {
  const { portfolio, pack } = trail
  const show = ({ name, role, pages }: Look): LookRow => {
    const times = pages.map(({ at }) => time(new Date(at), portfolio.timeZone))
    const [first, last] = [times[0]!, times.at(-1)!]
    return {
      name,
      role,
      when: first === last ? first : `${first} to ${last}`,
      pages: pages.slice(0, shownPages).map((page, index) => ({
        time: times[index]!,
        what: pageWords(page.what, pack),
        times: page.times > 1 ? `${page.times} times` : null,
        record: page.record ? { label: page.record.title, href: `/records/${page.record.id}` } : null,
      })),
      more: pages.length > shownPages ? `and ${plural(pages.length - shownPages, 'further page')}` : null,
    }
  }
  return view('audit/looked', { ...frame(trail, 'looked'), days: byDay(trail.rows, ({ day }) => date(day), show) })
}

/** With the account it matters from where; with the portfolio, in which role. */
function circumstances({ type, kind, role, actorId, ip, device }: Deed, ownerId: string): string[] {
  const withAccount = /^(session|password|account)\./.test(type)
  if (withAccount) return [deviceWords(device), roughAddress(ip)]
  // Whoever is asked to assess does so as the one asked, whichever of their other roles they were in.
  return [kind === 'assessment' && actorId !== ownerId ? 'as assessor' : `as ${role}`]
}

/** What was done in the portfolio and with the account, by whom. */
export function activityPage(trail: Trail<Deed>, { actor }: Shown): View {
  const { portfolio, pack } = trail
  const day = ({ at }: Deed) => dateTime(at, portfolio.timeZone).split(', ')[0]!
  const rows = byDay(trail.rows, day, (deed) => ({
    who: deed.actorId === actor.personId ? 'You' : deed.name,
    ...deedWords(deed, pack),
    record: deed.recordId ? { label: deed.title ?? 'a record', href: `/records/${deed.recordId}` } : null,
    detail: [time(deed.at, portfolio.timeZone), ...circumstances(deed, portfolio.personId)].join(' · '),
  }))
  return view('audit/activity', { ...frame(trail, 'activity'), title: 'What was done', days: rows })
}
