import { z } from 'zod'
import {
  completeRecord,
  type DraftSaved,
  differences,
  dropDraft,
  type LinkChange,
  linkEvents,
  preparedIn,
  recordEvent,
  saveDraft,
  signRecord,
  typedFrom,
} from '../../evidence/index.ts'
import { compile, freeWords, readFacts, snapshot, type Values } from '../../forms/index.ts'
import { type Assurance, linkAssurance, noteClaims, sessionAssurance } from '../../identity/index.ts'
import { toJsDate } from '../../kit/clock.ts'
import { type AuditEntry, command } from '../../kit/command.ts'
import type { WriteCtx } from '../../kit/context.ts'
import { Conflict, type Problems } from '../../kit/errors.ts'
import type { FreeWords } from '../../kit/freeWords.ts'
import type { Finder } from '../../kit/scope.ts'
import { dateTime } from '../../kit/ui.ts'
import type { Actor, Decision } from '../../policy/index.ts'
import type { Asked } from '../asked.ts'
import { gradeProblem } from '../eligibility.ts'
import { draftKey, draftOf, gradeFact, needsSignIn, signInWords } from '../form.ts'
import { correctedKeys, unconfirmed } from '../paper.ts'
import { mayDo } from '../policy.ts'
import type { ToFill } from '../queries.ts'
import { Declining } from '../schema.ts'
import { openStates } from '../states.ts'
import { moveRequest } from './move.ts'
import { noteOpened } from './opened.ts'
import { wordingOf } from './request.ts'
import { refuseByRelation } from './standing.ts'
import { tellTrainee, toldOf } from './tell.ts'

/** Whether the deed was done before by the same hand: then doing it again changes nothing and is no mistake. */
export const done = (actor: Actor, { asked, state }: ToFill, as: 'completed' | 'declined'): boolean =>
  state === as && actor.personId === asked.record.assessorId

const openedSchema = z.looseObject({})

/** "Opened" is what the page itself reports, never a mere fetch of the link (decision 21). */
export const openRequest = (find: Finder<ToFill>) =>
  command({
    find,
    may: (actor, found, ctx): Decision => mayDo('complete', actor, found.asked, ctx.now),
    input: () => openedSchema,
    run: (ctx, { asked }) => noteOpened(ctx, asked),
    audit: (first, { asked }): AuditEntry[] => (first ? [recordEvent('assessment.opened', asked.record)] : []),
  })

export type Parsed<T> = { ok: true; values: T } | { ok: false; problems: Problems }

interface Typing {
  typed: ReturnType<typeof typedFrom>
  baseRev: number | null
  json: boolean
}

/** The assessor's text on its way, by the button or by itself. */
export const saveForm = (find: Finder<ToFill>) =>
  command<ToFill, Typing, DraftSaved>({
    find,
    may: (actor, found, ctx) => mayDo('complete', actor, found.asked, ctx.now),
    input: () => ({ parse: parseTyping }),
    async run(ctx, found, { typed, baseRev }) {
      const { asked } = found
      // A draft is no record and writes no event; that somebody has begun is told to the trainee.
      const { count } = await ctx.db.assessmentRequest.updateMany({
        where: { recordId: asked.record.id, state: { in: [...openStates] } },
        data: { state: 'started', startedAt: asked.request.startedAt ?? toJsDate(ctx.now) },
      })
      if (count === 0) throw new Conflict('This request stands differently by now. Open the page again to see how.')
      if (!found.entry) await noteOpened(ctx, asked)
      return saveDraft(ctx, {
        personId: asked.record.assessorId,
        typed,
        baseRev,
        ...draftOf(found),
      })
    },
    audit: () => [],
  })

const parseTyping = (body: Record<string, unknown>): Parsed<Typing> => ({ ok: true, values: typing(body) })

/** By itself the page sends `{ values, baseRev }` as JSON, by the button a form. */
function typing(body: Record<string, unknown>): Typing {
  const { values, baseRev } = body
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    return { typed: typedFrom(body), baseRev: null, json: false }
  }
  const rev = typeof baseRev === 'number' && Number.isInteger(baseRev) ? baseRev : null
  return { typed: typedFrom(values as Record<string, unknown>), baseRev: rev, json: true }
}

