import type { FormContext, FormDefinition, Values } from '../../forms/index.ts'
import { compile, copiedValues, initialValues } from '../../forms/index.ts'
import type { Draft } from '../../generated/client.ts'
import type { Ctx } from '../../kit/context.ts'
import { isId } from '../../kit/ids.ts'
import { scoped } from '../../kit/scope.ts'
import type { PublishedPack } from '../../programmes/index.ts'
import { type PortfolioBase, portfolioOf, portfolioPolicy } from '../../training/index.ts'
import { formContext, writerFor } from '../context.ts'
import { recordPolicy } from '../policy.ts'
import { draftFor, type Typed, typedIn } from '../service/drafts.ts'
import { type RecordDetail, recordDetail } from './detail.ts'

/** A form about to be filled in: new, or a record being changed. */
export interface Filling {
  portfolio: PortfolioBase
  pack: PublishedPack
  form: FormDefinition
  context: FormContext
  draft: Draft | null
  /** What the page opens with: the draft, a copy of the last one, what is known, or the record as it is. */
  values: Values
  /** Items ticked when the page opens. */
  items: string[]
  /** The record being changed; null for a new one. */
  record: RecordDetail | null
  copied: boolean
}

/** The key of a new form's draft. One at a time for each form and portfolio. */
export const newKey = (formKey: string, enrolmentId: string) => `form:${formKey}:${enrolmentId}`
export const editKey = (recordId: string) => `record:${recordId}`

/** Finder of a new form of the acting trainee's own portfolio (`:formKey`). */
export const findNew = scoped(portfolioPolicy, async (visible, ctx): Promise<Filling | null> => {
  const portfolio = await portfolioOf(visible, ctx, ctx.actor.own?.enrolmentId)
  if (!portfolio) return null
  const pack = await ctx.services.packs.get(portfolio.packVersionId)
  const form = pack.form(ctx.params.formKey ?? '')
  if (!form) return null
  const draft = await draftFor(ctx, newKey(form.key, portfolio.id))
  const typed = typedIn(draft)
  const asked = fromQuery(ctx.query)
  const items = itemsAsked(ctx, pack, typed)
  const fileIds = [...filesTyped(typed), ...filesTyped(asked)]
  const writer = writerFor('trainee')
  const context = await formContext(ctx, { pack, formKey: form.key, portfolio, writer, items, fileIds })
  const copied = ctx.query.copy === 'last' && !draft && context.last !== undefined
  const values = typed ? readTyped(form, typed, context) : freshValues(form, context, asked, copied)
  return { portfolio, pack, form, context, draft, values, items, record: null, copied }
})

/** Finder of a record to be changed by its author (`:id`). */
export const findEdit = scoped(recordPolicy, async (visible, ctx): Promise<Filling | null> => {
  const detail = await recordDetail(visible, ctx, ctx.params.id)
  if (!detail?.form || !ctx.actor.own) return null
  const portfolio = await portfolioOf({ id: detail.record.enrolmentId }, ctx, ctx.actor.own.enrolmentId)
  if (portfolio?.id !== detail.record.enrolmentId) return null
  const draft = await draftFor(ctx, editKey(detail.record.id))
  const typed = typedIn(draft)
  const stored = detail.record.values as Values
  const options = { pack: detail.pack, formKey: detail.form.key, portfolio, writer: writerFor('trainee'), stored }
  const context = await formContext(ctx, { ...options, fileIds: filesTyped(typed) })
  const values = typed ? readTyped(detail.form, typed, context) : stored
  const items = detail.links.map(({ itemKey }) => itemKey)
  const { form, pack } = detail
  return { portfolio, pack, form, context, draft, values, items, record: detail, copied: false }
})

/** Typed inputs as values of the form; nothing is refused. */
export function readTyped(form: FormDefinition, typed: Record<string, unknown>, context: FormContext): Values {
  return compile(form, 'draft', context).parse(typed).values
}

function freshValues(form: FormDefinition, context: FormContext, asked: Typed, copied: boolean): Values {
  const known = copied ? copiedValues(form, context.last!, context) : initialValues(form, context)
  return { ...known, ...readTyped(form, asked, context) }
}

/** `?f.title=…` fills a field beforehand: links from other pages carry what is known there. */
function fromQuery(query: Ctx['query']): Typed {
  const fields = Object.entries(query).filter(([name, value]) => name.startsWith('f.') && value)
  return Object.fromEntries(fields) as Typed
}

function itemsAsked(ctx: Ctx, pack: PublishedPack, typed: Typed | null): string[] {
  const asked = (ctx.query.item ?? '').split(',')
  const kept = [typed?.items ?? []].flat()
  return [...new Set([...asked, ...kept])].filter((key) => pack.items.has(key))
}

/** Ids among what was typed that may be those of files. */
export function filesTyped(typed: Typed | null): string[] {
  return Object.values(typed ?? {})
    .flat()
    .filter((value) => isId(value))
}
