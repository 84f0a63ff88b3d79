import { entryActions } from '../../evidence/index.ts'
import { Prisma } from '../../generated/client.ts'
import type { Ctx } from '../../kit/context.ts'
import { plannedEachTime } from '../../kit/db.ts'
import type { Action } from '../../kit/partials.ts'
import { type Finder, scoped } from '../../kit/scope.ts'
import { type Actor, hasTrainees } from '../../policy/index.ts'
import type { PublishedPack } from '../../programmes/index.ts'
import { absencesToReview, toRuleOn, unplacedDays } from '../../training/index.ts'
import { listPolicy } from '../policy.ts'
import { type BoardAsked, readAddress } from './address.ts'
import type { Facets } from './columns.ts'
import { facetsOf, packsOf, rulesOf, stageNames } from './facets.ts'
import { filterSql } from './filters.ts'
import { type TraineeRow, traineeRows } from './rows.ts'
import { chosenBy, orderedBy } from './where.ts'

/** Rows on one page, unless all are asked for; and at most so many at once. */
export const pageSize = 50
const most = 5000

/** Sums over all trainees of the acting role, whatever the filter. */
export interface Sums {
  all: number
  withoutSupervisor: number
  withoutClinical: number
  withoutPost: number
  lessThanFullTime: number
  /** Trainees with something overdue, with something behind its pace, and with neither. */
  overdue: number
  behind: number
  onTrack: number
  /** Trainees whose review is within eight weeks. */
  reviewSoon: number
  declarations: number
  notEnrolled: number
  frozen: number
  away: number
  attention: number
}

/** A board under a name: what its address says. */
export interface SavedView {
  id: string
  name: string
  query: string
}

export interface TraineeList extends Sums {
  rows: TraineeRow[]
  /** How many trainees the filter lets through. */
  total: number
  asked: BoardAsked
  facets: Facets
  relation: Actor['relation']
  /** Which supervisors trainees have in these programmes. */
  supervision: Facets['supervision']
  /** How stages are called, per pack version. */
  stages: Record<string, string>
  /** The views that the person keeps, by name. */
  views: SavedView[]
  /** What the acting role may record for several trainees at once. */
  entries: Action[]
}

const sums: Record<keyof Sums, Prisma.Sql> = {
  all: filterSql.all,
  withoutSupervisor: filterSql.noSupervisor,
  withoutClinical: filterSql.noClinical,
  withoutPost: filterSql.noPost,
  lessThanFullTime: filterSql.ltft,
  overdue: filterSql.overdue,
  behind: filterSql.behind,
  onTrack: filterSql.onTrack,
  reviewSoon: filterSql.reviewSoon,
  declarations: filterSql.declarations,
  notEnrolled: filterSql.notEnrolled,
  frozen: filterSql.frozen,
  away: filterSql.away,
  attention: filterSql.attention,
}

/** Whether the acting role has a list of trainees at all. */
export function hasBoard({ actor }: Ctx): boolean {
  return actor.relation !== 'trainee' && actor.relation !== 'guest' && hasTrainees(actor)
}

/** The trainees of the acting role as the address asks for them: one query, whatever the size of the cohort. */
export const listTrainees: Finder<TraineeList> = scoped(listPolicy, (visible, ctx) => findBoard(visible, ctx, false))

/** With the days away that ask for a review, in programmes that count them: one query more. */
async function withAbsences<R extends TraineeRow>(ctx: Ctx, packs: readonly PublishedPack[], rows: R[]): Promise<R[]> {
  const rules = new Map(packs.map(({ id, pack }) => [id, pack.pack.absence]))
  const asked = rows.flatMap(({ enrolmentId, packVersionId }) => {
    const rule = rules.get(packVersionId)
    return rule ? [{ enrolmentId, rule }] : []
  })
  const away = await absencesToReview(ctx.db, asked, ctx.today)
  return rows.map((row) => ({ ...row, absent: away.get(row.enrolmentId) ?? null }))
}

