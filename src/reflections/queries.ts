import type { FormDefinition } from '../forms/index.ts'
import type { Prisma, Record as RecordRow } from '../generated/client.ts'
import type { Ctx } from '../kit/context.ts'
import { scoped } from '../kit/scope.ts'
import type { PublishedPack } from '../programmes/index.ts'
import { type PortfolioBase, portfolioOf } from '../training/index.ts'
import { CATEGORY, categoriesOf, templatesOf } from './forms.ts'
import { reflectionPolicy } from './policy.ts'

export const pageSize = 50

const fields = {
  id: true,
  formKey: true,
  title: true,
  occurredOn: true,
  status: true,
  sharedState: true,
  facts: true,
} satisfies Prisma.RecordSelect

export interface Filter {
  q: string
  category: string | null
  template: string | null
  seen: 'private' | 'shared' | null
  linked: 'yes' | 'no' | null
  page: number
}

/** A reflection in the owner's list, with how often it is linked and shown to somebody by name. */
export type Reflection = Pick<RecordRow, keyof typeof fields> & { links: number; shares: number }

export interface Writing {
  portfolio: PortfolioBase
  pack: PublishedPack
  templates: FormDefinition[]
}

export interface Reflections extends Writing {
  filter: Filter
  rows: Reflection[]
  more: boolean
  /** All there are, whatever the filter. */
  all: number
}

function oneOf<T extends string>(values: readonly T[], text: string | undefined): T | null {
  return values.find((value) => value === text) ?? null
}

/** What the address asks for; whatever makes no sense is left out. */
function filterOf(query: Ctx['query'], templates: readonly FormDefinition[]): Filter {
  const categories = categoriesOf(templates).map(({ key }) => key)
  return {
    q: (query.q ?? '').replaceAll('\0', '').trim().slice(0, 200),
    category: oneOf(categories, query.about),
    template: oneOf(
      templates.map(({ key }) => key),
      query.template,
    ),
    seen: oneOf(['private', 'shared'], query.seen),
    linked: oneOf(['yes', 'no'], query.linked),
    page: Math.min(Math.max(Number.parseInt(query.page ?? '1', 10) || 1, 1), 1000),
  }
}

/** Finder of what the acting trainee can write with: their templates. */
export const findTemplates = scoped(reflectionPolicy, async (visible, ctx): Promise<Writing | null> => {
  const portfolio = await portfolioOf(visible.enrolments, ctx, ctx.actor.own?.enrolmentId)
  if (!portfolio) return null
  const pack = await ctx.services.packs.get(portfolio.packVersionId)
  return { portfolio, pack, templates: templatesOf(pack) }
})

/** Finder of the acting trainee's own reflections. */
export const findReflections = scoped(reflectionPolicy, async (visible, ctx): Promise<Reflections | null> => {
  const writing = await findTemplates(ctx)
  if (!writing) return null
  const filter = filterOf(ctx.query, writing.templates)
  const here: Prisma.RecordWhereInput = {
    AND: [visible.records, { enrolmentId: writing.portfolio.id, kind: 'reflection', status: 'submitted' }],
  }
  const words = filter.q ? { id: { in: await hitsOf(ctx, writing.portfolio.id, filter.q) } } : {}
  const [rows, all] = await Promise.all([
    ctx.db.record.findMany({
      where: { AND: [here, clauseOf(filter), words] },
      orderBy: [{ occurredOn: 'desc' }, { id: 'desc' }],
      select: { ...fields, _count: { select: { links: true, shares: { where: { revokedAt: null } } } } },
      skip: (filter.page - 1) * pageSize,
      take: pageSize + 1,
    }),
    ctx.db.record.count({ where: here }),
  ])
  const shown = rows.slice(0, pageSize).map(({ _count, ...row }) => ({ ...row, ..._count }))
  return { ...writing, filter, rows: shown, more: rows.length > pageSize, all }
})

function clauseOf({ category, template, seen, linked }: Filter): Prisma.RecordWhereInput {
  return {
    ...(category ? { facts: { path: [CATEGORY], equals: category } } : {}),
    ...(template ? { formKey: template } : {}),
    ...(seen ? seenClause(seen) : {}),
    ...(linked ? { links: linked === 'yes' ? { some: {} } : { none: {} } } : {}),
  }
}

/** Shown to one person by name is shared as well. */
function seenClause(seen: 'private' | 'shared'): Prisma.RecordWhereInput {
  const named: Prisma.RecordWhereInput = { shares: { some: { revokedAt: null } } }
  return seen === 'shared'
    ? { OR: [{ sharedState: 'shared' }, named] }
    : { sharedState: 'private', shares: { none: { revokedAt: null } } }
}

/** At most so many hits of one search are looked at; nobody writes as much. */
const mostHits = 2000

async function hitsOf(ctx: Ctx, enrolmentId: string, q: string): Promise<string[]> {
  const hits = await ctx.db.$queryRaw<{ id: string }[]>`
    select id from "Record" where "enrolmentId" = ${enrolmentId}::uuid and kind = 'reflection'
      and (to_tsvector('english', "title") || jsonb_to_tsvector('english', "values", '["string"]'))
        @@ websearch_to_tsquery('english', ${q}) limit ${mostHits}`
  return hits.map(({ id }) => id)
}
