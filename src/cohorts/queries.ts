import { entryActions } from '../evidence/index.ts'
import { Prisma } from '../generated/client.ts'
import type { Ctx } from '../kit/context.ts'
import type { Action } from '../kit/partials.ts'
import { scoped } from '../kit/scope.ts'
import { type Actor, hasTrainees, type Standing } from '../policy/index.ts'
import { followsPortfolio } from '../programmes/index.ts'
import { listPolicy } from './policy.ts'

export const pageSize = 50

/** One line of a list of trainees. */
export interface TraineeRow {
  enrolmentId: string
  name: string
  packVersionId: string
  stageKey: string | null
  ftePercent: number
  post: string | null
  site: string | null
  educational: string | null
  clinical: string | null
  reviewOn: string | null
  endsOn: string
  lastActiveAt: Date | null
  overdue: number
  behind: number
  waiting: number
  /** Whether the programme has an educational supervisor for each trainee. */
  supervised: boolean
  /** The same of a clinical supervisor. */
  supervisedClinically: boolean
}

export interface TraineeList {
  rows: TraineeRow[]
  total: number
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
  page: number
  query: string
  filter: Filter
  sort: Sort
  relation: Actor['relation']
  /** Which supervisors trainees have in these programmes. */
  supervision: { educational: boolean; clinical: boolean }
  /** How stages are called, per pack version. */
  stages: Record<string, string>
  /** What the acting role may record for several trainees at once. */
  entries: Action[]
}

export const filters = [
  'all',
  'attention',
  'overdue',
  'behind',
  'onTrack',
  'reviewSoon',
  'noSupervisor',
  'noClinical',
  'noPost',
  'ltft',
] as const
export type Filter = (typeof filters)[number]
export const sorts = ['attention', 'name', 'stage', 'active', 'review'] as const
export type Sort = (typeof sorts)[number]

const oneOf = <T extends string>(values: readonly T[], text: string | undefined, otherwise: T): T =>
  values.find((value) => value === text) ?? otherwise

const noClinical = Prisma.sql`("supervisedClinically" and clinical is null)`
const reviewSoon = Prisma.sql`"reviewSoon"`

const filterSql: Record<Filter, Prisma.Sql> = {
  all: Prisma.sql`true`,
  attention: Prisma.sql`(overdue > 0 or (supervised and educational is null) or ${noClinical} or post is null)`,
  overdue: Prisma.sql`overdue > 0`,
  behind: Prisma.sql`behind > 0`,
  onTrack: Prisma.sql`(overdue = 0 and behind = 0)`,
  reviewSoon,
  noSupervisor: Prisma.sql`(supervised and educational is null)`,
  noClinical,
  noPost: Prisma.sql`post is null`,
  ltft: Prisma.sql`"ftePercent" < 100`,
}

const sortSql: Record<Sort, Prisma.Sql> = {
  attention: Prisma.sql`(supervised and educational is null) desc, ${noClinical} desc, (post is null) desc, overdue desc, behind desc, name`,
  name: Prisma.sql`"familyName" collate "und-x-icu", name`,
  stage: Prisma.sql`"stageKey" nulls last, name`,
  active: Prisma.sql`"lastActiveAt" desc nulls last, name`,
  review: Prisma.sql`"reviewOn" nulls last, name`,
}

/**
 * The trainees of the acting role, with post, supervisors and prepared figures: two queries whatever the size of the
 * cohort or of anybody's record.
 */
export const listTrainees = scoped<Prisma.Sql, TraineeList>(listPolicy, async (visible, ctx) => {
  if (ctx.actor.relation === 'trainee' || ctx.actor.relation === 'guest' || !hasTrainees(ctx.actor)) return null
  const page = Math.max(1, Math.min(1000, Number.parseInt(ctx.query.page ?? '1', 10) || 1))
  const query = (ctx.query.q ?? '').trim().slice(0, 100)
  const filter = oneOf(filters, ctx.query.show, 'all')
  const sort = oneOf(sorts, ctx.query.sort, ctx.actor.reach.by === 'programmes' ? 'attention' : 'name')
  const base = trainees(visible, ctx, {
    educational: await versionsWith(ctx, 'educationalSupervisor'),
    clinical: await versionsWith(ctx, 'clinicalSupervisor'),
  })
  const matches = query ? Prisma.sql`name ilike ${`%${query.replace(/[\\%_]/g, '\\$&')}%`}` : Prisma.sql`true`
  const rows = await ctx.db.$queryRaw<(TraineeRow & Totals)[]>`
    with base as materialized (${base}),
      totals as (select count(*)::int as "all", count(*) filter (where supervised and educational is null)::int as "withoutSupervisor",
        count(*) filter (where ${noClinical})::int as "withoutClinical",
        count(*) filter (where post is null)::int as "withoutPost",
        count(*) filter (where overdue > 0)::int as "overdueTrainees", count(*) filter (where behind > 0)::int as "behindTrainees",
        count(*) filter (where overdue = 0 and behind = 0)::int as "onTrack", count(*) filter (where ${reviewSoon})::int as "reviewsSoon",
        count(*) filter (where "ftePercent" < 100)::int as "lessThanFullTime" from base)
    select shown.*, totals.* from totals left join lateral (
      select base.*, count(*) over ()::int as total from base where ${matches} and ${filterSql[filter]}
      order by ${sortSql[sort]} limit ${pageSize} offset ${(page - 1) * pageSize}) shown on true`
  const { all, withoutSupervisor, withoutClinical, withoutPost, lessThanFullTime, onTrack } = rows[0]!
  const shown = rows.filter((row) => row.enrolmentId)
  return {
    rows: shown,
    total: shown[0]?.total ?? 0,
    all,
    withoutSupervisor,
    withoutClinical,
    withoutPost,
    lessThanFullTime,
    overdue: rows[0]!.overdueTrainees,
    behind: rows[0]!.behindTrainees,
    onTrack,
    reviewSoon: rows[0]!.reviewsSoon,
    page,
    query,
    filter,
    sort,
    relation: ctx.actor.relation,
    supervision: {
      educational: (await versionsWith(ctx, 'educationalSupervisor')).length > 0,
      clinical: (await versionsWith(ctx, 'clinicalSupervisor')).length > 0,
    },
    stages: await stageNames(ctx, shown),
    entries: await entriesFor(ctx),
  }
})

