import type { Ctx } from '../../kit/context.ts'
import { isId } from '../../kit/ids.ts'
import { scoped } from '../../kit/scope.ts'
import { evidenceTargetOf, isThere, nodesOf, type PublishedPack } from '../../programmes/index.ts'
import { recordPolicy } from '../policy.ts'
import { codeOf } from '../views/cards.ts'
import { type RecordDetail, recordDetail } from './detail.ts'
import { type Bench, itemValue, type OtherEnrolment, otherEnrolments, targetsOf } from './otherEnrolments.ts'
import { ownRecords } from './own.ts'
import { type Onlooker, onlookersOf } from './seen.ts'

/** A record and the items it may be linked to, with how much evidence each has. */
export interface Choosing {
  detail: RecordDetail
  groups: {
    title: string
    items: { key: string; code: string | null; title: string; count: number; enough: boolean; linked: boolean }[]
  }[]
  /** Other enrolments of the same person, whose items come after one's own (decision 10). */
  others: OtherEnrolment[]
}

/** Finder of a record of one's own about to be linked (`:id`). */
export const findChoosing = scoped(recordPolicy, async (visible, ctx): Promise<Choosing | null> => {
  const detail = await recordDetail(visible, ctx, ctx.params.id)
  if (!detail || detail.record.personId !== ctx.actor.personId) return null
  const { enrolmentId } = detail.record
  // Links are made in the portfolio in which the record lies.
  if (ctx.actor.own?.enrolmentId !== enrolmentId) return null
  const linkedIn = (there: string) =>
    detail.links.filter((link) => link.enrolmentId === there).map(({ itemKey }) => itemKey)
  const others = await otherEnrolments(ctx)
  const groups = await groupsAt(ctx, { enrolmentId, pack: detail.pack }, linkedIn(enrolmentId))
  const home = withSuggested(groups, detail.form?.links?.suggested ?? [])
  return { detail, groups: [...home, ...(await groupsElsewhere(ctx, others, linkedIn))], others }
})

/** What can be chosen in one enrolment's curriculum today, with how much evidence each item has. */
async function groupsAt(
  ctx: Ctx,
  { enrolmentId, pack }: Bench,
  linked: readonly string[],
): Promise<Choosing['groups']> {
  const there = await thereNow(ctx, pack, enrolmentId)
  return groupsOf(pack, new Set(linked), await counted(ctx, enrolmentId), there)
}

/** The items of other enrolments: named after them, and told apart by their values. */
async function groupsElsewhere(
  ctx: Ctx,
  others: readonly OtherEnrolment[],
  linkedIn: (enrolmentId: string) => string[],
): Promise<Choosing['groups']> {
  const groups = await Promise.all(
    others.map(async (other) =>
      (await groupsAt(ctx, other, linkedIn(other.enrolmentId))).map(({ title, items }) => ({
        title: `${other.programme}: ${title}`,
        items: items.map((item) => ({ ...item, key: itemValue(other.enrolmentId, item.key) })),
      })),
    ),
  )
  return groups.flat()
}

/** What the form suggests stands first, and only there. */
function withSuggested(groups: Choosing['groups'], keys: readonly string[]): Choosing['groups'] {
  const suggested = groups.flatMap(({ items }) => items).filter(({ key }) => keys.includes(key))
  if (suggested.length === 0) return groups
  const rest = groups.map(({ title, items }) => ({ title, items: items.filter(({ key }) => !keys.includes(key)) }))
  return [{ title: 'Likely for this form', items: suggested }, ...rest.filter(({ items }) => items.length > 0)]
}

/** Several records of one's own about to be linked together. */
export interface ChoosingMany {
  enrolmentId: string
  records: { id: string; title: string }[]
  groups: Choosing['groups']
}

