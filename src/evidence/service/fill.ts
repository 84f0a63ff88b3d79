import { type FormDefinition, freeWords, snapshot, type Values } from '../../forms/index.ts'
import { command } from '../../kit/command.ts'
import type { Ctx, WriteCtx } from '../../kit/context.ts'
import { Conflict } from '../../kit/errors.ts'
import { dateTime } from '../../kit/ui.ts'
import { mayBegin, recordPolicy } from '../policy.ts'
import { changedFields, differences } from '../queries/differences.ts'
import { editKey, type Filling, findEdit, findNew, newKey } from '../queries/fill.ts'
import { type FilledIn, filledIn } from '../schema.ts'
import { dropDraft, saveDraft, typedFrom } from './drafts.ts'
import { linkEvents, unlinkRecords } from './links.ts'
import { completeRecord, createRecord, itemsIn, type Made, madeEvents } from './record.ts'
import { appendVersion, ownSignature } from './sign.ts'

/** Enters a record that needs nobody else: a log, a reflection, an upload, a certificate. */
export const enterRecord = command({
  find: findNew,
  may: (actor, { form, pack }) => mayBegin(actor, form, pack),
  input: (found, ctx) => filledIn(found, ctx),
  free: ({ values }, { form }) => ({ texts: freeWords(form, values) }),
  run: async (ctx, { form, pack, portfolio }, { values, context, items }): Promise<Made> => {
    const made = await createRecord(ctx, {
      form,
      pack,
      enrolment: portfolio,
      authorId: ctx.actor.personId,
      status: 'submitted',
      values,
      context,
      // What is private is saved first; linking it asks who may see it, and is a step of its own.
      links: form.private ? [] : items,
    })
    await dropDraft(ctx, ctx.actor.personId, newKey(form.key, portfolio.id))
    await keepSubmission(ctx, made, { form, values, context }, null)
    return made
  },
  audit: (made) => madeEvents('record.submitted', made),
})

/** Changes a record that is neither signed nor frozen. Somebody else's change meanwhile is shown, never overwritten. */
export const changeRecord = command({
  find: findEdit,
  may: (actor, { record }) => recordPolicy.actions.edit(actor, record!.judged),
  input: (found, ctx) => filledIn(found, ctx),
  free: ({ values, reason }, { form, record }) => ({
    texts: { ...freeWords(form, values, record!.record.values as Values), ...(reason ? { reason } : {}) },
  }),
  prepare: async (input, found, ctx) => {
    if (input.rev !== found.record!.record.rev) throw await stale(found, input, ctx)
    return input
  },
  run: async (ctx, { record, form, pack }, { values, context, rev, reason }) => {
    const before = record!.record.values as Values
    const made = await completeRecord(
      ctx,
      { id: record!.record.id, rev: rev! },
      { form, pack, values, context, status: 'submitted' },
    )
    const named = new Set(itemsIn(form, values))
    const gone = itemsIn(form, before).filter((key) => !named.has(key))
    const { enrolmentId } = made.record
    const unlinked = gone.length ? await unlinkRecords(ctx, { record: made.record, enrolmentId, itemKeys: gone }) : []
    await dropDraft(ctx, ctx.actor.personId, editKey(record!.record.id))
    await keepSubmission(ctx, made, { form, values, context }, reason)
    return { made, unlinked, fields: changedFields(form, before, values) }
  },
  audit: ({ made, unlinked, fields }) => [
    ...madeEvents('record.edited', made, { fields }),
    ...linkEvents('record.unlinked', unlinked),
  ],
})

/**
 * A submission that is kept under its writer's signature, whatever comes after it; a later one says why.
 * Locks the chain's head: the last among the writes.
 */
async function keepSubmission(
  ctx: WriteCtx,
  { record }: Made,
  { form, values, context }: { form: FormDefinition } & Pick<FilledIn, 'values' | 'context'>,
  reason: string | null,
): Promise<void> {
  if (!form.submissionsKept) return
  await appendVersion(ctx, record, {
    ...ownSignature(ctx),
    rendered: snapshot(form, values, { ...context, writer: null }),
    ...(reason ? { act: 'amended' as const, more: { reason } } : {}),
  })
}

/** Who changed it, when, and both versions of what differs; what was typed is kept as the draft. */
async function stale(found: Filling, input: FilledIn, ctx: Ctx): Promise<Conflict> {
  const { record, form } = found
  const { id, values } = record!.record
  const last = record!.history.find(({ type }) => ['record.edited', 'record.submitted'].includes(type))
  const who = last
    ? `${last.actorName} changed this on ${dateTime(last.at, found.portfolio.timeZone)}`
    : 'It was changed'
  await saveDraft(ctx, {
    personId: ctx.actor.personId,
    key: editKey(id),
    typed: typedFrom(input.typed),
    baseRev: null,
    label: record!.record.title,
    href: `/records/${id}/edit`,
    roleKey: ctx.actor.roleKey,
  })
  return new Conflict(`${who}, after you had opened it. What you typed is kept as a draft.`, {
    fields: differences(form, input.values, values as Values, input.context),
    remedy: { label: 'Open your draft', href: `/records/${id}/edit` },
  })
}
