import {
  completeRecord,
  createRecord,
  dropDraft,
  type Made,
  madeEvents,
  ownSignature,
  preparedIn,
  recordEvent,
  saveDraft,
  signRecord,
  typedFrom,
} from '../../evidence/index.ts'
import { freeWords, snapshot, type Values } from '../../forms/index.ts'
import type { Record as RecordRow } from '../../generated/client.ts'
import { toJsDate } from '../../kit/clock.ts'
import { command } from '../../kit/command.ts'
import type { Ctx, WriteCtx } from '../../kit/context.ts'
import { Conflict } from '../../kit/errors.ts'
import { isHeld, oncePerPost, takenWords } from '../forms.ts'
import { appraisalPolicy } from '../policy.ts'
import { findOne, type One, recordKey } from '../queries/one.ts'
import { findWrite, newKey, type Writing } from '../queries/writing.ts'
import { url } from '../url.ts'
import { type Parsed, parseWritten, type Written } from './parse.ts'
import { tellTrainee } from './tell.ts'

/** The supervisor writes an appraisal under their own sign-in; nobody else sees it until they release it (R51, R52, R70). */
export const writeAppraisal = command<Writing, Kept, Made>({
  find: findWrite,
  may: (actor, found) => appraisalPolicy.actions.write(actor, found),
  input: (found) => ({ parse: (body: Record<string, unknown>) => parseKept(found, body) }),
  free: ({ values }, { form, portfolio }) => ({ texts: freeWords(form, values), known: [portfolio.name] }),
  async prepare(input, found, ctx) {
    if (found.taken) throw await second(found, input, ctx)
    return input
  },
  async run(ctx, found, { values }): Promise<Made> {
    const { form, pack, portfolio, context, post } = found
    await refuseSecond(ctx, found)
    const held = isHeld(pack, form)
    const key = newKey(form.key, portfolio.id, post?.id)
    const made = await createRecord(ctx, {
      prepared: await preparedIn(ctx, key),
      form,
      pack,
      enrolment: portfolio,
      authorId: ctx.actor.personId,
      status: held ? 'held' : 'submitted',
      values,
      context,
    })
    await ctx.db.appraisal.create({
      data: {
        recordId: made.record.id,
        placementId: post?.id ?? null,
        onlyFor: post && oncePerPost(form) ? form.key : null,
      },
    })
    await dropDraft(ctx, ctx.actor.personId, key)
    if (!held) await sign(ctx, found, made.record, values)
    return made
  },
  audit: (made, { pack, form }) => [
    ...madeEvents('appraisal.written', made),
    ...(isHeld(pack, form) ? [] : [recordEvent('record.signed', made.record)]),
  ],
})

/**
 * One for each post: of two supervisors who write at the same moment the first wins. The lock lets the second see it;
 * what a second had typed is in their draft already, by itself or by the check before.
 */
async function refuseSecond(ctx: WriteCtx, { form, post }: Writing): Promise<void> {
  if (!post || !oncePerPost(form)) return
  await ctx.db.$queryRaw`select 1 from "Placement" where id = ${post.id}::uuid for update`
  const first = await ctx.db.appraisal.count({ where: { placementId: post.id, onlyFor: form.key } })
  if (first > 0)
    throw new Conflict(
      `Somebody else wrote the ${form.title.toLowerCase()} for this post at the same moment, and there is only one for each.`,
    )
}

/** The second reads who was first; what they typed is kept as their draft. */
async function second(found: Writing, { typed }: Kept, ctx: Ctx): Promise<Conflict> {
  const { portfolio, form, post } = found
  await saveDraft(ctx, {
    personId: ctx.actor.personId,
    key: newKey(form.key, portfolio.id, post?.id),
    typed: typedFrom(typed),
    baseRev: null,
    label: `${form.title}, ${portfolio.name}`,
    href: url.write(portfolio.id, form.key, post?.id),
    roleKey: ctx.actor.roleKey,
  })
  return new Conflict(`${takenWords(found, ctx.actor)} What you typed is kept as a draft.`, {
    remedy: { label: 'See the appraisals of this portfolio', href: url.list(portfolio.id) },
  })
}

export interface Completed extends Made {
  signed: boolean
}

/** Completes what the trainee began, and signs it; or goes on with what is not released yet. */
export const completeAppraisal = command<One, Kept, Completed>({
  find: findOne,
  may: (actor, found) => appraisalPolicy.actions.complete(actor, found),
  input: (found) => ({ parse: (body: Record<string, unknown>) => parseKept(found, body) }),
  free: ({ values }, { form, record, portfolio }) => ({
    texts: freeWords(form, values, record.values as Values),
    known: [portfolio.name],
  }),
  prepare: async (input, found, ctx) => {
    if (input.rev !== null && input.rev !== found.record.rev) throw await stale(found, input, ctx)
    return input
  },
  async run(ctx, found, { values, rev }: Kept): Promise<Completed> {
    const { form, pack, context, record } = found
    const held = isHeld(pack, form)
    const prepared = await preparedIn(ctx, recordKey(record.id))
    const made = await completeRecord(
      ctx,
      { id: record.id, rev: rev ?? record.rev },
      { form, pack, values, context, prepared, status: held ? 'held' : 'submitted' },
    )
    await dropDraft(ctx, ctx.actor.personId, recordKey(record.id))
    if (!held) await sign(ctx, found, made.record, values)
    return { ...made, signed: !held }
  },
  audit: (made, { record }) => [
    ...madeEvents(made.signed ? 'appraisal.completed' : 'appraisal.written', made),
    ...(made.signed ? [recordEvent('record.signed', record)] : []),
  ],
})

interface Kept extends Written {
  typed: Record<string, unknown>
}

function parseKept(found: Writing, body: Record<string, unknown>): Parsed<Kept> {
  const parsed = parseWritten(found, body)
  return parsed.ok ? { ok: true, values: { ...parsed.values, typed: body } } : parsed
}

/** Another window of theirs was faster: what was typed here is kept as the draft. */
async function stale({ record, portfolio }: One, { typed }: Kept, ctx: Ctx): Promise<Conflict> {
  const href = url.one(portfolio.id, record.id)
  await saveDraft(ctx, {
    personId: ctx.actor.personId,
    key: recordKey(record.id),
    typed: typedFrom(typed),
    baseRev: null,
    label: record.title,
    href,
    roleKey: ctx.actor.roleKey,
  })
  return new Conflict('This was changed after you had opened it. What you typed is kept as a draft.', {
    remedy: { label: 'Open your draft', href },
  })
}

/** Releases what was held: it is signed as it reads, chained, and the trainee is told. */
export const releaseAppraisal = command({
  find: findOne,
  may: (actor, found) => appraisalPolicy.actions.release(actor, found),
  async run(ctx, found) {
    await sign(ctx, found, found.record, found.record.values as Values)
  },
  audit: (_result, { record }) => [recordEvent('appraisal.released', record), recordEvent('record.signed', record)],
})

/** Signed by the supervisor in person: their session, their name, their role, and the level of assurance of an account. */
async function sign(ctx: WriteCtx, found: Writing, record: RecordRow, values: Values): Promise<void> {
  const { form, context, portfolio } = found
  await ctx.db.appraisal.updateMany({ where: { recordId: record.id }, data: { releasedAt: toJsDate(ctx.now) } })
  await tellTrainee(ctx, { portfolio, form, recordId: record.id })
  // Last, because it locks the portfolio's chain.
  await signRecord(ctx, record, {
    ...ownSignature(ctx),
    rendered: snapshot(form, values, { ...context, writer: null }),
  })
}
