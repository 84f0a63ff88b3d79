import type { Ctx } from '../kit/context.ts'
import { plainDate } from '../kit/periods.ts'
import { scoped } from '../kit/scope.ts'
import { type Accreditation, accreditationsOf } from './accreditation.ts'
import { crowdedAt, type Load, loadOf, type Stay } from './load.ts'
import { siteListPolicy } from './policy.ts'
import { notOver, programmesIn, sitesIn } from './reach.ts'

export const pageSize = 50

export interface SiteRow {
  id: string
  name: string
  town: string | null
  network: string
  capacity: number | null
  load: Load
  /** Of the programmes that the reader is concerned with. */
  accreditations: Accreditation[]
  /** How many people hold a role there today. */
  roles: number
}

export interface SiteList {
  rows: SiteRow[]
  total: number
  page: number
  query: string
}

/** The sites that the actor reaches, by network; `?q=` finds by name, town or network. */
export const findSites = scoped(siteListPolicy, async (reach, ctx): Promise<SiteList | null> => {
  if (!reach) return null
  const query = (ctx.query.q ?? '').trim().slice(0, 100)
  const page = Math.max(1, Math.min(1000, Math.trunc(Number(ctx.query.page)) || 1))
  const like = { contains: query, mode: 'insensitive' as const }
  const matching = query ? { OR: [{ name: like }, { town: like }, { network: { name: like } }] } : {}
  const where = { AND: [await sitesIn(ctx, reach), matching] }
  const [sites, total, programmeIds] = await Promise.all([
    ctx.db.site.findMany({
      where,
      orderBy: [{ network: { name: 'asc' } }, { name: 'asc' }, { id: 'asc' }],
      include: { network: { select: { name: true } } },
      skip: (page - 1) * pageSize,
      take: pageSize,
    }),
    ctx.db.site.count({ where }),
    programmesIn(ctx, reach),
  ])
  const ids = sites.map(({ id }) => id)
  const [stays, periods, roles] = await Promise.all([
    staysAt(ctx, ids),
    accreditationsOf(ctx.db, ids),
    rolesAt(ctx, ids),
  ])
  const mine = periods.filter(({ programmeId }) => programmeIds.includes(programmeId))
  const crowded = crowdedAt(sites, mine, stays, ctx.today)
  const rows = sites.map(({ id, name, town, network, capacity }) => ({
    id,
    name,
    town,
    capacity,
    network: network.name,
    load: loadOf(
      stays.get(id) ?? [],
      crowded.filter(({ limit }) => limit.siteId === id),
      ctx.today,
    ),
    accreditations: mine.filter((one) => one.siteId === id),
    roles: roles.get(id) ?? 0,
  }))
  return { rows, total, page, query }
})

/** Everybody's days at sites from today on, of all programmes: numbers, whoever they are. */
export async function staysAt(
  ctx: Ctx,
  siteIds: readonly string[],
): Promise<Map<string, (Stay & { programmeId: string })[]>> {
  const rows = await ctx.db.placement.findMany({
    where: { siteId: { in: [...siteIds] }, ...notOver(ctx.today), enrolment: { state: { not: 'closed' } } },
    select: {
      siteId: true,
      enrolmentId: true,
      from: true,
      until: true,
      enrolment: { select: { programmeId: true } },
    },
  })
  const sites = new Map<string, (Stay & { programmeId: string })[]>()
  for (const { siteId, enrolmentId, from, until, enrolment } of rows) {
    const stay = { enrolmentId, from: plainDate(from), until: until && plainDate(until), ...enrolment }
    sites.set(siteId, [...(sites.get(siteId) ?? []), stay])
  }
  return sites
}

async function rolesAt(ctx: Ctx, siteIds: string[]): Promise<Map<string, number>> {
  const today = ctx.today.toString()
  const rows = await ctx.db.$queryRaw<{ id: string; count: number }[]>`
    select g."scopeId" as id, count(distinct g."personId")::int as count from "Grant" g
    where g."scopeKind" = 'site' and g."scopeId" = any(${siteIds}::uuid[])
      and g."from" <= ${today}::date and (g.until is null or g.until > ${today}::date)
    group by 1`
  return new Map(rows.map(({ id, count }) => [id, count]))
}
