import { z } from 'zod'
import { dropDraft, recordEvent, saveDraft, setStatus, type Typed, typedFrom } from '../../evidence/index.ts'
import type { Values } from '../../forms/index.ts'
import type { EntryKind } from '../../generated/client.ts'
import {
  confirmPin,
  confirmSecondFactor,
  holderOf,
  linkTokens,
  normaliseEmail,
  personWithAddress,
} from '../../identity/index.ts'
import { toJsDate } from '../../kit/clock.ts'
import { type AuditEntry, command, writeAudit } from '../../kit/command.ts'
import type { Ctx, WriteCtx } from '../../kit/context.ts'
import { Conflict, Forbidden, Gone, Invalid } from '../../kit/errors.ts'
import { open } from '../../kit/scope.ts'
import { throttle } from '../../kit/throttle.ts'
import { type Decision, refuse } from '../../policy/index.ts'
import { type Asked, askedOf } from '../asked.ts'
import { codeHash, readCode, sameText } from '../codes.ts'
import { type Entry, findByEntry, proofClaim, type ToEnter } from '../entry.ts'
import { draftKey, draftOf } from '../form.ts'
import { guestOf, refuseTheTrainee } from '../link.ts'
import { proofMail } from '../mails.ts'
import { mayDo, stateNow } from '../policy.ts'
import { findRequest, type OneRequest, type ToFill, toFill } from '../queries.ts'
import { resembles } from '../resemble.ts'
import { Email } from '../schema.ts'
import { assessorsWords, type Completed, complete, completedEvents, done, type Parsed, parseFinal } from './fill.ts'
import { personToAsk } from './manage.ts'
import { newEntry, openNow } from './newEntry.ts'

// ── The trainee shows a code, or hands over the device ──────────────────────

/** Whether a code may be shown or the device handed over: by the trainee, while the request is open. */
export function mayShow(actor: Ctx['actor'], { asked }: Pick<OneRequest, 'asked'>, ctx: Pick<Ctx, 'now'>): Decision {
  if (actor.relation !== 'trainee' || actor.personId !== asked.trainee.id)
    return refuse('assessment.code.trainee', 'Only the trainee who asked can show a code.', asked.trainee.name)
  return mayDo('withdraw', actor, asked, ctx.now)
}

/** Whether a form is completed by signing in alone: then neither a code nor this device leads to it. */
export function needsAccount({ form }: Pick<OneRequest, 'form'>): Decision {
  if (!form.assessor?.accountRequired) return true
  return refuse(
    'assessment.code.account',
    `This form is completed by signing in: no code leads to it. Your assessor finds it in their own inbox.`,
  )
}

const ofRequest = ({ record, request }: Asked) => ({ recordId: record.id, generation: request.generation })

/** A new short code for one request; the one before it is worthless. */
export const showCode = command({
  find: findRequest,
  may: (actor, found, ctx): Decision => {
    const decision = mayShow(actor, found, ctx)
    return decision === true ? needsAccount(found) : decision
  },
  run: (ctx, { asked }) => newEntry(ctx, ofRequest(asked), 'code'),
  audit: (_entry, { asked }) => recordEvent('assessment.codeShown', asked.record),
})

/** Gives the device to the assessor: the trainee's session here is over, and only this one form is open. */
export const handOver = command({
  find: findRequest,
  may: (actor, found, ctx): Decision => {
    const decision = mayShow(actor, found, ctx)
    return decision === true ? needsAccount(found) : decision
  },
  run: (ctx, { asked }) => newEntry(ctx, ofRequest(asked), 'device'),
  audit: (_entry, { asked }) => recordEvent('assessment.handedOver', asked.record),
})

// ── The assessor types the code ─────────────────────────────────────────────

/** From one address many may try, because a hospital is one address; guessing takes far more. */
const addressTries = throttle({ name: 'assessment-code', points: 200, seconds: 900 })

/** The same words for every code that does not lead anywhere, so that nobody learns which ones exist. */
export const wrongCode =
  'This code leads nowhere. Codes work once, and for 15 minutes: check each letter, or ask to be shown a new one.'

interface CodeInput {
  code: string | null
  entry?: Entry
}

