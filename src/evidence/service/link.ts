import { z } from 'zod'
import type { Record as RecordRow } from '../../generated/client.ts'
import { command } from '../../kit/command.ts'
import type { Ctx, WriteCtx } from '../../kit/context.ts'
import { Invalid } from '../../kit/errors.ts'
import { isId, newId } from '../../kit/ids.ts'
import { scoped } from '../../kit/scope.ts'
import { refuse } from '../../policy/index.ts'
import { recordPolicy } from '../policy.ts'
import { findRecord, type LinkLine, type RecordDetail } from '../queries/detail.ts'
import { findChoosing } from '../queries/linking.ts'
import { type Bench, type OtherEnrolment, otherEnrolments, targetsOf } from '../queries/otherEnrolments.ts'
import { ownRecords } from '../queries/own.ts'
import { type LinkChange, linkEvents, linkRecords, undoLinks, unlinkRecords } from './links.ts'

/** The acting trainee's own portfolio and its pack, and other enrolments of theirs: where links are made. */
export interface Linkbench extends Bench {
  others: OtherEnrolment[]
}

/** Finder of the own portfolio named in the path; nobody else links. */
export const findLinkbench = scoped({ visible: (actor) => actor.own }, async (own, ctx): Promise<Linkbench | null> => {
  if (!own || own.enrolmentId !== ctx.params.enrolmentId) return null
  const pack = await ctx.services.packs.get(own.packVersionId)
  return { enrolmentId: own.enrolmentId, pack, others: await otherEnrolments(ctx) }
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
  run: async (ctx, bench, { records: recordIds, items, confirm }): Promise<Linked> => {
    const records = await ownRecords(ctx, recordIds)
    if (records.some(({ sharedState }) => sharedState === 'private') && confirm !== 'yes') return { asks: true }
    return { asks: false, changes: await linkAll(ctx, records, bench, items) }
  },
  audit: (linked) => (linked.asks ? [] : linkEvents('record.linked', linked.changes)),
})

/** Links records to items of the own curriculum and of others of the same person: one act. */
async function linkAll(
  ctx: WriteCtx,
  records: readonly RecordRow[],
  { others, ...home }: Linkbench,
  items: readonly string[],
): Promise<LinkChange[]> {
  const batchId = newId()
  const changes: LinkChange[] = []
  for (const target of targetsOf(home, others, items)) {
    const away = target.enrolmentId !== home.enrolmentId
    const forms = away ? records.flatMap(({ formKey }) => home.pack.form(formKey) ?? []) : []
    // The first links reveal a private record; the next ones find it shared.
    const now = changes.some(({ revealed }) => revealed) ? records.map(shared) : records
    changes.push(...(await linkRecords(ctx, { ...target, records: now, forms, batchId })))
  }
  return changes
}

const shared = (record: RecordRow): RecordRow => ({ ...record, sharedState: 'shared' })

const LinkingOne = z.object({ items: ids, confirm: z.string().optional() }).superRefine(({ items }, issues) => {
  if (items.length === 0) issues.addIssue({ code: 'custom', path: ['items'], message: 'Tick at least one item.' })
})

/** Links one record to the items ticked on its page. */
export const linkOne = command({
  find: findChoosing,
  may: (actor, { detail }) => recordPolicy.actions.link(actor, detail.judged),
  input: () => LinkingOne,
  run: async (ctx, { detail, others }, { items, confirm }): Promise<Linked> => {
    const { record, pack } = detail
    if (record.sharedState === 'private' && confirm !== 'yes') return { asks: true }
    const bench = { enrolmentId: record.enrolmentId, pack, others }
    return { asks: false, changes: await linkAll(ctx, [record], bench, items) }
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
  run: (ctx) => {
    const { batchId } = ctx.params
    if (!isId(batchId)) throw new Invalid('There is nothing to undo here.')
    return undoLinks(ctx, { batchId })
  },
  audit: (changes) => linkEvents('record.unlinked', changes),
})

/** The link that the address names: of the record's own curriculum, unless it says in which other one. */
export function linkNamed({ params, query }: Ctx, { record, links }: RecordDetail): LinkLine | undefined {
  const there = query.in ?? record.enrolmentId
  return links.find(({ itemKey, enrolmentId }) => itemKey === params.itemKey && enrolmentId === there)
}

/** Removes the link named in the path from a record. */
export const unlinkOne = command({
  find: findRecord,
  may: (actor, { judged }) => recordPolicy.actions.link(actor, judged),
  run: (ctx, found) => {
    const { record } = found
    const enrolmentId = linkNamed(ctx, found)?.enrolmentId ?? record.enrolmentId
    return unlinkRecords(ctx, { record, enrolmentId, itemKeys: [ctx.params.itemKey ?? ''] })
  },
  audit: (changes) => linkEvents('record.unlinked', changes),
})

/** Marks a link as among the best evidence for its item, or takes the mark back (R105). */
export const starLink = command({
  find: findRecord,
  may: (actor, { judged }) => recordPolicy.actions.link(actor, judged),
  run: async (ctx, found) => {
    const { record } = found
    const link = linkNamed(ctx, found)
    if (!link) throw new Invalid('This link is no longer there.')
    const starred = !link.starred
    await ctx.db.link.updateMany({
      where: { recordId: record.id, enrolmentId: link.enrolmentId, itemKey: link.itemKey },
      data: { starred },
    })
    return { itemKey: link.itemKey, enrolmentId: link.enrolmentId, starred }
  },
  audit: ({ itemKey, enrolmentId, starred }, { record }) => ({
    type: starred ? 'link.starred' : 'link.unstarred',
    subjectId: record.personId,
    enrolmentId,
    recordId: record.id,
    data: { itemKeys: [itemKey] },
  }),
})
