import { z } from 'zod'
import { appendVersion, correctRecord, recordEvent } from '../evidence/index.ts'
import { freeWords, snapshot, type Value, type Values } from '../forms/index.ts'
import type { Prisma } from '../generated/client.ts'
import { linkAssurance, sessionAssurance } from '../identity/index.ts'
import { toJsDate } from '../kit/clock.ts'
import { type AuditEntry, command } from '../kit/command.ts'
import type { WriteCtx } from '../kit/context.ts'
import { Conflict, Invalid, type Problems } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import { lines } from '../kit/inputs.ts'
import type { Finder } from '../kit/scope.ts'
import { answerWords, asking, type Proposal, readProposal, sameAnswer, withAnswer } from './fields.ts'
import { correctionPolicy, signerOf } from './policy.ts'
import { type Correcting, type CorrectionFound, findCorrecting, findCorrection } from './queries.ts'
import { type CorrectionState, type Deed, overWords, steps } from './states.ts'
import { mailedTo, tellAsked, tellDecided } from './tell.ts'

interface Asked {
  proposal: Proposal
  reason: string
}

const reasonIn = lines(1000, 'Say why it is wrong, and how you know what is right.')

/** Asks that one answer be put right (R102): the form, its date and the answer are known; what is right, and why, is typed. */
export const askForCorrection = command<Correcting, Asked, { id: string }>({
  find: findCorrecting,
  may: (actor, { detail }) => correctionPolicy.actions.ask(actor, detail),
  input: (found) => ({ parse: (body: Record<string, unknown>) => readAsked(found, body) }),
  free: ({ proposal, reason }, { detail, form, field }) => ({
    texts: { reason, ...freeWords(asking(form, field!.key), proposal.values, detail.record.values as Values) },
    known: [detail.ownerName, signerOf(detail)?.signerName],
  }),
  run: ask,
  audit: ({ id }, { detail, field }) =>
    recordEvent('correction.asked', detail.record, { correction: id, fields: [field!.key] }),
})

function readAsked(found: Correcting, body: Record<string, unknown>) {
  const { field, detail, form, context } = found
  if (!field) return { ok: false as const, problems: { field: 'Choose what is wrong.' } }
  const problems: Problems = {}
  const reason = reasonIn.safeParse(body.reason)
  if (!reason.success) problems.reason = reason.error.issues[0]!.message
  const read = readProposal({ form, record: detail.record }, field.key, body, context)
  if (!read.ok) return { ok: false as const, problems: { ...read.problems, ...problems } }
  const { value } = read.proposal
  if (sameAnswer(value, (detail.record.values as Values)[field.key]))
    problems[field.key] = 'This is what it says already. Put in what it should say.'
  if (Object.keys(problems).length > 0 || !reason.success) return { ok: false as const, problems }
  return { ok: true as const, values: { proposal: read.proposal, reason: reason.data } }
}

async function ask(ctx: WriteCtx, found: Correcting, { proposal, reason }: Asked) {
  const { detail, form, context, field } = found
  const { record } = detail
  const { key } = field!
  if (found.open.some((one) => one.field === key))
    throw new Invalid({ [key]: 'A correction of this answer waits already. It is decided first.' })
  const values = record.values as Values
  const signer = signerOf(detail)
  const { personId: askedById, name: askedByName, roleLabel: askedByRole } = ctx.actor
  const correction = await ctx.db.correction.create({
    data: {
      ...{ id: newId(), recordId: record.id, portfolioId: record.personId, enrolmentId: record.enrolmentId },
      ...{ programmeId: record.programmeId, field: key, reason, askedById, askedByName, askedByRole },
      was: kept(values[key] ?? null),
      proposed: kept(proposal.value),
      wasWords: answerWords(form, key, values, context),
      proposedWords: answerWords(form, key, proposal.values, context),
      signerId: signer?.signerId ?? null,
      signerName: signer?.signerName ?? null,
      askedAt: toJsDate(ctx.now),
    },
  })
  await tellAsked(ctx, correction, detail)
  return correction
}

const kept = (value: Value | null) => ({ value }) as Prisma.InputJsonObject
const valueIn = (json: Prisma.JsonValue): Value | null => (json as { value?: Value | null }).value ?? null

/** The decider's own words; the people concerned may be named. */
const words = (answer: string | null, { detail, correction }: CorrectionFound) => ({
  texts: { answer },
  known: [detail.ownerName, correction.askedByName, correction.signerName],
})

