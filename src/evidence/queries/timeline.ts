import { Temporal } from 'temporal-polyfill'
import { Prisma, type RecordStatus } from '../../generated/client.ts'
import { dateIn } from '../../kit/clock.ts'
import type { Ctx } from '../../kit/context.ts'
import { isId } from '../../kit/ids.ts'
import { readDay } from '../../kit/inputs.ts'
import { dbDate, lastDay } from '../../kit/periods.ts'
import { scoped } from '../../kit/scope.ts'
import { date } from '../../kit/ui.ts'
import { type Actor, enrolmentsOf, readableRecords } from '../../policy/index.ts'
import type { PublishedPack } from '../../programmes/index.ts'
import {
  type PortfolioBase,
  type Post,
  type PostState,
  portfolioOf,
  postStates,
  postsOf,
  postTitle,
} from '../../training/index.ts'
import { recordPolicy } from '../policy.ts'
import { rowColumns } from './columns.ts'
import { answersForTrainee } from './confided.ts'
import { decorated, type ListRow } from './rows.ts'

export const pageSize = 50

export interface TimelineFilter {
  q: string
  section: string | null
  status: RecordStatus | null
  /** Asked of posts instead of records: active, future or ended (R65). */
  postState: PostState | null
  from: string | null
  to: string | null
  days: AskedDays
  item: string | null
  person: string | null
  page: number
}

export interface Timeline {
  portfolio: PortfolioBase
  pack: PublishedPack
  filter: TimelineFilter
  rows: ListRow[]
  more: boolean
  /** How many of each section there are in all; null while searching. */
  counts: Map<string, number> | null
  people: { id: string; name: string }[]
  /** Posts that were asked for; where nothing is asked, those of today and to come. */
  posts: Post[]
}

/** What the address calls posts, where it names a section of records otherwise. */
export const POSTS = 'posts'

const statuses: readonly RecordStatus[] = [
  'requested',
  'submitted',
  'signed',
  'held',
  'declined',
  'withdrawn',
  'expired',
  'void',
  'disputed',
]

/** Days that were asked for, as typed, and what is wrong with them in words. Wrong ones narrow nothing. */
export interface AskedDays {
  typed: { from: string; to: string }
  problems: { from?: string; to?: string }
}

function daysOf(query: Ctx['query']): AskedDays & { from: string | null; to: string | null } {
  const typed = { from: (query.from ?? '').trim().slice(0, 40), to: (query.to ?? '').trim().slice(0, 40) }
  const [from, to] = [readDay(typed.from), readDay(typed.to)]
  const noDay = (text: string) => `“${text}” is not a day in the calendar, so it narrows nothing.`
  const problems = {
    ...(typed.from && !from ? { from: noDay(typed.from) } : {}),
    ...(typed.to && !to ? { to: noDay(typed.to) } : {}),
  }
  if (from && to && Temporal.PlainDate.compare(from, to) > 0) {
    const order = `Nothing lies from ${date(from)} to ${date(to)}: the first day comes after the last. The days narrow nothing until that is right.`
    return { typed, problems: { from: order }, from: null, to: null }
  }
  return { typed, problems, from: from?.toString() ?? null, to: to?.toString() ?? null }
}

/** What the address asks for; whatever makes no sense is left out; of days it is said. */
export function filterOf(query: Ctx['query'], pack: PublishedPack): TimelineFilter {
  const { q = '', type, status, item, person, page } = query
  const { from, to, typed, problems } = daysOf(query)
  return {
    q: q.replaceAll('\0', '').trim().slice(0, 200),
    section: type === POSTS || pack.pack.rights.sections.some(({ key }) => key === type) ? type! : null,
    status: statuses.find((one) => one === status) ?? null,
    postState: postStates.find((one) => one === status) ?? null,
    from,
    to,
    days: { typed, problems },
    item: item && pack.items.has(item) ? item : null,
    person: isId(person) ? person : null,
    page: Math.min(Math.max(Number.parseInt(page ?? '1', 10) || 1, 1), 1000),
  }
}

/** Finder of a portfolio's timeline (`:enrolmentId`): what exists for the actor, and of that what was asked for. */
export const findTimeline = scoped(recordPolicy, async (visible, ctx): Promise<Timeline | null> => {
  const portfolio = await portfolioOf(enrolmentsOf(ctx.actor), ctx, ctx.params.enrolmentId)
  if (!portfolio) return null
  const pack = await ctx.services.packs.get(portfolio.packVersionId)
  const filter = filterOf(ctx.query, pack)
  const here: Prisma.RecordWhereInput = { AND: [{ enrolmentId: portfolio.id }, visible] }
  const words = filter.q ? await wordsClause(ctx, portfolio.id, filter.q, pack) : {}
  const [rows, counts, posts] = await Promise.all([
    ctx.db.record.findMany({
      where: { AND: [here, filterClause(filter), words] },
      select: rowColumns,
      orderBy: [{ occurredOn: 'desc' }, { id: 'desc' }],
      skip: (filter.page - 1) * pageSize,
      take: pageSize + 1,
    }),
    filter.q ? null : countsOf(ctx, here),
    withPosts(filter) ? postsOf(ctx.db, portfolio.id, dateIn(ctx.now, portfolio.timeZone)) : [],
  ])
  const shown = await decorated(ctx.db, rows.slice(0, pageSize))
  const asked = posts.filter((post) => isAsked(post, filter, pack))
  const more = rows.length > pageSize
  return { portfolio, pack, filter, rows: shown, more, counts, people: peopleIn(shown), posts: asked }
})

