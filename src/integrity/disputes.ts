import { z } from 'zod'
import { appendVersion, confided, moveDisputed, recordEvent } from '../evidence/index.ts'
import type { Rendered } from '../forms/index.ts'
import type { Dispute } from '../generated/client.ts'
import { sessionAssurance } from '../identity/index.ts'
import { toJsDate } from '../kit/clock.ts'
import { type AuditEntry, command } from '../kit/command.ts'
import type { Ctx, WriteCtx } from '../kit/context.ts'
import { Conflict } from '../kit/errors.ts'
import { isId, newId } from '../kit/ids.ts'
import { lines } from '../kit/inputs.ts'
import { type Finder, scoped } from '../kit/scope.ts'
import { disputePolicy, readsDisputed } from './policy.ts'
import { type InYourName, inNameOf } from './signature.ts'
import { type DisputeState, type Ending, outcomes, overWords } from './states.ts'
import { tellRaised, tellResolved } from './tell.ts'

const raising = z.object({ words: lines(1000) })

/** "This was not me": locks the form and alerts the programme. Nothing is added to what was signed. */
export const raiseDispute = (find: Finder<InYourName>) =>
  command({
    find,
    may: (actor, found) => disputePolicy.actions.raise(actor, found),
    input: () => raising,
    free: ({ words }, { trainee, assessor }) => ({ texts: { words }, known: [trainee.name, assessor.name] }),
    run: raise,
    audit: (_dispute, { record }): AuditEntry => recordEvent('record.disputed', record),
  })

async function raise(ctx: WriteCtx, found: InYourName, { words }: z.infer<typeof raising>): Promise<Dispute> {
  const { record, assessor, via } = found
  await moveDisputed(ctx, record, 'signed', 'disputed')
  const dispute = await ctx.db.dispute.create({
    data: {
      ...{ id: newId(), recordId: record.id, portfolioId: record.personId, enrolmentId: record.enrolmentId },
      ...{ programmeId: record.programmeId, raisedById: assessor.id, raisedByName: assessor.name, via, words },
      raisedAt: toJsDate(ctx.now),
    },
  })
  await tellRaised(ctx, dispute, found)
  return dispute
}

/** A dispute with what was signed, for those who look into it. */
export interface DisputeFound {
  dispute: Dispute
  signed: InYourName
  formTitle: string
  /** Questions and answers, while it is open for college staff, and for those who read the record anyway. */
  reads: Rendered | null
}

/** The dispute of the path (`:id`), for those who answer for its programme. */
export const findDispute = scoped(disputePolicy, async (visible, ctx): Promise<DisputeFound | null> => {
  const { id } = ctx.params
  const dispute = isId(id) ? await ctx.db.dispute.findFirst({ where: { AND: [{ id }, visible] } }) : null
  const signed =
    dispute && (await inNameOf(ctx, dispute.recordId, { via: 'account', base: `/integrity/disputes/${id}` }))
  if (!dispute || !signed) return null
  const pack = await ctx.services.packs.get(signed.record.packVersionId)
  const formTitle = pack.form(signed.record.formKey)?.title ?? signed.form
  return { dispute, signed, formTitle, reads: await readsOf(ctx, dispute, signed) }
})

async function readsOf(ctx: Ctx, dispute: Dispute, { record }: InYourName): Promise<Rendered | null> {
  if (!readsDisputed(ctx.actor, { ...record, open: dispute.state === 'open' })) return null
  const last = await ctx.db.recordVersion.findFirst({ where: { recordId: record.id }, orderBy: { seq: 'desc' } })
  return last && confided(last.rendered as unknown as Rendered, record, ctx.actor)
}

const resolving = z.object({ reason: lines(1000, 'Say what you found, and from whom.') })

/**
 * Ends a dispute. The signature of whoever decides, with the reason, is a link of the chain; what was signed stays.
 * Of two who decide at once one wins, and the other is told what happened.
 */
export const resolveDispute = (ending: Ending) =>
  command({
    find: findDispute,
    may: (actor, { dispute }) => disputePolicy.actions.resolve(actor, dispute),
    input: () => resolving,
    free: ({ reason }, { signed }) => ({ texts: { reason }, known: [signed.trainee.name, signed.assessor.name] }),
    run: (ctx, found, { reason }) => resolve(ctx, found, ending, reason),
    audit: (_version, { signed }): AuditEntry => recordEvent(outcomes[ending].event, signed.record),
  })

async function resolve(ctx: WriteCtx, { dispute, signed }: DisputeFound, ending: Ending, reason: string) {
  const { from, to, record: status } = outcomes[ending]
  const { personId: resolvedById, name: resolvedByName, roleLabel: resolvedByRole } = ctx.actor
  const { count } = await ctx.db.dispute.updateMany({
    where: { id: dispute.id, state: from },
    data: { state: to, resolvedById, resolvedByName, resolvedByRole, resolvedAt: toJsDate(ctx.now), reason },
  })
  if (count === 0) throw await whatHappened(ctx, dispute)
  const record = await moveDisputed(ctx, signed.record, 'disputed', status)
  await tellResolved(ctx, dispute, signed, ending)
  const last = await ctx.db.recordVersion.findFirstOrThrow({ where: { recordId: record.id }, orderBy: { seq: 'desc' } })
  // Last, because it locks the portfolio's chain.
  return appendVersion(ctx, record, {
    signerId: resolvedById,
    signerName: resolvedByName,
    role: resolvedByRole,
    assurance: sessionAssurance(ctx),
    rendered: last.rendered as unknown as Rendered,
    act: to,
    more: { dispute: { id: dispute.id, raisedBy: { id: dispute.raisedById, name: dispute.raisedByName }, reason } },
  })
}

async function whatHappened(ctx: WriteCtx, { id }: Dispute): Promise<Conflict> {
  const now = await ctx.db.dispute.findUniqueOrThrow({ where: { id } })
  return new Conflict(overWords(now.state as DisputeState, now.resolvedByName))
}