export interface Completed {
  already: boolean
  links: LinkChange[]
}

/** Completes and signs: values, signature, lock, notice and mail in one transaction; a listener tells the assessor. */
export const completeForm = (find: Finder<ToFill>) =>
  command({
    find,
    may: (actor, found, ctx) => done(actor, found, 'completed') || mayDo('complete', actor, found.asked, ctx.now),
    input: (found) => ({ parse: (body: Record<string, unknown>) => parseFinal(found, body) }),
    free: (values, found) => assessorsWords(found, values),
    run: complete,
    audit: completedEvents,
  })

/** What to audit after `complete`. */
export function completedEvents({ already, links }: Completed, { asked, form, via }: ToFill): AuditEntry[] {
  if (already) return []
  return [
    recordEvent('assessment.completed', asked.record, { formVersion: form.version, via }),
    recordEvent('record.signed', asked.record),
    ...linkEvents('record.linked', links),
  ]
}

/** What the assessor wrote, for the identifier guard; what the trainee had written was read when they sent it. */
export function assessorsWords(found: ToFill, values: Values): FreeWords {
  const { form, asked, state } = found
  // Signed by now: whether this says the same is judged under the lock.
  const texts = state === 'completed' ? {} : freeWords(form, values, asked.record.values)
  return { texts, known: [asked.trainee.name, asked.assessor.name, nameIn(found, values)] }
}

export function parseFinal(found: ToFill, body: Record<string, unknown>): Parsed<Values> {
  const { form, context, state, asked } = found
  const outcome = compile(form, 'final', context).parse(body)
  // Whether it says what was signed is judged under the lock; there is nothing to correct any more.
  if (state === 'completed') return { ok: true, values: outcome.values }
  const claimed = gradeProblem(form, gradeIn(found, outcome.values), asked.trainee.grade, wordingOf(found))
  const fromPaper = asked.paper ? unconfirmed(asked.paper.values, outcome.values, body) : {}
  const problems: Problems = { ...fromPaper, ...(outcome.ok ? {} : outcome.problems) }
  if (needsSignIn(found)) problems[''] = signInWords(found)
  const field = form.facts?.find(({ name }) => name === gradeFact)
  if (claimed && field && 'path' in field) problems[field.path] = `${claimed.words} If you are not, please decline.`
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, values: outcome.values }
}

function gradeIn({ form }: ToFill, values: Values): string | null {
  const grade = readFacts(form, values)[gradeFact]
  return typeof grade === 'string' ? grade : null
}

/** What the assessor calls themselves in the form. */
function nameIn({ form, asked }: ToFill, values: Values): string {
  const fields = form.sections.flatMap((section) => section.fields)
  const field = fields.find((one) => 'prefill' in one && one.prefill === 'ownName')
  const name = field ? values[field.key] : undefined
  return typeof name === 'string' && name.trim() ? name.trim() : asked.assessor.name
}

/**
 * A second window that says the same is harmless; one that says something else is told so, with both versions.
 * @throws Conflict with what is signed beside what was typed
 */
function refuseOther({ form, context, asked, base }: ToFill, values: Values): void {
  const { completedAt, values: signed } = asked.record
  const fields = differences(form, values, signed, context)
  if (fields.length === 0) return
  const when = completedAt ? dateTime(completedAt.toISOString(), asked.programme.timeZone) : 'already'
  throw new Conflict(
    `This ${form.short} for ${asked.trainee.name} was signed on ${when}, in another window. What you typed here was not taken: copy from below what should not be lost.`,
    { fields, theirsIs: 'Signed', remedy: { label: 'Read what was signed', href: base } },
  )
}

