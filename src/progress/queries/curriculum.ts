import { draftFor } from '../../evidence/index.ts'
import type { Draft } from '../../generated/client.ts'
import type { Ctx } from '../../kit/context.ts'
import { scoped } from '../../kit/scope.ts'
import type { CurriculumNode } from '../../programmes/index.ts'
import { progressPolicy } from '../policy.ts'
import { type CasePiece, piecesOfCases } from './cases.ts'
import { evidenceOf, type Piece, type Pieces, piecesByItem } from './evidence.ts'
import { type Earlier, earlierOf, type Judged, judgementsOf } from './judgements.ts'
import { type Packed, packedItem, packedPortfolio } from './portfolio.ts'

/** An item opened in place: what it means, or the trainee's self-assessment of it. */
export interface Opened {
  item: CurriculumNode
  mode: 'info' | 'rate'
  evidence: Piece[]
  draft: Draft | null
}

export interface CurriculumFound extends Packed {
  pieces: Map<string, Pieces>
  judgements: Judged[]
  /** What is linked to index cases, newest first. */
  casePieces: CasePiece[]
  opened: Opened | null
}

/** Under which key a self-assessment on its way is kept. */
export const selfDraftKey = (enrolmentId: string, itemKey: string) => `self:${enrolmentId}:${itemKey}`

/** The curriculum of one trainee: four queries, one more with a list of cases, and three more for an item that is open. */
export const findCurriculum = scoped(progressPolicy, async (visible, ctx): Promise<CurriculumFound | null> => {
  const packed = await packedPortfolio(visible, ctx)
  return packed && withItem(ctx, packed, ctx.query.open)
})

/** The same with the item of the path open for rating: what the form of a self-assessment comes back to. */
export const findRated = scoped(
  progressPolicy,
  async (visible, ctx): Promise<(CurriculumFound & { opened: Opened }) | null> => {
    const packed = await packedItem(visible, ctx)
    const found = packed && (await withItem({ ...ctx, query: { ...ctx.query, mode: 'rate' } }, packed, packed.item.key))
    return found?.opened ? { ...found, opened: found.opened } : null
  },
)

async function withItem(ctx: Ctx, packed: Packed, open: string | undefined): Promise<CurriculumFound> {
  const { portfolio, pack } = packed
  const item = pack.items.get(open ?? '')
  return {
    ...packed,
    pieces: await piecesByItem(ctx, portfolio.id),
    judgements: await judgementsOf(ctx.db, portfolio.id),
    casePieces: await piecesOfCases(ctx, packed),
    opened: item ? await openItem(ctx, packed, item) : null,
  }
}

async function openItem(ctx: Ctx, { portfolio, pack }: Packed, item: CurriculumNode): Promise<Opened> {
  const rate = ctx.query.mode === 'rate' && progressPolicy.actions.rate(ctx.actor, { portfolio, pack, item }) === true
  if (!rate) return { item, mode: 'info', evidence: [], draft: null }
  return {
    item,
    mode: 'rate',
    evidence: await evidenceOf(ctx, portfolio.id, item.key),
    draft: await draftFor(ctx, selfDraftKey(portfolio.id, item.key)),
  }
}

export interface ItemFound extends Packed {
  item: CurriculumNode
  evidence: Piece[]
  judgements: Judged[]
  /** The latest sign-off of the item that this one keeps alive. */
  earlier: Earlier | null
}

/** One item with all its evidence and every judgement that was ever made of it. */
export const findItem = scoped(progressPolicy, async (visible, ctx): Promise<ItemFound | null> => {
  const packed = await packedItem(visible, ctx)
  if (!packed) return null
  const { portfolio, item } = packed
  const judgements = await judgementsOf(ctx.db, portfolio.id, item.key)
  return {
    ...packed,
    evidence: await evidenceOf(ctx, portfolio.id, item.key),
    judgements: judgements.filter(({ itemKey }) => itemKey === item.key),
    earlier: earlierOf(packed, judgements),
  }
})