/** Anybody may type a code; the right one opens its form, once. */
export const typeCode = command({
  find: open('a code that somebody was shown is typed by whoever was shown it', async () => ({})),
  may: () => true,
  input: () => z.object({ code: z.unknown() }).transform(({ code }): CodeInput => ({ code: readCode(code) })),
  async prepare(input, _found, ctx): Promise<CodeInput> {
    await addressTries.take(ctx, ctx.ip)
    const entry = await entryOf(ctx, input.code)
    if (typeof entry === 'object') {
      const asked = await askedOf(ctx, entry.recordId)
      if (asked) refuseTheTrainee(ctx, asked)
      return { ...input, entry }
    }
    await writeAudit(ctx, [{ type: 'assessment.codeRefused', data: { kind: entry } }])
    throw new Invalid({ code: wrongCode })
  },
  async run(ctx, _found, { entry }) {
    const { count } = await ctx.db.requestEntry.updateMany({
      where: { id: entry!.id, usedAt: null, endedAt: null },
      data: openNow(ctx),
    })
    // Two typed it at the same moment.
    if (count === 0) throw new Invalid({ code: wrongCode })
    const asked = await askedOf(ctx, entry!.recordId)
    return { entry: entry!, asked: asked! }
  },
  audit: ({ asked }) => ({
    ...recordEvent('assessment.codeUsed', asked.record),
    by: { id: asked.assessor.id, name: asked.assessor.name, role: 'assessor' },
  }),
})

/** The way in behind a code; otherwise what is wrong with it, for the audit trail alone. */
async function entryOf(ctx: Ctx, code: string | null): Promise<Entry | 'malformed' | 'unknown' | 'used' | 'over'> {
  const hash = codeHash(ctx.config.sessionSecret, code ?? '')
  const entry = await ctx.db.requestEntry.findUnique({ where: { codeHash: hash }, include: { request: true } })
  if (code === null) return 'malformed'
  if (!entry || !sameText(entry.codeHash ?? '', hash)) return 'unknown'
  if (entry.usedAt) return 'used'
  const replaced = entry.endedAt !== null || entry.generation !== entry.request.generation
  return replaced || entry.codeUntil <= toJsDate(ctx.now) ? 'over' : entry
}

// ── The assessor says who they are, and gets six digits ─────────────────────

/** Mails with digits for one request, and to one address: nobody's mailbox is filled by it. */
const digitMails = throttle({ name: 'assessment-digits', points: 6, seconds: 3600 })
const addressMails = throttle({ name: 'assessment-digits-address', points: 20, seconds: 3600 })

/** Whether somebody may begin here at all. */
const mayBegin = (actor: Ctx['actor'], { asked }: ToEnter, ctx: Ctx): Decision =>
  mayDo('complete', actor, asked, ctx.now)

interface Begin {
  email: string
  /** Whether it was asked already whether the address is right. */
  sure: boolean
  /** What the form held, where it was open already. */
  typed: Typed
}

/** "This is me": mails six digits to the address of the request, or to the one that is given where none was known. */
export const beginEntry = (kind: EntryKind) =>
  command<ToEnter, Begin, void>({
    find: findByEntry(kind),
    may: mayBegin,
    input: ({ asked, entry }) => {
      const known = asked.request.assessorEmail || entry.email
      const address = known
        ? z
            .unknown()
            .optional()
            .transform(() => known)
        : Email
      return z
        .looseObject({ email: address })
        .transform((body): Begin => ({ email: body.email, sure: body.sure === body.email, typed: typedFrom(body) }))
    },
    async prepare(input, found, ctx) {
      if (!found.asked.request.assessorEmail) {
        await personToAsk(input.email, found, ctx).catch(atTheAddress)
        if (!input.sure) await checkSlip(ctx, found, input.email)
      }
      await digitMails.take(ctx, found.asked.record.id)
      await addressMails.take(ctx, normaliseEmail(input.email))
      return input
    },
    async run(ctx, found, { email, typed }) {
      const { entry, asked, form } = found
      const { count } = await ctx.db.requestEntry.updateMany({
        where: { id: entry.id, endedAt: null },
        data: { begunAt: entry.begunAt ?? toJsDate(ctx.now), email },
      })
      if (count === 0) throw new Gone('This way in was replaced by another.')
      await keep(ctx, found, typed)
      await ctx.services.notices.queueMail(ctx, {
        to: email,
        ...proofMail({ trainee: asked.trainee.name, form: form.short }),
        link: { label: 'Your six digits', digits: true, ...proofClaim(entry, email) },
        purpose: 'assessment.digits',
      })
    },
    audit: (_result, { asked }) => recordEvent('assessment.digitsSent', asked.record),
  })