/** Posts are no records: they stand before the first page of what is neither of one section nor of one item or person. */
const withPosts = ({ section, status, item, person, page }: TimelineFilter): boolean =>
  page === 1 && !status && !item && !person && (section === null || section === POSTS)

/** Whether a post is among what was asked for: by its words, its days and where it stands today (R65). */
function isAsked(post: Post, filter: TimelineFilter, pack: PublishedPack): boolean {
  const { q, section, postState, from, to } = filter
  if (!q && !section && !postState && !from && !to) return post.state !== 'ended'
  const text = `${postTitle(pack.pack, post)} ${post.state}`.toLowerCase()
  const words = q.toLowerCase().replaceAll('"', ' ').split(/\s+/).filter(Boolean)
  const last = lastDay(post.until)?.toString()
  return (
    words.every((word) => text.includes(word)) &&
    (!postState || post.state === postState) &&
    (!from || !last || last >= from) &&
    (!to || post.from.toString() <= to)
  )
}

async function countsOf(ctx: Ctx, where: Prisma.RecordWhereInput): Promise<Map<string, number>> {
  const groups = await ctx.db.record.groupBy({ by: ['section'], where, _count: true })
  return new Map(groups.map(({ section, _count }) => [section, _count]))
}

function filterClause(filter: TimelineFilter): Prisma.RecordWhereInput {
  const { section, status, postState, from, to, item, person } = filter
  return {
    ...(postState ? { id: { in: [] } } : {}),
    ...(section ? { section } : {}),
    ...(status ? { status } : {}),
    ...(from || to
      ? { occurredOn: { ...(from ? { gte: dbDate(from) } : {}), ...(to ? { lte: dbDate(to) } : {}) } }
      : {}),
    ...(item ? { links: { some: { itemKey: item, away: false } } } : {}),
    ...(person ? { OR: [{ authorId: person }, { assessorId: person }] } : {}),
  }
}

/** At most so many hits of one search are looked at; no portfolio comes near. */
const mostHits = 5000

/**
 * Full-text search: over what was written where the actor reads in full, over the names of forms everywhere else, so that
 * nobody learns by searching what they may not read.
 */
async function wordsClause(
  ctx: Ctx,
  enrolmentId: string,
  q: string,
  pack: PublishedPack,
): Promise<Prisma.RecordWhereInput> {
  const trainees = confidentialKeys(pack, 'trainee')
  const supervisors = answersForTrainee(ctx.actor) ? [] : confidentialKeys(pack, 'supervisor')
  const me = Prisma.sql`${ctx.actor.personId}::uuid`
  // The first condition is the indexed one; what was confided to somebody else is then searched for without its answers.
  const hits = await ctx.db.$queryRaw<{ id: string }[]>`
    select id from "Record" where "enrolmentId" = ${enrolmentId}::uuid
      and (to_tsvector('english', "title") || jsonb_to_tsvector('english', "values", '["string"]'))
        @@ websearch_to_tsquery('english', ${q})
      and ("personId" = ${me} or "authorId" = ${me} or "assessorId" = ${me}
        or not "values" ?| ${[...trainees, ...supervisors]}::text[]
        or (to_tsvector('english', "title") || jsonb_to_tsvector('english', "values" - ${supervisors}::text[]
            - case when "assessorId" is null then '{}'::text[] else ${trainees}::text[] end, '["string"]'))
          @@ websearch_to_tsquery('english', ${q}))
      limit ${mostHits}`
  const inText = { AND: [{ id: { in: hits.map(({ id }) => id) } }, readableRecords(ctx.actor)] }
  return { OR: [inText, { formKey: { in: formsNamed(pack, q) } }] }
}

/** Fields of the pack's forms whose answers few people read, by whose section they stand in (see confided.ts). */
const confidentialKeys = ({ pack }: PublishedPack, by: 'trainee' | 'supervisor'): string[] => [
  ...new Set(
    pack.forms
      .flatMap((form) => form.sections.filter((section) => (section.by ?? form.filledBy) === by))
      .flatMap(({ fields }) => fields.filter((field) => 'sensitive' in field && field.sensitive).map(({ key }) => key)),
  ),
]

/** Forms whose name holds every word. */
export function formsNamed({ pack }: PublishedPack, q: string): string[] {
  const words = q.toLowerCase().match(/[\p{L}\p{N}-]+/gu) ?? []
  if (words.length === 0) return []
  const named = ({ title, short }: { title: string; short: string }) => {
    const name = `${title} ${short}`.toLowerCase()
    return words.every((word) => name.includes(word))
  }
  return pack.forms.filter(named).map(({ key }) => key)
}

function peopleIn(rows: readonly ListRow[]): { id: string; name: string }[] {
  const people = rows.flatMap(({ assessor, assessorId, author, authorId, personId }) => [
    ...(assessor && assessorId ? [{ id: assessorId, name: assessor.name }] : []),
    ...(author && authorId !== personId ? [{ id: authorId, name: author.name }] : []),
  ])
  return [...new Map(people.map((person) => [person.id, person])).values()].sort((a, b) => a.name.localeCompare(b.name))
}

/** Which sections an actor sees anything of, in the pack's order: what filters offer. */
export function sectionsFor(actor: Actor, pack: PublishedPack): { key: string; title: string }[] {
  const sight = actor.sight.find(({ packVersionId }) => packVersionId === pack.id)
  const open = sight ? [...sight.full, ...sight.facts, ...sight.sent] : []
  return pack.pack.rights.sections.filter(({ key }) => open.includes(key)).map(({ key, title }) => ({ key, title }))
}
