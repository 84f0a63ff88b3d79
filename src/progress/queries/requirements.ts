import type { CardRow } from '../../evidence/index.ts'
import type { Ctx } from '../../kit/context.ts'
import { scoped } from '../../kit/scope.ts'
import { visibleRecords } from '../../policy/index.ts'
import type { Requirement } from '../../programmes/index.ts'
import { loadFacts } from '../figures/facts.ts'
import { asFigure, computed, type Figure, figuresOf } from '../figures/store.ts'
import { progressPolicy } from '../policy.ts'
import { evaluate } from '../rules/index.ts'
import { type Judged, judgementsOf } from './judgements.ts'
import { type Packed, packedPortfolio } from './portfolio.ts'

export interface RequirementsFound extends Packed {
  figures: Map<string, Figure>
  judgements: Judged[]
}

/** All figures of a portfolio as prepared; those that are not kept yet are worked out on the spot. */
export const findRequirements = scoped(progressPolicy, async (visible, ctx): Promise<RequirementsFound | null> => {
  const packed = await packedPortfolio(visible, ctx)
  if (!packed) return null
  const { portfolio } = packed
  const figures = await figuresOf(ctx.db, portfolio.id)
  for (const figure of await computed(ctx, portfolio.id, portfolio.packVersionId, ({ id }) => !figures.has(id))) {
    figures.set(figure.ruleId, figure)
  }
  return { ...packed, figures, judgements: await judgementsOf(ctx.db, portfolio.id) }
})

export interface Line {
  id: string
  why: string
  /** Null where the actor does not see the record itself. */
  record: CardRow | null
}

export interface Lines {
  rows: Line[]
  total: number
  page: number
  size: number
}

export interface RuleFound extends Packed {
  rule: Requirement
  figure: Figure
  counted: Lines
  notCounted: Lines
}

const SIZE = 50

/** One rule with everything that counted and everything that did not: the evaluator is asked again, so it is the same. */
export const findRule = scoped(progressPolicy, async (visible, ctx): Promise<RuleFound | null> => {
  const packed = await packedPortfolio(visible, ctx)
  const rule = packed?.pack.pack.requirements.rules.find(({ id }) => id === ctx.params.ruleId)
  if (!packed || !rule) return null
  const { portfolio, pack } = packed
  const facts = await loadFacts(ctx.db, { enrolmentId: portfolio.id, pack: pack.pack, rules: [rule], now: ctx.now })
  if (!facts) return null
  const evaluation = evaluate(rule, facts)
  const counted = paged(
    [...evaluation.counted].reverse().map((id) => ({ id, why: '' })),
    ctx.query.counted,
  )
  const notCounted = paged([...evaluation.notCounted].reverse(), ctx.query.uncounted)
  const seen = await seenRecords(
    ctx,
    portfolio.id,
    [...counted.rows, ...notCounted.rows].map(({ id }) => id),
  )
  const named = ({ rows, ...rest }: ReturnType<typeof paged>): Lines => ({
    ...rest,
    rows: rows.map((row) => ({ ...row, record: seen.get(row.id) ?? null })),
  })
  return {
    ...packed,
    rule,
    figure: asFigure(rule.id, evaluation),
    counted: named(counted),
    notCounted: named(notCounted),
  }
})

function paged(all: { id: string; why: string }[], asked: string | undefined) {
  const last = Math.max(1, Math.ceil(all.length / SIZE))
  const page = Math.min(last, Math.max(1, Number.parseInt(asked ?? '1', 10) || 1))
  return { rows: all.slice((page - 1) * SIZE, page * SIZE), total: all.length, page, size: SIZE }
}

async function seenRecords(ctx: Ctx, enrolmentId: string, ids: string[]): Promise<Map<string, CardRow>> {
  if (ids.length === 0) return new Map()
  const rows = await ctx.db.record.findMany({
    where: { AND: [visibleRecords(ctx.actor), { id: { in: ids }, enrolmentId }] },
    omit: { values: true, facts: true },
  })
  return new Map(rows.map((row) => [row.id, row]))
}