/**
 * Asks once where the address is nearly that of somebody who has worked with the trainee, and is known to nobody. Their
 * name is not said here: whoever holds the device may be a stranger.
 */
async function checkSlip(ctx: Ctx, { asked }: ToEnter, email: string): Promise<void> {
  const typed = normaliseEmail(email)
  const { enrolmentId } = asked.record
  const known = await ctx.db.$queryRaw<{ normalised: string }[]>`
    select i.normalised from "Identifier" i where i.kind = 'email' and (i.normalised = ${typed} or i."personId" in (
      select r."assessorId" from "Record" r where r."enrolmentId" = ${enrolmentId}::uuid
      union select s."personId" from "Supervision" s where s."enrolmentId" = ${enrolmentId}::uuid))`
  const addresses = known.map(({ normalised }) => normalised)
  if (!addresses.includes(typed) && addresses.some((one) => resembles(typed, one)))
    throw new Invalid({
      email:
        'This is nearly an address that we know, and not the same. Read it once more; if it is right, press the button again.',
    })
}

/** The form's own text, sent along with a button that does something else, is not lost. */
async function keep(ctx: WriteCtx, found: ToEnter, typed: Typed): Promise<void> {
  const answers = Object.fromEntries(Object.entries(typed).filter(([name]) => name.startsWith('f.')))
  if (Object.keys(answers).length === 0) return
  await saveDraft(ctx, { personId: found.asked.record.assessorId, typed: answers, baseRev: null, ...draftOf(found) })
}

/** What stands against a person is said at the address that names them. */
function atTheAddress(error: unknown): never {
  if (!(error instanceof Invalid)) throw error
  const { assessor, ...because } = error.problems
  throw new Invalid({ email: [assessor, ...Object.values(because)].filter(Boolean).join('. ') })
}

/** Another address than the one that was typed by mistake; only where the request knows none itself. */
export const changeAddress = (kind: EntryKind) =>
  command({
    find: findByEntry(kind),
    may: (actor, found, ctx): Decision =>
      found.asked.request.assessorEmail === ''
        ? mayBegin(actor, found, ctx)
        : refuse(
            'assessment.digits.address',
            'The trainee corrects the address of a request.',
            found.asked.trainee.name,
          ),
    input: () => z.looseObject({}).transform(typedFrom),
    run: async (ctx, found, typed) => {
      await keep(ctx, found, typed)
      await ctx.db.requestEntry.update({ where: { id: found.entry.id }, data: { begunAt: null, email: null } })
    },
    audit: () => [],
  })

/** Ends this way in, before it is completed: the device goes back. */
export const leaveEntry = (kind: EntryKind) =>
  command({
    find: findByEntry(kind),
    may: () => true,
    async run(ctx, { entry, state }) {
      if (state === 'completed') return
      await ctx.db.requestEntry.update({ where: { id: entry.id }, data: { endedAt: toJsDate(ctx.now) } })
    },
    audit: (_result, { asked, state }): AuditEntry[] =>
      state === 'completed' ? [] : [recordEvent('assessment.entryLeft', asked.record)],
  })

// ── Completing ──────────────────────────────────────────────────────────────

/** Tries of six digits for one request: of a million, few may be guessed. */
const digitTries = throttle({ name: 'assessment-digit-tries', points: 6, seconds: 900 })

/** What proves who somebody is; fields whose names begin with an underscore are never kept in a draft. */
type Proof = { by: 'digits' | 'pin' | 'app'; typed: string }

interface Completion {
  values: Values
  proof: Proof
}

