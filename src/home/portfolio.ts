import type { Prisma } from '../generated/client.ts'
import type { Ctx } from '../kit/context.ts'
import { scoped } from '../kit/scope.ts'
import { type Actor, definePolicy, depth, enrolmentsOf, visibleRecords } from '../policy/index.ts'
import type { PublishedPack } from '../programmes/index.ts'
import { type News, newsFor } from '../reviews/index.ts'
import { type PortfolioBase, portfolioOf } from '../training/index.ts'
import type { HomeFigure } from './trainee.ts'

/** One trainee's portfolio at a glance, for whoever reaches it. */
export interface PortfolioFound {
  portfolio: PortfolioBase
  pack: PublishedPack
  figures: HomeFigure[]
  ready: { itemKey: string; at: string }[]
  /** What is new to the acting role; null for the trainee, who did it. */
  news: News | null
  records: {
    id: string
    title: string
    formKey: string
    occurredOn: Date
    createdAt: Date
    status: string
    full: boolean
    judgement: { itemKey: string } | null
  }[]
  /** How many visible records of each section there are. */
  sections: { section: string; count: number }[]
}

interface Reached {
  enrolments: Prisma.EnrolmentWhereInput
  records: Prisma.RecordWhereInput
}

const policy = definePolicy({
  visible: (actor: Actor): Reached => ({ enrolments: enrolmentsOf(actor), records: visibleRecords(actor) }),
  actions: {},
})

const shownRecords = 12

/** Eight queries at most, whatever the size of the record. */
export const findOverview = scoped(policy, async (visible, ctx): Promise<PortfolioFound | null> => {
  const portfolio = await portfolioOf(visible.enrolments, ctx, ctx.params.enrolmentId)
  if (!portfolio) return null
  const pack = await ctx.services.packs.get(portfolio.packVersionId)
  const where: Prisma.RecordWhereInput = { AND: [visible.records, { enrolmentId: portfolio.id }] }
  const [prepared, records, sections, news] = await Promise.all([
    preparedOf(ctx, portfolio),
    ctx.db.record.findMany({
      where,
      orderBy: [{ occurredOn: 'desc' }, { id: 'desc' }],
      take: shownRecords,
      select: {
        id: true,
        title: true,
        formKey: true,
        occurredOn: true,
        createdAt: true,
        status: true,
        section: true,
        packVersionId: true,
        personId: true,
        authorId: true,
        assessorId: true,
        judgement: { select: { itemKey: true } },
      },
    }),
    ctx.db.record.groupBy({ by: ['section'], where, _count: true }),
    ctx.actor.relation === 'trainee' ? null : newsFor(ctx, portfolio.id),
  ])
  return {
    portfolio,
    pack,
    figures: prepared.figures ?? [],
    ready: prepared.ready ?? [],
    news,
    records: records.map((row) => ({ ...row, full: depth(ctx.actor, row) === 'full' })),
    sections: sections.map((row) => ({ section: row.section, count: row._count })),
  }
})

interface Prepared {
  figures: HomeFigure[] | null
  ready: { itemKey: string; at: string }[] | null
}

async function preparedOf(ctx: Ctx, portfolio: PortfolioBase): Promise<Prepared> {
  const [row] = await ctx.db.$queryRaw<Prepared[]>`
    select
      (select json_agg(json_build_object('ruleId', f."ruleId", 'have', f.have, 'need', f.need, 'pace', f.pace,
          'status', f.status, 'dueOn', f."dueOn", 'because', f.because))
        from "RuleFigure" f where f."enrolmentId" = ${portfolio.id}::uuid) as figures,
      (select json_agg(s order by s.at) from (select distinct on ("itemKey") "itemKey", at, kind from "Judgement"
          where "enrolmentId" = ${portfolio.id}::uuid and kind in ('self', 'supervisor') order by "itemKey", at desc) s
        where s.kind = 'self') as ready`
  return row!
}