/** With the days without a post or an accredited hospital that wait for a ruling: one query more. */
async function withUnplaced<R extends TraineeRow>(ctx: Ctx, packs: readonly PublishedPack[], rows: R[]): Promise<R[]> {
  const byId = new Map(packs.map(({ id, pack }) => [id, pack]))
  const asked = rows.flatMap(({ enrolmentId, packVersionId }) => {
    const pack = byId.get(packVersionId)
    return pack ? [{ enrolmentId, pack }] : []
  })
  const days = await unplacedDays(ctx.db, asked, ctx.today)
  return rows.map((row) => {
    const [pack, found] = [byId.get(row.packVersionId), days.get(row.enrolmentId)]
    return { ...row, unplaced: Boolean(pack && found && toRuleOn(found, pack, ctx.today).length > 0) }
  })
}

/** The same with all rows that the filter lets through, for a sheet. */
export const listAllTrainees: Finder<TraineeList> = scoped(listPolicy, (visible, ctx) => findBoard(visible, ctx, true))

async function findBoard(visible: Prisma.Sql, ctx: Ctx, whole: boolean): Promise<TraineeList | null> {
  if (!hasBoard(ctx)) return null
  const packs = await packsOf(ctx)
  const rules = rulesOf(packs)
  const facets = facetsOf(ctx, packs, rules)
  const asked = readAddress(ctx.query, facets)
  const [limit, offset] = asked.whole || whole ? [most, 0] : [pageSize, (asked.page - 1) * pageSize]
  const counts = Object.entries(sums).map(
    ([name, clause]) => Prisma.sql`'${Prisma.raw(name)}', count(*) filter (where ${clause})`,
  )
  const rows = await ctx.db.$queryRaw<(TraineeRow & { total: number; sums: Sums; views: SavedView[] | null })[]>`
    ${plannedEachTime} with base as materialized (${traineeRows(visible, ctx, rules)}),
      totals as (select json_build_object(${Prisma.join(counts)}) as sums from base)
    select shown.*, totals.sums, (select json_agg(v order by v.name) from (select id, name, query from "BoardView"
        where "personId" = ${ctx.actor.personId}::uuid) v) as views from totals left join lateral (
      select base.*, count(*) over ()::int as total from base where ${chosenBy(asked)}
      order by ${orderedBy(asked)} limit ${limit} offset ${offset}) shown on true`
  const found = rows.filter((row) => row.enrolmentId)
  const shown = await withUnplaced(ctx, packs, await withAbsences(ctx, packs, found))
  return {
    ...rows[0]!.sums,
    rows: shown,
    total: shown[0]?.total ?? 0,
    asked,
    facets,
    relation: ctx.actor.relation,
    supervision: facets.supervision,
    stages: stageNames(packs),
    views: rows[0]!.views ?? [],
    entries: entriesFor(ctx, packs),
  }
}

/** A trainee whom a filter of the board lets through. */
export type ChosenTrainee = Pick<TraineeRow, 'enrolmentId' | 'personId' | 'name'>

/**
 * The trainees whom a board's address shows to the acting role, on all its pages: the base of messages and of whatever
 * is done for many at once. `query` is what the address of the board says. Null where the role has no board.
 */
export function filteredTrainees(ctx: Ctx, query: Ctx['query']): Promise<ChosenTrainee[] | null> {
  return findChosen({ ...ctx, query })
}

const findChosen = scoped<Prisma.Sql, ChosenTrainee[]>(listPolicy, async (visible, ctx) => {
  if (!hasBoard(ctx)) return null
  const packs = await packsOf(ctx)
  const rules = rulesOf(packs)
  const asked = readAddress(ctx.query, facetsOf(ctx, packs, rules))
  return ctx.db.$queryRaw<ChosenTrainee[]>`
    select "enrolmentId", "personId", name from (${traineeRows(visible, ctx, rules)}) base
    where ${chosenBy(asked)} order by ${orderedBy(asked)}`
})

/** Named by their programme where there are several. */
function entriesFor(ctx: Ctx, packs: readonly PublishedPack[]): Action[] {
  const found = packs
    .map((pack) => ({ pack, actions: entryActions(ctx, pack) }))
    .filter(({ actions }) => actions.length)
  return found.flatMap(({ pack, actions }) =>
    actions.map((action) =>
      found.length > 1
        ? { ...action, label: `${action.label}: ${pack.pack.pack.shortTitle} ${pack.pack.pack.version}` }
        : action,
    ),
  )
}
