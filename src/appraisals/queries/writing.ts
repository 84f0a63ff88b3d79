import { draftFor, formContext, type Typed, typedIn, writerFor } from '../../evidence/index.ts'
import {
  compile,
  type Figures,
  type FormContext,
  type FormDefinition,
  initialValues,
  type Values,
} from '../../forms/index.ts'
import type { Prisma } from '../../generated/client.ts'
import type { Ctx } from '../../kit/context.ts'
import { scoped } from '../../kit/scope.ts'
import { isRefusal } from '../../policy/index.ts'
import type { PublishedPack } from '../../programmes/index.ts'
import { type PortfolioBase, portfolioOf } from '../../training/index.ts'
import { appraisalForm, periodField } from '../forms.ts'
import { appraisalPolicy, type Place } from '../policy.ts'
import { aroundOf, type KeptDraft, type Post, postOn, type Taken } from './around.ts'
import { SUMMARY, summaryOf } from './summary.ts'

/** A form of a meeting or an appraisal about to be written. */
export interface Writing extends Place {
  portfolio: PortfolioBase
  pack: PublishedPack
  form: FormDefinition
  /** The post that it is about. */
  post: Post | null
  /** The one that this post has already, where it can have only one. */
  taken: Taken | null
  context: FormContext
  draft: KeptDraft | null
  values: Values
}

/** The key of a new form's draft: one for each form, portfolio and post. */
export const newKey = (formKey: string, enrolmentId: string, postId?: string | null) =>
  `form:${formKey}:${enrolmentId}${postId ? `:${postId}` : ''}`

interface Opening {
  ctx: Ctx
  portfolio: PortfolioBase
  pack: PublishedPack
  form: FormDefinition
  post: Post | null
  by: 'trainee' | 'supervisor'
  records: Prisma.RecordWhereInput
  stored?: Values
}

/** What the form knows: its world, the post's own place and days, and for supervisors what the portfolio holds of it. */
export async function contextFor(opening: Opening): Promise<FormContext> {
  const { ctx, portfolio, pack, form, post, by, records, stored } = opening
  const { title, site, siteId, specialty, until } = post ?? {}
  const there = post ? { title: title!, site: site!, siteId: siteId!, specialty: specialty!, until: until! } : null
  const counted = by === 'supervisor' && post !== null
  const figures: Record<string, Figures> = counted
    ? { [SUMMARY]: await summaryOf(ctx, records, portfolio.id, pack, post) }
    : {}
  return formContext(ctx, {
    pack,
    formKey: form.key,
    portfolio: { ...portfolio, post: there },
    writer: writerFor(by),
    ...(stored ? { stored } : {}),
    more: { figures },
  })
}

/** Typed inputs as values of the form; nothing is refused. */
export function readTyped(form: FormDefinition, typed: Record<string, unknown>, context: FormContext): Values {
  return compile(form, 'draft', context).parse(typed).values
}

/** What the page opens with: the draft, else what is stored and what the product knows. */
export function valuesFor(form: FormDefinition, context: FormContext, typed: Typed | null, post: Post | null): Values {
  if (typed) return readTyped(form, typed, context)
  return { ...initialValues(form, context), ...periodOf(form, post), ...context.stored }
}

/** First and last day of the post, where the form asks for them. */
function periodOf(form: FormDefinition, post: Post | null): Values {
  const key = periodField(form)
  if (!key || !post) return {}
  const last = post.until?.subtract({ days: 1 })
  return { [key]: { from: post.from.toString(), ...(last ? { to: last.toString() } : {}) } }
}

/** Finder of a meeting that the acting trainee begins (`:formKey`). */
export const findBegin = scoped(appraisalPolicy, async (visible, ctx): Promise<Writing | null> => {
  const portfolio = await portfolioOf(visible.enrolments, ctx, ctx.actor.own?.enrolmentId)
  return portfolio && opened(ctx, visible.records, portfolio, 'trainee')
})

/** Finder of an appraisal that a supervisor writes (`:enrolmentId`, `:formKey`, `?post=`). */
export const findWrite = scoped(appraisalPolicy, async (visible, ctx): Promise<Writing | null> => {
  const { enrolmentId = '', formKey = '' } = ctx.params
  const draft = newKey(formKey, enrolmentId, ctx.query.post)
  const portfolio = await portfolioOf(visible.enrolments, ctx, enrolmentId, { draft })
  return portfolio && opened(ctx, visible.records, portfolio, 'supervisor')
})

async function opened(
  ctx: Ctx,
  records: Prisma.RecordWhereInput,
  portfolio: PortfolioBase,
  by: 'trainee' | 'supervisor',
): Promise<Writing | null> {
  const pack = await ctx.services.packs.get(portfolio.packVersionId)
  const form = appraisalForm(pack, ctx.params.formKey)
  if (!form) return null
  const { posts, taken } = await aroundOf(ctx.db, { enrolmentId: portfolio.id, recordIds: [] })
  const post = posts.find(({ id }) => id === ctx.query.post) ?? postOn(posts, ctx.today)
  const place = { portfolio, pack, form }
  const may = appraisalPolicy.actions[by === 'trainee' ? 'begin' : 'write'](ctx.actor, place)
  const refused = isRefusal(may)
  const draft = refused ? null : await draftFor(ctx, newKey(form.key, portfolio.id, post?.id))
  const context = await contextFor({ ctx, ...place, post: refused ? null : post, by, records })
  const first = taken.find((one) => one.placementId === post?.id && one.formKey === form.key) ?? null
  return { ...place, post, taken: first, context, draft, values: valuesFor(form, context, typedIn(draft), post) }
}
