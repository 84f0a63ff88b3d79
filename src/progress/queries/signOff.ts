import { Temporal } from 'temporal-polyfill'
import { draftFor, fileIdsIn, formContext } from '../../evidence/index.ts'
import type { FormContext, Values } from '../../forms/index.ts'
import type { Draft } from '../../generated/client.ts'
import type { Ctx } from '../../kit/context.ts'
import { Forbidden } from '../../kit/errors.ts'
import { scoped } from '../../kit/scope.ts'
import { graceIn, isRefusal } from '../../policy/index.ts'
import { type CurriculumNode, itemsOf, type PublishedPack } from '../../programmes/index.ts'
import { formOfKind, itemContext } from '../forms.ts'
import { progressPolicy } from '../policy.ts'
import { evidenceOf, type Piece } from './evidence.ts'
import { type Earlier, earlierOf, isWaiting, type Judged, judgementsOf, latestOf } from './judgements.ts'
import { type Packed, packedItem } from './portfolio.ts'

export interface SignOffFound extends Packed {
  item: CurriculumNode
  rated: boolean
  self: Judged | null
  /** All judgements of this item, newest first. */
  history: Judged[]
  /** The latest sign-off of the item that this one keeps alive. */
  earlier: Earlier | null
  evidence: Piece[]
  /** The items with a self-assessment that waits, in the order of the curriculum. */
  queue: CurriculumNode[]
  /** The last day on which somebody who has left the portfolio may finish this; null for whoever reaches it. */
  left: Temporal.PlainDate | null
  draft: Draft | null
  /** For writing the sign-off, and for reading the evidence. */
  context: FormContext
}

export const signOffDraftKey = (enrolmentId: string, itemKey: string) => `signoff:${enrolmentId}:${itemKey}`

/** One item with all that a supervisor needs to sign it off, in six queries. Explains itself to whoever may not. */
export const findSignOff = scoped(progressPolicy, async (visible, ctx): Promise<SignOffFound | null> => {
  const packed = await packedItem(visible, ctx, { finishing: true })
  if (!packed) return null
  const allowed = progressPolicy.actions.judge(ctx.actor, packed)
  if (isRefusal(allowed)) throw new Forbidden(allowed)
  const { portfolio, pack, item } = packed
  const left = graceIn(ctx.actor, portfolio.id)
  const judgements = await judgementsOf(ctx.db, portfolio.id, item.key)
  const self = latestOf(judgements, item.key, 'self')
  const evidence = await evidenceOf(ctx, portfolio.id, item.key)
  return {
    ...packed,
    rated: self !== null,
    self,
    history: judgements.filter(({ itemKey }) => itemKey === item.key),
    evidence,
    earlier: earlierOf(packed, judgements),
    queue: waitingItems(pack, judgements).filter(({ key }) => !left || left.items.includes(key)),
    left: left && Temporal.PlainDate.from(left.last),
    draft: await draftFor(ctx, signOffDraftKey(portfolio.id, item.key)),
    context: await contextFor(ctx, packed, evidence),
  }
})

/** Items to sign off that wait for a supervisor, in the order of the curriculum. */
export function waitingItems(pack: PublishedPack, judgements: readonly Judged[]): CurriculumNode[] {
  return itemsOf(pack.pack)
    .map(({ node }) => node)
    .filter((node) => node.signOff && isWaiting(judgements, node.key))
}

async function contextFor(ctx: Ctx, packed: Packed & { item: CurriculumNode }, evidence: readonly Piece[]) {
  const { portfolio, pack, item } = packed
  const own = itemContext(pack, item.key, portfolio.stageKey, ctx.today, 'supervisor')
  const unsigned = evidence.filter(({ signed }) => signed === null)
  if (unsigned.length === 0) return own
  // Sites, people and files are named by the world as it is; what was signed already carries its words.
  const fileIds = unsigned.flatMap(({ values }) => fileIdsIn(values as Values))
  const formKey = formOfKind(pack, 'signoff')?.key ?? ''
  const world = await formContext(ctx, { pack, formKey, portfolio, writer: null, items: [item.key], fileIds })
  return { ...world, ...own, lists: world.lists, people: world.people, files: world.files }
}