/** Values, signature, lock, notice, mails and receipt. */
export async function complete(ctx: WriteCtx, found: ToFill, values: Values): Promise<Completed> {
  const { asked, form, pack, context } = found
  if (found.state === 'completed') {
    refuseOther(found, values)
    return { already: true, links: [] }
  }
  await refuseByRelation(ctx, found, values, wordingOf(found))
  await moveRequest(ctx, asked, 'complete')
  if (!found.entry) await noteOpened(ctx, asked)
  const prepared = await preparedIn(ctx, draftKey(found))
  const done = { form, pack, values, status: 'signed', context, prepared } as const
  const { record, links } = await completeRecord(ctx, asked.record, done)
  const grade = gradeIn(found, values)
  const signerName = nameIn(found, values)
  await noteClaims(ctx.db, asked.record.assessorId, { name: signerName, grade })
  await dropDraft(ctx, asked.record.assessorId, draftKey(found))
  const told = { ...toldOf(asked, form), assessor: { ...toldOf(asked, form).assessor, name: signerName } }
  await tellTrainee(ctx, told, 'completed')
  // Last, because it locks the portfolio's chain.
  await signRecord(ctx, record, {
    signerId: asked.record.assessorId,
    signerName,
    role: grade ? `assessor (${wordingOf(found).grade(grade)})` : 'assessor',
    assurance: assuranceOf(ctx, found),
    rendered: snapshot(form, values, context),
    ...(asked.paper ? { more: { paper: underSignature(asked.paper, values) } } : {}),
  })
  return { already: false, links }
}

/** What the signature says of an assessment that was entered from paper (R101). */
const underSignature = ({ values: paper, enteredAt }: NonNullable<Asked['paper']>, values: Values) => ({
  enteredAt,
  values: paper,
  corrected: correctedKeys(paper, values),
})

/** How sure we are: by account, by the address that a link or six digits were mailed to, or on the trainee's own device. */
function assuranceOf(ctx: WriteCtx, { via, asked, pack }: ToFill): Assurance {
  if (via === 'account') return sessionAssurance(ctx)
  return via === 'device' ? 'device' : linkAssurance(asked.request.assessorEmail, pack.pack.pack.workDomains)
}

/**
 * Declines with a reason, which the trainee reads on the page of the request. Whoever knows somebody better placed says
 * so; the request itself is never passed on by the assessor (domain 5.9).
 */
export const declineForm = (find: Finder<ToFill>) =>
  command({
    find,
    may: (actor, found, ctx) => done(actor, found, 'declined') || mayDo('decline', actor, found.asked, ctx.now),
    input: ({ asked }) => decliningOrNotMe(asked),
    free: ({ reason, betterName }, { asked }) => ({
      texts: { reason },
      known: [asked.trainee.name, asked.assessor.name, betterName],
    }),
    async run(ctx, found, { reason, betterName, betterEmail }) {
      const { asked, form, state } = found
      if (state === 'declined') return false
      const better = { suggestedName: betterName ?? null, suggestedEmail: betterEmail ?? null }
      await moveRequest(ctx, asked, 'decline', { declineReason: reason, ...better })
      if (!found.entry) await noteOpened(ctx, asked)
      await dropDraft(ctx, asked.record.assessorId, draftKey(found))
      await tellTrainee(ctx, toldOf(asked, form), 'declined')
      return true
    },
    audit: (first, { asked }): AuditEntry[] => (first ? [recordEvent('assessment.declined', asked.record)] : []),
  })

/** Somebody else than the person asked, to whom it was passed on, need not find words for it. */
const decliningOrNotMe = ({ assessor }: Asked) =>
  z.preprocess((body) => {
    const { notMe, reason, ...rest } = body as Record<string, unknown>
    const silent = notMe === 'yes' && (typeof reason !== 'string' || reason.trim() === '')
    return { ...rest, reason: silent ? `This reached somebody else than ${assessor.name}.` : reason }
  }, Declining)

/** From an expired link: tells the trainee that the assessor would still complete it. */
export const nudgeTrainee = (find: Finder<ToFill>) =>
  command({
    find,
    may: (_actor, { state }): Decision =>
      state === 'expired' || { rule: 'assessment.nudge', reason: 'This request has not expired.', whoCan: null },
    async run(ctx, { asked, form }) {
      const { id, personId } = asked.record
      const since = asked.request.expiresAt
      if (await ctx.services.notices.alreadyTold(ctx.db, { personId, kind: 'assessment.nudge', recordId: id, since }))
        return false
      await tellTrainee(ctx, toldOf(asked, form), 'nudge')
      return true
    },
    audit: (first, { asked }): AuditEntry[] => (first ? [recordEvent('assessment.nudged', asked.record)] : []),
  })
