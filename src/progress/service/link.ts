import { type LinkChange, linkEvents, linkRecords, starLink, undoLinks, unlinkRecords } from '../../evidence/index.ts'
import { command } from '../../kit/command.ts'
import type { WriteCtx } from '../../kit/context.ts'
import { Conflict, Invalid } from '../../kit/errors.ts'
import { isId } from '../../kit/ids.ts'
import { scoped } from '../../kit/scope.ts'
import { list } from '../../kit/ui.ts'
import { visibleRecords } from '../../policy/index.ts'
import { progressPolicy } from '../policy.ts'
import { findItem, type ItemFound } from '../queries/curriculum.ts'
import { SETTLED } from '../queries/evidence.ts'
import { findLinking, type LinkingFound } from '../queries/linking.ts'
import { packedPortfolio } from '../queries/portfolio.ts'
import { type LinkingInput, linking, pieceChoice, starChoice } from '../schema.ts'

/** R104: any number of records to any number of items in one act, which can be undone in one. */
export const linkMany = command({
  find: findLinking,
  may: (actor, found) => progressPolicy.actions.link(actor, found),
  input: () => linking,
  run: (ctx, found, input: LinkingInput) => link(ctx, found, input),
  audit: (changes) => linkEvents('record.linked', changes),
})

async function link(ctx: WriteCtx, { portfolio, pack }: LinkingFound, input: LinkingInput): Promise<LinkChange[]> {
  const ids = input.records.filter(isId)
  const records = await ctx.db.record.findMany({
    where: {
      AND: [visibleRecords(ctx.actor), { id: { in: ids }, enrolmentId: portfolio.id, status: { in: [...SETTLED] } }],
    },
  })
  if (records.length < input.records.length) throw new Invalid({ records: 'Choose records of this portfolio.' })
  const hidden = records.filter(({ sharedState }) => sharedState === 'private')
  if (hidden.length > 0 && !input.reveal) {
    const titles = list(hidden.map(({ title }) => `“${title}”`))
    throw new Invalid({
      reveal: `${titles} can be read by you alone. Linked, your supervisors can read it: agree first.`,
    })
  }
  const changes = await linkRecords(ctx, { records, itemKeys: input.items, pack, enrolmentId: portfolio.id })
  if (changes.length === 0) throw new Invalid({ items: 'These are linked already.' })
  return changes
}

const findBatch = scoped(progressPolicy, async (visible, ctx) => {
  const packed = await packedPortfolio(visible, ctx)
  const batchId = ctx.params.batchId
  return packed && isId(batchId) ? { ...packed, batchId } : null
})

/** Takes one act of linking back. */
export const undoLinking = command({
  find: findBatch,
  may: (actor, found) => progressPolicy.actions.link(actor, found),
  run: (ctx, { batchId }) => undoLinks(ctx, { batchId }),
  audit: (changes) => linkEvents('record.unlinked', changes),
})

/** Removes one piece of evidence from an item, unless a sign-off rests on it. */
export const unlinkPiece = command({
  find: findItem,
  may: (actor, found) => progressPolicy.actions.link(actor, found),
  input: () => pieceChoice,
  run: async (ctx, { portfolio, item }, { recordId }) => {
    const record = await ctx.db.record.findFirst({ where: { AND: [visibleRecords(ctx.actor), { id: recordId }] } })
    const gone = 'This is not linked any more.'
    if (!record) throw new Conflict(gone)
    const changes = await unlinkRecords(ctx, { record, enrolmentId: portfolio.id, itemKeys: [item.key] })
    if (changes.length === 0) throw new Conflict(gone)
    return changes
  },
  audit: (changes) => linkEvents('record.unlinked', changes),
})

/** R105: the trainee marks the best pieces. */
export const starPiece = command({
  find: findItem,
  may: (actor, found) => progressPolicy.actions.link(actor, found),
  input: () => starChoice,
  run: async (ctx, { portfolio, item }, { recordId, star }) => {
    const starred = star === 'yes'
    await starLink(ctx, { recordId, enrolmentId: portfolio.id, itemKey: item.key, starred })
    return { recordId, starred }
  },
  audit: ({ recordId, starred }, found) => ({
    type: starred ? 'link.starred' : 'link.unstarred',
    subjectId: found.portfolio.personId,
    enrolmentId: found.portfolio.id,
    recordId,
    data: { itemKey: (found satisfies ItemFound).item.key },
  }),
})
