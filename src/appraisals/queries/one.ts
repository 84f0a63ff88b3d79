import { confided, typedIn, whoCanSee } from '../../evidence/index.ts'
import { type FormDefinition, type Rendered, type RenderedAnswer, snapshot, type Values } from '../../forms/index.ts'
import type { Record as RecordRow } from '../../generated/client.ts'
import type { Ctx } from '../../kit/context.ts'
import { isId } from '../../kit/ids.ts'
import type { WhoCanSee } from '../../kit/partials.ts'
import { scoped } from '../../kit/scope.ts'
import { type Depth, depth, isRefusal } from '../../policy/index.ts'
import { portfolioOf } from '../../training/index.ts'
import { appraisalForm } from '../forms.ts'
import { appraisalPolicy, type Judged } from '../policy.ts'
import { aroundOf, type Extra, postOn } from './around.ts'
import { contextFor, valuesFor, type Writing } from './writing.ts'

/** One meeting or appraisal that exists. */
export interface One extends Writing, Pick<Judged, 'supervisor'> {
  record: RecordRow
  extra: Extra
  depth: Depth
  /** As it reads now; null for whoever sees facts alone. Signed ones read as they were signed. */
  reads: Rendered | null
}

export type OneShown = One & { who?: WhoCanSee }

export const recordKey = (recordId: string) => `record:${recordId}`

/** Finder of a meeting or appraisal (`:enrolmentId`, `:recordId`): to go on with, or to read. */
export const findOne = scoped(appraisalPolicy, async (visible, ctx): Promise<One | null> => {
  const id = ctx.params.recordId
  if (!isId(id)) return null
  const portfolio = await portfolioOf(visible.enrolments, ctx, ctx.params.enrolmentId, { record: id })
  if (!portfolio) return null
  const record = await ctx.db.record.findFirst({
    where: { AND: [{ id, enrolmentId: portfolio.id, kind: 'appraisal' }, visible.records] },
  })
  if (!record) return null
  const pack = await ctx.services.packs.get(record.packVersionId)
  const form = appraisalForm(pack, record.formKey)
  if (!form) return null
  const around = await aroundOf(ctx.db, {
    enrolmentId: portfolio.id,
    recordIds: [record.id],
    draft: { personId: ctx.actor.personId, key: recordKey(record.id) },
  })
  const { posts, extras } = around
  const extra = extras[0]!
  const post = posts.find((one) => one.id === extra.placementId) ?? postOn(posts, ctx.today)
  const stored = record.values as Values
  const judged = { portfolio, pack, form, record, supervisor: extra.assessor ?? extra.author }
  const may = appraisalPolicy.actions.complete(ctx.actor, judged)
  const draft = isRefusal(may) ? null : around.draft
  const by = isRefusal(may) ? 'trainee' : 'supervisor'
  const context = await contextFor({ ctx, portfolio, pack, form, post, by, records: visible.records, stored })
  const values = valuesFor(form, context, typedIn(draft), record.status === 'requested' ? post : null)
  const deep = depth(ctx.actor, record)
  const whole = deep === 'full' ? snapshot(form, stored, { ...context, writer: null }) : null
  const signed = whole && (await signedFigures(ctx, record, form))
  const reads = whole && confided(signed ? withAnswers(whole, signed) : whole, record, ctx.actor)
  return { ...judged, post, taken: null, extra, depth: deep, context, draft, values, reads }
})

/** Figures of the portfolio as they stood when it was signed: what is counted later is not what was signed. One query, or none. */
async function signedFigures(ctx: Ctx, record: RecordRow, form: FormDefinition): Promise<RenderedAnswer[] | null> {
  const keys = form.sections.flatMap(({ fields }) =>
    fields.flatMap(({ type, key }) => (type === 'figures' ? [key] : [])),
  )
  if (keys.length === 0 || !['signed', 'disputed'].includes(record.status)) return null
  const version = await ctx.db.recordVersion.findFirst({
    where: { recordId: record.id },
    orderBy: { seq: 'desc' },
    select: { rendered: true },
  })
  const rendered = version && (version.rendered as unknown as Rendered)
  return rendered?.sections.flatMap(({ answers }) => answers.filter(({ key }) => keys.includes(key))) ?? null
}

const withAnswers = (reads: Rendered, answers: readonly RenderedAnswer[]): Rendered => ({
  ...reads,
  sections: reads.sections.map((section) => ({
    ...section,
    answers: section.answers.map((one) => answers.find(({ key }) => key === one.key) ?? one),
  })),
})

/** The same for its page, with everybody who can see it (D2): two queries more. */
export const findOnePage = scoped(appraisalPolicy, async (_visible, ctx): Promise<OneShown | null> => {
  const found = await findOne(ctx)
  return found && { ...found, who: await whoCanSee(ctx, { ...found.record, shares: [] }) }
})
