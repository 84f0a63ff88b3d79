import { z } from 'zod'
import { command } from '../../kit/command.ts'
import { Invalid } from '../../kit/errors.ts'
import { isId } from '../../kit/ids.ts'
import { scoped } from '../../kit/scope.ts'
import { refuse } from '../../policy/index.ts'
import type { PublishedPack } from '../../programmes/index.ts'
import { recordPolicy } from '../policy.ts'
import { findRecord } from '../queries/detail.ts'
import { findChoosing } from '../queries/linking.ts'
import { ownRecords } from '../queries/own.ts'
import { type LinkChange, linkEvents, linkRecords, undoLinks, unlinkRecords } from './links.ts'

/** The acting trainee's own portfolio and its pack: where links are made. */
export interface Linkbench {
  enrolmentId: string
  pack: PublishedPack
}

/** Finder of the own portfolio named in the path; nobody else links. */
export const findLinkbench = scoped({ visible: (actor) => actor.own }, async (own, ctx): Promise<Linkbench | null> => {
  if (!own || own.enrolmentId !== ctx.params.enrolmentId) return null
  return { enrolmentId: own.enrolmentId, pack: await ctx.services.packs.get(own.packVersionId) }
})

const ids = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((sent) => [...new Set([sent ?? []].flat().flatMap((one) => one.split(',')))].filter(Boolean))

/** Where one came from: a path of ours, else nothing. */
const back = z
  .string()
  .optional()
  .transform((path) => (path && /^\/(portfolios|records|reflections)\/[^\\]*$/.test(path) ? path : null))

const Linking = z
  .object({ records: ids, items: ids, confirm: z.string().optional(), back })
  .superRefine(({ records, items }, issues) => {
    if (records.length === 0 || !records.every(isId))
      issues.addIssue({ code: 'custom', path: ['records'], message: 'Tick at least one record to link.' })
    if (items.length === 0)
      issues.addIssue({ code: 'custom', path: ['items'], message: 'Tick at least one item to link to.' })
    if (records.length * items.length > 500)
      issues.addIssue({ code: 'custom', path: ['items'], message: 'Link fewer at a time: 500 links at most.' })
  })
export type Linking = z.infer<typeof Linking>

/** Private records are not linked before their owner was told who will see them. */
export type Linked = { asks: true } | { asks: false; changes: LinkChange[] }

/** Links records of the own portfolio to items: one to many, many to many. */
export const linkMany = command({
  find: findLinkbench,
  may: (actor, { enrolmentId }) =>
    actor.own?.enrolmentId === enrolmentId || refuse('links.owner', 'Only the trainee links evidence.', 'the trainee'),
  input: () => Linking,
  run: async (ctx, { pack, enrolmentId }, { records: recordIds, items, confirm }): Promise<Linked> => {
    const records = await ownRecords(ctx, recordIds)
    if (records.some(({ sharedState }) => sharedState === 'private') && confirm !== 'yes') return { asks: true }
    return { asks: false, changes: await linkRecords(ctx, { records, itemKeys: items, pack, enrolmentId }) }
  },
  audit: (linked) => (linked.asks ? [] : linkEvents('record.linked', linked.changes)),
})

const LinkingOne = z.object({ items: ids, confirm: z.string().optional() }).superRefine(({ items }, issues) => {
  if (items.length === 0) issues.addIssue({ code: 'custom', path: ['items'], message: 'Tick at least one item.' })
})

/** Links one record to the items ticked on its page. */
export const linkOne = command({
  find: findChoosing,
  may: (actor, { detail }) => recordPolicy.actions.link(actor, detail.judged),
  input: () => LinkingOne,
  run: async (ctx, { detail }, { items, confirm }): Promise<Linked> => {
    const { record, pack } = detail
    if (record.sharedState === 'private' && confirm !== 'yes') return { asks: true }
    const changes = await linkRecords(ctx, {
      records: [record],
      itemKeys: items,
      pack,
      enrolmentId: record.enrolmentId,
    })
    return { asks: false, changes }
  },
  audit: (linked) => (linked.asks ? [] : linkEvents('record.linked', linked.changes)),
})

/** Ticked records on their way to the page where items are chosen. */
export const pickRecords = command({
  find: findLinkbench,
  may: () => true,
  input: () =>
    z
      .object({ records: ids })
      .refine(
        ({ records }) => records.length > 0 && records.length <= 50 && records.every(isId),
        'Tick at least one record, and at most 50.',
      ),
  run: async (_ctx, _bench, { records }) => records,
  audit: () => [],
})

/** Takes back one act of linking (the flash's Undo). */
export const undoLinking = command({
  find: findLinkbench,
  may: (actor, { enrolmentId }) =>
    actor.own?.enrolmentId === enrolmentId ||
    refuse('links.owner', 'Only the trainee unlinks evidence.', 'the trainee'),
  run: (ctx, { enrolmentId }) => {
    const { batchId } = ctx.params
    if (!isId(batchId)) throw new Invalid('There is nothing to undo here.')
    return undoLinks(ctx, { enrolmentId, batchId })
  },
  audit: (changes) => linkEvents('record.unlinked', changes),
})

/** Removes the link named in the path from a record. */
export const unlinkOne = command({
  find: findRecord,
  may: (actor, { judged }) => recordPolicy.actions.link(actor, judged),
  run: (ctx, { record }) =>
    unlinkRecords(ctx, { record, enrolmentId: record.enrolmentId, itemKeys: [ctx.params.itemKey ?? ''] }),
  audit: (changes) => linkEvents('record.unlinked', changes),
})

/** Marks a link as among the best evidence for its item, or takes the mark back (R105). */
export const starLink = command({
  find: findRecord,
  may: (actor, { judged }) => recordPolicy.actions.link(actor, judged),
  run: async (ctx, { record, links }) => {
    const link = links.find(({ itemKey }) => itemKey === ctx.params.itemKey)
    if (!link) throw new Invalid('This link is no longer there.')
    const starred = !link.starred
    await ctx.db.link.updateMany({
      where: { recordId: record.id, enrolmentId: link.enrolmentId, itemKey: link.itemKey },
      data: { starred },
    })
    return { itemKey: link.itemKey, starred }
  },
  audit: ({ itemKey, starred }, { record }) => ({
    type: starred ? 'link.starred' : 'link.unstarred',
    subjectId: record.personId,
    enrolmentId: record.enrolmentId,
    recordId: record.id,
    data: { itemKeys: [itemKey] },
  }),
})
