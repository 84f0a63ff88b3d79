import { type RecordDetail, readingContext, recordDetail } from '../evidence/index.ts'
import type { FormContext, FormDefinition } from '../forms/index.ts'
import type { Correction, Prisma } from '../generated/client.ts'
import type { Ctx } from '../kit/context.ts'
import { isId } from '../kit/ids.ts'
import { scoped } from '../kit/scope.ts'
import type { Actor } from '../policy/index.ts'
import { type Correctable, correctable, labelsFor } from './fields.ts'
import { amendedPolicy, correctingPolicy, correctionPolicy, isStaff } from './policy.ts'

/** A record for which a correction is asked. */
export interface Correcting {
  detail: RecordDetail
  form: FormDefinition
  context: FormContext
  fields: Correctable[]
  /** The answer that is to be put right; null while it is still to be chosen. */
  field: Correctable | null
  /** Requests for this record that wait. */
  open: Correction[]
}

/** The same person as the reader of one whole form, confidences excepted: whoever signed it, or decides on it. */
export const asReader = (actor: Actor, recordId: string): Actor => ({
  ...actor,
  relation: 'guest',
  reach: { by: 'record', id: recordId },
  lent: { full: [], facts: [] },
})

/** The record of the path (`:id`) with the answer of the address (`?field=`), for whoever can see or wrote it. */
export const findCorrecting = scoped(correctingPolicy, async ({ seen, written }, ctx): Promise<Correcting | null> => {
  const { id } = ctx.params
  if (!isId(id)) return null
  const wrote = (await ctx.db.record.count({ where: { AND: [{ id }, written, { status: 'signed' }] } })) > 0
  const detail = wrote
    ? await recordDetail({ id }, { ...ctx, actor: asReader(ctx.actor, id) }, id)
    : await recordDetail(seen, ctx, id)
  if (!detail?.form) return null
  const { form, pack } = detail
  const fields = correctable(form, labelsFor(detail, ctx.actor))
  const [field = null] = fields.filter(({ key }) => key === ctx.query.field)
  const open = await ctx.db.correction.findMany({
    where: { recordId: id, state: 'asked' },
    orderBy: { askedAt: 'asc' },
  })
  return { detail, form, context: readingContext(ctx, pack, detail), fields, field, open }
})

/** One request with the whole form that it is about. */
export interface CorrectionFound {
  correction: Correction
  detail: RecordDetail
  form: FormDefinition
  context: FormContext
  /** By which way the decider came. */
  via: 'account' | 'link'
  /** Where this way's pages lie: '/corrections/<id>' or '/c/<token>'. */
  base: string
  /** Whether this reader reads the answers: the two concerned always, college staff while it is open (decision 6). */
  reads: boolean
}

export async function foundOf(
  ctx: Ctx,
  correction: Correction,
  way: Pick<CorrectionFound, 'via' | 'base'>,
): Promise<CorrectionFound | null> {
  const { recordId: id } = correction
  const detail = await recordDetail({ id }, { ...ctx, actor: asReader(ctx.actor, id) }, id)
  if (!detail?.form) return null
  const concerned = [correction.portfolioId, correction.signerId].includes(ctx.actor.personId)
  const reads = concerned || (correction.state === 'asked' && isStaff(ctx.actor))
  return { correction, detail, form: detail.form, context: readingContext(ctx, detail.pack, detail), reads, ...way }
}

/** The request of the path (`:id`). */
export const findCorrection = scoped(correctionPolicy, async (visible, ctx): Promise<CorrectionFound | null> => {
  const { id } = ctx.params
  const correction = isId(id) ? await ctx.db.correction.findFirst({ where: { AND: [{ id }, visible] } }) : null
  return correction && foundOf(ctx, correction, { via: 'account', base: `/corrections/${id}` })
})

export interface CorrectionRow extends Correction {
  trainee: string
  formTitle: string
}

export interface CorrectionList {
  waiting: CorrectionRow[]
  done: CorrectionRow[]
}

/** Requests that concern the actor, what waits first. */
export const findCorrections = scoped(correctionPolicy, async (visible, ctx): Promise<CorrectionList | null> => {
  if (ctx.actor.sessionId === null) return null
  const rows = async (where: Prisma.CorrectionWhereInput, take: number) =>
    shaped(
      ctx,
      await ctx.db.correction.findMany({
        where: { AND: [visible, where] },
        orderBy: { askedAt: 'desc' },
        take,
        include: { record: { select: rowSelect } },
      }),
    )
  const [waiting, done] = await Promise.all([rows({ state: 'asked' }, 100), rows({ state: { not: 'asked' } }, 30)])
  return { waiting, done }
})

const rowSelect = {
  formKey: true,
  packVersionId: true,
  person: { select: { title: true, givenName: true, familyName: true } },
} as const

type Joined = Prisma.CorrectionGetPayload<{ include: { record: { select: typeof rowSelect } } }>

function shaped(ctx: Ctx, rows: Joined[]): Promise<CorrectionRow[]> {
  return Promise.all(
    rows.map(async ({ record, ...row }) => {
      const { person, packVersionId, formKey } = record
      const pack = await ctx.services.packs.get(packVersionId)
      const trainee = [person.title, person.givenName, person.familyName].filter(Boolean).join(' ')
      return { ...row, trainee, formTitle: pack.form(formKey)?.title ?? formKey }
    }),
  )
}

export interface Amendments {
  detail: RecordDetail
  accepted: Correction[]
}

/** What was put right in a record, for whoever reads it in full (D7). */
export const findAmendments = scoped(amendedPolicy, async (visible, ctx): Promise<Amendments | null> => {
  const detail = await recordDetail(visible, ctx, ctx.params.id)
  if (detail?.depth !== 'full') return null
  const accepted = await ctx.db.correction.findMany({
    where: { recordId: detail.record.id, state: 'accepted' },
    orderBy: { decidedAt: 'desc' },
  })
  return { detail, accepted }
})
