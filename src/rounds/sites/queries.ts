import { packContext } from '../../evidence/index.ts'
import type { FormContext, FormDefinition, Values } from '../../forms/index.ts'
import type { Prisma } from '../../generated/client.ts'
import { dateIn } from '../../kit/clock.ts'
import type { Ctx } from '../../kit/context.ts'
import { isId } from '../../kit/ids.ts'
import { plainDate } from '../../kit/periods.ts'
import { scoped } from '../../kit/scope.ts'
import type { PublishedPack, SiteRatings } from '../../programmes/index.ts'
import { type PortfolioBase, portfolioOf, portfolioPolicy } from '../../training/index.ts'
import { questionsOf, ratingIn } from '../answers.ts'
import { ownSites, siteRatingPolicy, siteSumPolicy } from './policy.ts'
import { type Sum, sums } from './sums.ts'

/** What a trainee rates with. */
export interface Rating {
  portfolio: PortfolioBase
  pack: PublishedPack
  sites: SiteRatings
  form: FormDefinition
  record: FormDefinition
  context: FormContext
  /** The last rating of this hospital, and the day from which the next is due. */
  last: { on: string; next: string } | null
}

/** The rating of the acting trainee's hospital; not there in programmes without any. */
export const findRating = scoped(portfolioPolicy, async (visible, ctx): Promise<Rating | null> => {
  const portfolio = await portfolioOf(visible, ctx, ctx.actor.own?.enrolmentId)
  if (!portfolio) return null
  const pack = await ctx.services.packs.get(portfolio.packVersionId)
  const sites = pack.pack.rounds?.sites
  const form = sites && pack.form(sites.form)
  const record = sites && pack.form(sites.recordForm)
  if (!sites || !form || !record) return null
  const today = dateIn(ctx.now, portfolio.timeZone)
  const before = portfolio.post
    ? await ctx.db.siteRating.findFirst({
        where: { enrolmentId: portfolio.id, siteId: portfolio.post.siteId },
        orderBy: { ratedOn: 'desc' },
      })
    : null
  // A rating a few weeks early is the next one; a second on the same day is the same one.
  const next = before && plainDate(before.ratedOn).add({ months: sites.everyMonths - 1 })
  const tooSoon = next && today.since(next).sign < 0
  const last = tooSoon ? { on: plainDate(before!.ratedOn).toString(), next: next.toString() } : null
  return {
    portfolio,
    pack,
    sites,
    form,
    record,
    context: { ...packContext(pack, today), writer: { by: 'trainee' } },
    last,
  }
})

export interface SingleRating {
  id: string
  site: string
  ratedOn: string
  packVersionId: string
}

export interface SiteSums {
  site: string
  pack: PublishedPack
  form: FormDefinition
  least: number
  sums: Sum[]
}

export interface Ratings {
  own: boolean
  mayRate: boolean
  singles: SingleRating[]
  sums: SiteSums[]
}

const most = 200

/** Single ratings for the trainee who gave them and for those whom the pack names; sums for the hospital's people. */
export const findRatings = scoped(siteRatingPolicy, async (visible, ctx): Promise<Ratings> => {
  const own = ctx.actor.own !== null
  const rows = await ctx.db.siteRating.findMany({
    where: { AND: [visible, await elsewhere(ctx)] },
    orderBy: [{ ratedOn: 'desc' }, { id: 'desc' }],
    take: most,
    include: { site: { select: { name: true } } },
  })
  const pack = own ? await ctx.services.packs.get(ctx.actor.own!.packVersionId) : null
  return {
    own,
    mayRate: pack?.pack.rounds?.sites !== undefined,
    singles: rows.map(({ id, site, ratedOn, packVersionId }) => ({
      id,
      site: site.name,
      ratedOn: plainDate(ratedOn).toString(),
      packVersionId,
    })),
    sums: own ? [] : await sumsFor(ctx),
  }
})

/** Nobody reads single ratings of a hospital of theirs, but the trainee their own. */
async function elsewhere(ctx: Ctx): Promise<Prisma.SiteRatingWhereInput> {
  if (ctx.actor.own) return {}
  return { siteId: { notIn: await ownSites(ctx.db, ctx.actor.personId) } }
}

async function sumsFor(ctx: Ctx): Promise<SiteSums[]> {
  const reached = siteSumPolicy.visible(ctx.actor)
  const sites = await ctx.db.siteRating.findMany({
    where: reached,
    distinct: ['siteId', 'packVersionId'],
    select: { siteId: true, packVersionId: true, programmeId: true },
  })
  const found = await Promise.all(
    sites.map(async ({ siteId, packVersionId, programmeId }): Promise<SiteSums[]> => {
      const pack = await ctx.services.packs.get(packVersionId)
      const wanted = pack.pack.rounds?.sites
      const form = wanted && pack.form(wanted.form)
      if (!wanted || !form) return []
      // All of a hospital's ratings of this programme, not only those of trainees who are there today: else a sum would change with them.
      const rows = await ctx.db.siteRating.findMany({
        where: { siteId, packVersionId, programmeId },
        orderBy: { ratedOn: 'asc' },
        include: { site: { select: { name: true } } },
      })
      const rated = rows.map(({ personId, ratedOn, values }) => ({
        by: personId,
        ratedOn: plainDate(ratedOn).toString(),
        ratings: ratingsIn(form, values as Values),
      }))
      return [
        {
          site: rows[0]?.site.name ?? '',
          pack,
          form,
          least: wanted.least,
          sums: sums(rated, ctx.today.toString(), wanted.least),
        },
      ]
    }),
  )
  return found.flat()
}

function ratingsIn(form: FormDefinition, values: Values): Record<string, number> {
  return Object.fromEntries(
    questionsOf(form).flatMap(({ key }) => {
      const value = ratingIn(values, key)
      return value === null ? [] : [[key, value]]
    }),
  )
}

export interface OneRating {
  site: string
  ratedOn: string
  pack: PublishedPack
  form: FormDefinition
  values: Values
  context: FormContext
}

/** One rating, for its trainee and for those whom the pack names; of a hospital of one's own it is not there. */
export const findSingle = scoped(siteRatingPolicy, async (visible, ctx): Promise<OneRating | null> => {
  const { id } = ctx.params
  if (!isId(id)) return null
  const row = await ctx.db.siteRating.findFirst({
    where: { AND: [{ id }, visible, await elsewhere(ctx)] },
    include: { site: { select: { name: true } } },
  })
  const pack = row && (await ctx.services.packs.get(row.packVersionId))
  const form = pack?.form(pack.pack.rounds?.sites?.form ?? '')
  if (!row || !pack || !form) return null
  const context = { ...packContext(pack, ctx.today), writer: null }
  return {
    site: row.site.name,
    ratedOn: plainDate(row.ratedOn).toString(),
    pack,
    form,
    values: row.values as Values,
    context,
  }
})
