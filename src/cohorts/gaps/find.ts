import { Temporal } from 'temporal-polyfill'
import { Prisma } from '../../generated/client.ts'
import type { Ctx } from '../../kit/context.ts'
import { readDay } from '../../kit/inputs.ts'
import { type Finder, scoped } from '../../kit/scope.ts'
import { packsOf, type Rules, rulesOf } from '../board/facets.ts'
import { hasBoard } from '../board/find.ts'
import { seesStaffing } from '../board/reasons.ts'
import { listPolicy } from '../policy.ts'
import { type Crowded, crowdedIn, type Span, within } from './crowded.ts'
import { type Ahead, type GapKind, gapKinds, gapTables, weeksAhead } from './sql.ts'

export type BoardKind = GapKind | 'over'

/** How many in one week, and how many of them begin to be without in it. */
export interface Count {
  count: number
  begin: number
}

export interface GapWeek {
  /** Its Monday. */
  monday: string
  counts: Partial<Record<BoardKind, Count>>
}

/** Somebody without, from the first such day of the span looked at. */
export interface Gap {
  enrolmentId: string
  name: string
  from: string
  /** The first day on which it is over (exclusive); null where it goes on to the end of what is looked at. */
  until: string | null
  /** Where they are on that day. */
  post: string | null
  siteId: string | null
  site: string | null
}

export interface GapBoard {
  /** What the acting role's programmes want, in the order of the board. */
  kinds: BoardKind[]
  weeks: GapWeek[]
  /** Trainees with such a gap at any time ahead; sites over their capacity. */
  whole: Record<BoardKind, number>
  /** What was asked for by name: a kind, in one week or at any time ahead. */
  asked: { kind: BoardKind; week: string | null } | null
  people: Gap[]
  sites: Crowded[]
}

/** People and sites named at once; the sums say how many there are. */
const named = 300

/** Who will be without what, week by week (D16): sums in one query, people by name in another and only when asked for. */
export const findGaps: Finder<GapBoard> = scoped(listPolicy, async (visible, ctx) => {
  if (!hasBoard(ctx) || !seesStaffing(ctx.actor)) return null
  const rules = rulesOf(await packsOf(ctx))
  const ahead = aheadOf(ctx.today)
  const kinds = kindsIn(rules)
  const asked = askedIn(ctx, kinds, ahead)
  const tables = gapTables(visible, rules, ahead)
  const [sums, people, crowded] = await Promise.all([
    sumsOf(ctx, tables, ahead),
    asked && asked.kind !== 'over' ? peopleOf(ctx, tables, asked.kind, rangeOf(spanOf(asked.week, ahead)), ahead) : [],
    crowdedIn(ctx, visible, ahead),
  ])
  const whole = Object.fromEntries([...gapKinds, 'over'].map((kind) => [kind, 0])) as GapBoard['whole']
  const weeks = mondays(ahead).map((monday): GapWeek => ({ monday, counts: {} }))
  for (const { n, kind, count, begin } of sums) {
    if (n === null) whole[kind] = count
    else weeks[n]!.counts[kind] = { count, begin }
  }
  const counted = (span: Span) => new Set(within(crowded, span).map(({ siteId }) => siteId)).size
  whole.over = counted(spanOf(null, ahead))
  for (const week of weeks) {
    const span = spanOf(week.monday, ahead)
    const begin = within(crowded, span).filter(({ from }) => from > ahead.today && from >= span.from)
    const count = counted(span)
    if (count > 0) week.counts.over = { count, begin: new Set(begin.map(({ siteId }) => siteId)).size }
  }
  const sites = asked?.kind === 'over' ? within(crowded, spanOf(asked.week, ahead)).slice(0, named) : []
  return { kinds, weeks, whole, asked, people, sites }
})

/** Trainees who will be without on some day of the weeks just ahead, by what is missing. */
export type SoonGaps = Partial<Record<GapKind, number>>

/** How far ahead a home page looks. */
export const soonWeeks = 4