type Totals = Pick<
  TraineeList,
  'total' | 'all' | 'withoutSupervisor' | 'withoutClinical' | 'withoutPost' | 'lessThanFullTime' | 'onTrack'
> & { overdueTrainees: number; behindTrainees: number; reviewsSoon: number }

/** Pack versions within reach in which this relation looks after trainees. */
async function versionsWith(ctx: Ctx, relation: Standing): Promise<string[]> {
  const packs = await Promise.all(ctx.actor.sight.map(({ packVersionId }) => ctx.services.packs.get(packVersionId)))
  return packs.filter(({ pack }) => followsPortfolio(pack, relation)).map(({ id }) => id)
}

/** Named by their programme where there are several. */
async function entriesFor(ctx: Ctx): Promise<Action[]> {
  const packs = await Promise.all(ctx.actor.sight.map(({ packVersionId }) => ctx.services.packs.get(packVersionId)))
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

/** A review this near is worth a look at the figures. */
const reviewWeeks = 8

function trainees(
  visible: Prisma.Sql,
  ctx: Ctx,
  supervised: { educational: readonly string[]; clinical: readonly string[] },
): Prisma.Sql {
  const today = Prisma.sql`${ctx.today.toString()}::date`
  const holds = (alias: string) =>
    Prisma.sql`${Prisma.raw(`${alias}."from"`)} <= ${today} and (${Prisma.raw(`${alias}.until`)} is null or ${Prisma.raw(`${alias}.until`)} > ${today})`
  const supervisor = (kind: string) => Prisma.sql`(select concat_ws(' ', sp.title, sp."givenName", sp."familyName")
      from "Supervision" s join "Person" sp on sp.id = s."personId" where s."enrolmentId" = e.id and s.kind = ${kind}::"SupervisionKind"
        and ${holds('s')} order by s.track limit 1)`
  return Prisma.sql`
    select e.id as "enrolmentId", concat_ws(' ', p.title, p."givenName", p."familyName") as name, p."familyName",
      e."packVersionId", e."packVersionId" = any(${[...supervised.educational]}::uuid[]) as supervised,
      e."packVersionId" = any(${[...supervised.clinical]}::uuid[]) as "supervisedClinically",
      coalesce(e."reviewOn" between ${today} and ${ctx.today.add({ weeks: reviewWeeks }).toString()}::date, false) as "reviewSoon", e."ftePercent", to_char(e."reviewOn", 'YYYY-MM-DD') as "reviewOn",
      to_char(e."endsOn", 'YYYY-MM-DD') as "endsOn", e."lastActiveAt",
      (select s."stageKey" from "StagePeriod" s where s."enrolmentId" = e.id and ${holds('s')} limit 1) as "stageKey",
      post.title as post, post.site, ${supervisor('educational')} as educational, ${supervisor('clinical')} as clinical,
      coalesce(figures.overdue, 0)::int as overdue, coalesce(figures.behind, 0)::int as behind,
      (select count(*)::int from "Record" r where r."enrolmentId" = e.id and r."assessorId" = ${ctx.actor.personId}::uuid
        and r.status = 'requested') as waiting
    from "Enrolment" e join "Person" p on p.id = e."personId"
    left join lateral (select pl.title, si.name as site from "Placement" pl join "Site" si on si.id = pl."siteId"
      where pl."enrolmentId" = e.id and ${holds('pl')} order by pl.track limit 1) post on true
    left join lateral (select count(*) filter (where f.status = 'overdue') as overdue,
        count(*) filter (where f.status = 'short' and f.pace is not null and f.have < f.pace) as behind
      from "RuleFigure" f where f."enrolmentId" = e.id) figures on true
    where e.state <> 'closed' and ${visible}`
}

async function stageNames(ctx: Ctx, rows: TraineeRow[]): Promise<Record<string, string>> {
  const names: Record<string, string> = {}
  for (const id of new Set(rows.map((row) => row.packVersionId))) {
    const { pack } = await ctx.services.packs.get(id)
    for (const stage of pack.pack.stages) names[`${id} ${stage.key}`] = stage.short
  }
  return names
}