/** Completes and signs what was opened by a code or on the trainee's device, by whoever proves who they are. */
export const completeEntry = (kind: EntryKind) =>
  command<ToEnter, Completion, Completed>({
    find: findByEntry(kind),
    may: (actor, found, ctx) => {
      if (done(actor, found, 'completed')) return true
      return found.entry.begunAt ? mayDo('complete', actor, found.asked, ctx.now) : notBegun
    },
    input: (found) => ({ parse: (body: Record<string, unknown>) => parseCompletion(found, body) }),
    free: ({ values }, found) => assessorsWords(found, values),
    async prepare(input, found, ctx) {
      if (found.state !== 'completed') await prove(ctx, found, input.proof)
      return input
    },
    async run(ctx, found, { values }) {
      if (found.state === 'completed') return complete(ctx, found, values)
      return complete(ctx, await asProven(ctx, found), values)
    },
    audit: completedEvents,
  })

function parseCompletion(found: ToEnter, body: Record<string, unknown>): Parsed<Completion> {
  const parsed = parseFinal(found, body)
  const proof = proofIn(body, found.means)
  if (parsed.ok && (proof || found.state === 'completed'))
    return { ok: true, values: { values: parsed.values, proof: proof ?? { by: 'digits', typed: '' } } }
  const problems = parsed.ok ? {} : parsed.problems
  return { ok: false, problems: { ...problems, ...(proof ? {} : { digits: 'Type the six digits of the mail.' }) } }
}

/** The six digits; or, where there is such a thing, the PIN or the code of the app. */
function proofIn(body: Record<string, unknown>, means: ToEnter['means']): Proof | null {
  const typed = (name: string) => (typeof body[name] === 'string' ? body[name].trim().slice(0, 40) : '')
  if (means?.pin && typed('_pin')) return { by: 'pin', typed: typed('_pin') }
  if (means?.secondFactor && typed('_app')) return { by: 'app', typed: typed('_app') }
  const digits = typed('_digits').replace(/\D/g, '')
  return digits.length === 6 ? { by: 'digits', typed: digits } : null
}

const notBegun = refuse('assessment.entry.begin', 'Say first that this is you.')

/** @throws Invalid unless it is what only the assessor knows or has */
async function prove(ctx: Ctx, { asked, entry }: ToEnter, { by, typed }: Proof): Promise<void> {
  const holder = asked.request.assessorEmail
    ? asked.record.assessorId
    : (await holderOf(ctx.db, normaliseEmail(entry.email!)))?.person.id
  if (by === 'pin' && holder && (await confirmPin(ctx, holder, typed))) return
  if (by === 'app' && holder && (await confirmSecondFactor(ctx, holder, typed))) return
  if (by === 'digits') {
    await digitTries.take(ctx, asked.record.id)
    if (linkTokens.digitsHold(ctx.config.sessionSecret, typed, proofClaim(entry, entry.email!))) return
  }
  await writeAudit(ctx, [recordEvent('assessment.proofRefused', asked.record, { by })])
  throw new Invalid({ [by]: wrongProof[by] })
}

const wrongProof: Record<Proof['by'], string> = {
  digits: 'These are not the digits of the mail. Look at the newest one, or have them sent again.',
  pin: 'This is not the PIN of your account. You can use the six digits of the mail instead.',
  app: 'This is not the code that your app shows now. You can use the six digits of the mail instead.',
}

/**
 * The form as the person completes it who has just proven an address. Where the request knew nobody but a name, it is
 * theirs from now on.
 */
async function asProven(ctx: WriteCtx, found: ToEnter): Promise<ToFill> {
  const { asked, entry, via, base } = found
  if (stateNow(asked, ctx.now) === 'expired' || asked.request.assessorEmail) return found
  const email = entry.email!
  const personId = await personWithAddress(ctx.db, asked.record.assessorId, email, toJsDate(ctx.now))
  if (personId === asked.record.personId) {
    throw new Forbidden(
      refuse('assessment.entry.trainee', 'This is an address of the trainee, who cannot assess themselves.'),
    )
  }
  await dropDraft(ctx, asked.record.assessorId, draftKey(found))
  const { count } = await ctx.db.assessmentRequest.updateMany({
    where: { recordId: asked.record.id, generation: asked.request.generation, assessorEmail: '' },
    data: { assessorEmail: email },
  })
  if (count === 0) throw new Conflict('This request stands differently by now. Open the page again to see how.')
  if (personId !== asked.record.assessorId) await setStatus(ctx, asked.record, 'requested', personId)
  const theirs = (await askedOf(ctx, asked.record.id))!
  ctx.actor = guestOf(theirs)
  return { ...(await toFill(ctx, theirs, via, base))!, entry }
}