const accepting = z.object({ answer: lines(1000) })
const refusing = z.object({ answer: lines(1000, 'Say why, so that whoever asked can understand it.') })

/**
 * Accepts: the answer is put right under the decider's signature, which says what it was, what it is and why. What was
 * signed before stays as it is, and the chain goes on.
 */
export const acceptCorrection = (find: Finder<CorrectionFound>) =>
  command({
    find,
    may: (actor, { correction }) => correctionPolicy.actions.move(actor, correction, 'accept'),
    input: () => accepting,
    free: ({ answer }, found) => words(answer, found),
    run: accept,
    audit: (_version, { correction, detail }): AuditEntry =>
      recordEvent('record.corrected', detail.record, { correction: correction.id, fields: [correction.field] }),
  })

async function accept(ctx: WriteCtx, found: CorrectionFound, { answer }: z.infer<typeof accepting>) {
  const { correction, detail, form, context, via } = found
  const { record, pack } = detail
  const before = record.values as Values
  await moveOn(ctx, found, 'accept', answer)
  if (!sameAnswer(before[correction.field], valueIn(correction.was)))
    throw new Conflict(
      'This answer has been put right meanwhile. Look at the record as it reads now, and refuse this one.',
    )
  const values = withAnswer(before, correction.field, valueIn(correction.proposed))
  const corrected = await correctRecord(ctx, record, { form, pack, values, context })
  await tellDecided(ctx, correction, detail, 'accepted')
  if (record.status !== 'signed') return null
  // Last, because it locks the portfolio's chain.
  return appendVersion(ctx, corrected, {
    signerId: ctx.actor.personId,
    signerName: ctx.actor.name,
    role: signerOf(detail)?.signerId === ctx.actor.personId ? signerOf(detail)!.signerRole : ctx.actor.roleLabel,
    assurance:
      via === 'account' ? sessionAssurance(ctx) : linkAssurance(await mailedTo(ctx), pack.pack.pack.workDomains),
    rendered: snapshot(form, values, context),
    act: 'amended',
    more: {
      correction: {
        id: correction.id,
        field: correction.field,
        was: valueIn(correction.was),
        now: valueIn(correction.proposed),
        reason: correction.reason,
        askedBy: { id: correction.askedById, name: correction.askedByName, role: correction.askedByRole },
        amends: detail.versions.at(-1)?.hash ?? null,
      },
    },
  })
}

/** Refuses with a reason; the record stays as it was signed. */
export const refuseCorrection = (find: Finder<CorrectionFound>) =>
  command({
    find,
    may: (actor, { correction }) => correctionPolicy.actions.move(actor, correction, 'refuse'),
    input: () => refusing,
    free: ({ answer }, found) => words(answer, found),
    run: async (ctx, found, { answer }) => {
      await moveOn(ctx, found, 'refuse', answer)
      await tellDecided(ctx, found.correction, found.detail, 'refused')
    },
    audit: (_done, { correction, detail }): AuditEntry =>
      recordEvent('correction.refused', detail.record, { correction: correction.id, fields: [correction.field] }),
  })

/** Whoever asked takes it back. */
export const withdrawCorrection = command({
  find: findCorrection,
  may: (actor, { correction }) => correctionPolicy.actions.move(actor, correction, 'withdraw'),
  run: async (ctx, found) => {
    await moveOn(ctx, found, 'withdraw', null)
    await tellDecided(ctx, found.correction, found.detail, 'withdrawn')
  },
  audit: (_done, { correction, detail }): AuditEntry =>
    recordEvent('correction.withdrawn', detail.record, { correction: correction.id }),
})

/**
 * Moves a request on. Of two people who decide at once one wins, and the other is told what happened.
 * @throws Conflict when it was moved meanwhile
 */
async function moveOn(ctx: WriteCtx, { correction }: CorrectionFound, deed: Deed, answer: string | null) {
  const { from, to } = steps[deed]
  const { personId: decidedById, name: decidedByName, roleLabel: decidedByRole } = ctx.actor
  const { count } = await ctx.db.correction.updateMany({
    where: { id: correction.id, state: { in: [...from] } },
    data: { state: to, decidedById, decidedByName, decidedByRole, decidedAt: toJsDate(ctx.now), answer },
  })
  if (count > 0) return
  const now = await ctx.db.correction.findUniqueOrThrow({ where: { id: correction.id } })
  const words = overWords(now.state as CorrectionState, { decider: now.decidedByName, asker: now.askedByName })
  throw new Conflict(words)
}