/** Finder of ticked records about to be linked (`?records=…`). */
export const findChoosingMany = scoped(
  { visible: (actor) => actor.own },
  async (own, ctx): Promise<ChoosingMany | null> => {
    if (!own || own.enrolmentId !== ctx.params.enrolmentId) return null
    const records = await ownRecords(ctx, listed(ctx.query.records).filter(isId))
    if (records.length === 0) return null
    const pack = await ctx.services.packs.get(own.packVersionId)
    const home = await groupsAt(ctx, { enrolmentId: own.enrolmentId, pack }, [])
    const groups = [...home, ...(await groupsElsewhere(ctx, await otherEnrolments(ctx), () => []))]
    return { enrolmentId: own.enrolmentId, records: records.map(({ id, title }) => ({ id, title })), groups }
  },
)

/** Whether an item is there in the stage of today: some are in later stages only (R114). */
async function thereNow(ctx: Ctx, { pack }: PublishedPack, enrolmentId: string): Promise<(key: string) => boolean> {
  if (!nodesOf(pack).some(({ node }) => node.stages)) return () => true
  const today = new Date(`${ctx.today}T00:00:00Z`)
  const period = await ctx.db.stagePeriod.findFirst({
    where: { enrolmentId, from: { lte: today }, OR: [{ until: null }, { until: { gt: today } }] },
    select: { stageKey: true },
  })
  return (key) => isThere(pack, key, period?.stageKey ?? null)
}

/** How many pieces of evidence each item has. */
async function counted(ctx: Ctx, enrolmentId: string): Promise<Map<string, number>> {
  const counts = await ctx.db.link.groupBy({
    by: ['itemKey'],
    where: { enrolmentId, record: { status: { in: ['submitted', 'signed'] } } },
    _count: true,
  })
  return new Map(counts.map((row) => [row.itemKey, row._count]))
}

function groupsOf(
  pack: PublishedPack,
  linked: ReadonlySet<string>,
  count: Map<string, number>,
  there: (key: string) => boolean,
): Choosing['groups'] {
  const groups = new Map<string, Choosing['groups'][number]['items']>()
  const nodes = nodesOf(pack.pack)
  const titles = new Map(nodes.map(({ node }) => [node.key, node.title]))
  for (const { node, above } of nodes) {
    if (node.kind !== 'item' || !(there(node.key) || linked.has(node.key))) continue
    const group = titles.get(above.at(-1) ?? '') ?? pack.pack.curriculum.title
    const item = {
      key: node.key,
      code: node.code ?? null,
      title: node.title,
      count: count.get(node.key) ?? 0,
      enough: (count.get(node.key) ?? 0) >= evidenceTargetOf(pack.pack, node.key)[1],
      linked: linked.has(node.key),
    }
    groups.set(group, [...(groups.get(group) ?? []), item])
  }
  return [...groups].map(([title, items]) => ({ title, items }))
}

/** Private records about to be linked, and who will see them then. */
export interface LinkQuestion {
  enrolmentId: string
  records: { id: string; title: string }[]
  items: string[]
  /** The items as people call them. */
  codes: string[]
  readers: Onlooker[]
  back: string | null
}

const listed = (text: string | undefined) => (text ?? '').split(',').filter(Boolean)

/** Finder of the question before private records are linked (`?records=…&items=…`). */
export const findLinkQuestion = scoped(
  { visible: (actor) => actor.own },
  async (own, ctx): Promise<LinkQuestion | null> => {
    if (!own || own.enrolmentId !== ctx.params.enrolmentId) return null
    const ids = listed(ctx.query.records).filter(isId)
    const pack = await ctx.services.packs.get(own.packVersionId)
    const items = listed(ctx.query.items)
    if (ids.length === 0 || items.length === 0) return null
    const targets = targetsOf({ enrolmentId: own.enrolmentId, pack }, await otherEnrolments(ctx), items)
    const records = await ownRecords(ctx, ids)
    const hidden = records.filter(({ sharedState }) => sharedState === 'private')
    const first = hidden[0] ?? records[0]!
    const there = targets.map(({ enrolmentId }) => enrolmentId)
    const readers = await onlookersOf(ctx, { ...first, sharedState: 'shared', shares: [] }, there)
    return {
      enrolmentId: own.enrolmentId,
      records: records.map(({ id, title }) => ({ id, title })),
      items,
      codes: targets.flatMap((one) => one.itemKeys.map((key) => codeOf(one.pack, key))),
      readers,
      back: ctx.query.back ?? null,
    }
  },
)