/** Who has no post, director or supervisor in the next four weeks: numbers for the home page, in one query. */
export const countSoonGaps: Finder<SoonGaps> = scoped(listPolicy, async (visible, ctx) => {
  if (!hasBoard(ctx) || !seesStaffing(ctx.actor)) return null
  const today = ctx.today.toString()
  const ahead = { today, monday: today, horizon: ctx.today.add({ weeks: soonWeeks }).toString() }
  const tables = gapTables(visible, rulesOf(await packsOf(ctx)), ahead)
  const rows = await ctx.db.$queryRaw<{ kind: GapKind; count: number }[]>`
    with ${tables} select kind, count(*)::int as count from gaps group by kind`
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]))
})

function aheadOf(today: Temporal.PlainDate): Ahead {
  const monday = today.subtract({ days: today.dayOfWeek - 1 })
  const horizon = monday.add({ weeks: weeksAhead })
  return { today: today.toString(), monday: monday.toString(), horizon: horizon.toString() }
}

const mondays = ({ monday }: Ahead): string[] =>
  Array.from({ length: weeksAhead }, (_, n) => Temporal.PlainDate.from(monday).add({ weeks: n }).toString())

function kindsIn({ supervised, directed }: Rules): BoardKind[] {
  const wanted: Record<BoardKind, boolean> = {
    post: true,
    director: directed.length > 0,
    educational: supervised.educational.length > 0,
    clinical: supervised.clinical.length > 0,
    over: true,
  }
  return [...gapKinds, 'over' as const].filter((kind) => wanted[kind])
}

function askedIn({ query }: Ctx, kinds: readonly BoardKind[], ahead: Ahead): GapBoard['asked'] {
  const kind = kinds.find((one) => one === query.gap)
  const week = readDay(query.week ?? '')?.toString() ?? null
  return kind ? { kind, week: week && mondays(ahead).includes(week) ? week : null } : null
}

/** The days that a question is about: those of a week from today on, or all that lie ahead. */
function spanOf(week: string | null, { today, horizon }: Ahead): Span {
  if (!week) return { from: today, until: horizon }
  return { from: week < today ? today : week, until: Temporal.PlainDate.from(week).add({ days: 7 }).toString() }
}

const rangeOf = ({ from, until }: Span) => Prisma.sql`daterange(${from}::date, ${until}::date)`

interface SumRow {
  n: number | null
  kind: BoardKind
  count: number
  begin: number
}

/** Counts per week and kind, and of the whole (`n` null). What is already so today begins in no week. */
function sumsOf({ db }: Ctx, tables: Prisma.Sql, ahead: Ahead): Promise<SumRow[]> {
  const { today, monday } = ahead
  return db.$queryRaw<SumRow[]>`
    with ${tables},
      weeks as (select n, daterange(greatest(${monday}::date + n * 7, ${today}::date), ${monday}::date + n * 7 + 7) as days
        from generate_series(0, ${weeksAhead - 1}::int) n),
      begun as (select g.id, g.kind, lower(r) as day from gaps g cross join lateral unnest(g.gap) r where lower(r) > ${today}::date)
    select w.n, g.kind, count(*)::int as count, (select count(distinct b.id)::int from begun b
        where b.kind = g.kind and b.day <@ w.days) as begin
      from weeks w join gaps g on g.gap && w.days group by w.n, w.days, g.kind
    union all select null, kind, count(*)::int, 0 from gaps group by kind`
}

function peopleOf({ db }: Ctx, tables: Prisma.Sql, kind: GapKind, span: Prisma.Sql, ahead: Ahead): Promise<Gap[]> {
  return db.$queryRaw<Gap[]>`
    with ${tables}
    select t.id as "enrolmentId", t.name, to_char(lower(r.days), 'YYYY-MM-DD') as "from",
      to_char(nullif(upper(r.days), ${ahead.horizon}::date), 'YYYY-MM-DD') as until, at.title as post, at."siteId", at.site
    from gaps g join everyone t on t.id = g.id
    cross join lateral (select days from unnest(g.gap) days where days && ${span} order by days limit 1) r
    left join lateral (select pl.title, pl."siteId", si.name as site from "Placement" pl join "Site" si on si.id = pl."siteId"
      where pl."enrolmentId" = t.id and daterange(pl."from", pl.until) @> greatest(lower(r.days), lower(${span}))
      order by pl.track limit 1) at on true
    where g.kind = ${kind} order by lower(r.days), t."familyName" collate "und-x-icu", t.name limit ${named}`
}
