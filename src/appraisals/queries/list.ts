import { cardColumns } from '../../evidence/index.ts'
import type { FormDefinition } from '../../forms/index.ts'
import type { Prisma, Record as RecordRow } from '../../generated/client.ts'
import { scoped } from '../../kit/scope.ts'
import { depth } from '../../policy/index.ts'
import type { PublishedPack, Requirement } from '../../programmes/index.ts'
import { type PortfolioBase, portfolioOf } from '../../training/index.ts'
import { appraisalForms } from '../forms.ts'
import { appraisalPolicy } from '../policy.ts'
import { aroundOf, type Extra, type FigureRow, type Post, type Taken } from './around.ts'

const fields = { ...cardColumns, createdAt: true } satisfies Prisma.RecordSelect

export type Listed = Pick<RecordRow, keyof typeof fields> & { extra: Extra }

export interface AppraisalList {
  portfolio: PortfolioBase
  pack: PublishedPack
  /** Forms of sections that this role sees, at least that they exist. */
  forms: FormDefinition[]
  posts: Post[]
  taken: Taken[]
  records: Listed[]
  figures: FigureRow[]
  rules: Requirement[]
}

/** More than one career holds. */
const most = 300

/** Finder of a portfolio's meetings and appraisals: four queries. */
export const findList = scoped(appraisalPolicy, async (visible, ctx): Promise<AppraisalList | null> => {
  const portfolio = await portfolioOf(visible.enrolments, ctx, ctx.params.enrolmentId)
  if (!portfolio) return null
  const pack = await ctx.services.packs.get(portfolio.packVersionId)
  const forms = appraisalForms(pack).filter(
    ({ section }) =>
      depth(ctx.actor, { section, packVersionId: portfolio.packVersionId, personId: portfolio.personId }) !== 'none',
  )
  if (forms.length === 0) return null
  const keys = new Set(forms.map(({ key }) => key))
  const rules = pack.pack.requirements.rules.filter(
    (rule) => 'from' in rule && rule.from.some((source) => source.forms.some((key) => keys.has(key))),
  )
  const rows = await ctx.db.record.findMany({
    where: { AND: [{ enrolmentId: portfolio.id, kind: 'appraisal' }, visible.records] },
    orderBy: [{ occurredOn: 'desc' }, { id: 'desc' }],
    select: fields,
    take: most,
  })
  const recordIds = rows.map(({ id }) => id)
  const ruleIds = rules.map(({ id }) => id)
  const { posts, taken, extras, figures } = await aroundOf(ctx.db, { enrolmentId: portfolio.id, recordIds, ruleIds })
  const byId = new Map(extras.map((extra) => [extra.recordId, extra]))
  const records = rows.map((row) => ({ ...row, extra: byId.get(row.id)! }))
  return { portfolio, pack, forms, posts, taken, records, figures, rules }
})
