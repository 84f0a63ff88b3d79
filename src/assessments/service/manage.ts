import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { recordEvent, setStatus } from '../../evidence/index.ts'
import { findOrCreatePersonByEmail, normaliseEmail, personName } from '../../identity/index.ts'
import { dateIn, fromJsDate, toJsDate } from '../../kit/clock.ts'
import { command } from '../../kit/command.ts'
import type { Ctx, WriteCtx } from '../../kit/context.ts'
import { Invalid } from '../../kit/errors.ts'
import { all, type Decision, refuse } from '../../policy/index.ts'
import { portfolioHead } from '../../training/index.ts'
import { type Candidate, causesAgainst, itself } from '../eligibility.ts'
import { expiryFrom } from '../expiry.ts'
import { colleaguesOf, personByEmail } from '../people.ts'
import { mayDo } from '../policy.ts'
import { findRequest, inviterOf, type OneRequest } from '../queries.ts'
import { Email, Name } from '../schema.ts'
import { moveRequest } from './move.ts'
import { refusalOf, wordingOf } from './request.ts'
import { withThen } from './standing.ts'
import { type Told, tellAssessor, toldOf } from './tell.ts'

/** Between two mails for the same request. */
const pauseMinutes = 30

const freshExpiry = (ctx: Ctx, { form, asked }: OneRequest): Date =>
  toJsDate(expiryFrom(ctx.now, form.expiresAfterDays, asked.programme.timeZone))

/** Takes a request back. The assessor is told only where somebody may have begun. */
export const withdrawRequest = command({
  find: findRequest,
  may: (actor, { asked }, ctx) => mayDo('withdraw', actor, asked, ctx.now),
  async run(ctx, { asked, form }) {
    await moveRequest(ctx, asked, 'withdraw')
    await tellAssessor(ctx, toldOf(asked, form), 'withdrawn')
  },
  audit: (_result, { asked }) => recordEvent('assessment.withdrawn', asked.record),
})

/** Whether enough time has passed for another mail. */
function rested({ asked }: OneRequest, now: Temporal.Instant): Decision {
  const next = fromJsDate(asked.request.sentAt).add({ minutes: pauseMinutes })
  if (Temporal.Instant.compare(now, next) >= 0) return true
  return refuse(
    'assessment.resend.pause',
    `You can send it again ${pauseMinutes} minutes after the last mail. Until then ${asked.assessor.name} may find it in the junk folder.`,
  )
}

/** Sends the same link again and gives it its full time. */
export const resendRequest = command({
  find: findRequest,
  may: mayResend,
  async run(ctx, found) {
    const { asked, form } = found
    const expiresAt = freshExpiry(ctx, found)
    // Somebody who has begun has not begun anew: only a request that nobody opened is "sent" again.
    const state = asked.request.state
    await moveRequest(ctx, asked, 'resend', { state, expiresAt, sentAt: toJsDate(ctx.now), remindedDay: 0 })
    await tellAssessor(ctx, { ...toldOf(asked, form), expiresAt }, 'request')
  },
  audit: (_result, { asked }) => recordEvent('assessment.resent', asked.record),
})

/** The same question for the button and for the guard. */
export function mayResend(actor: Parameters<typeof mayDo>[1], found: OneRequest, ctx: Pick<Ctx, 'now'>): Decision {
  return all(mayDo('resend', actor, found.asked, ctx.now), hasAddress(found), rested(found, ctx.now))
}

function hasAddress({ asked }: OneRequest): Decision {
  const { name } = asked.assessor
  return (
    asked.request.assessorEmail !== '' ||
    refuse('assessment.resend.address', `We know no address of ${name}: show them a code, or give their address here.`)
  )
}

/** One tap: the same request under a new link; the old one is dead. */
export const reviveRequest = command({
  find: findRequest,
  may: (actor, { asked }, ctx) => mayDo('revive', actor, asked, ctx.now),
  async run(ctx, found) {
    const told = await sendAnew(ctx, found, 'revive', toldOf(found.asked, found.form).assessor)
    return told.assessor.name
  },
  audit: (_result, { asked }) => recordEvent('assessment.revived', asked.record),
})

const NewAddress = z.object({ name: Name, email: Email })
type NewAddress = z.infer<typeof NewAddress> & { personId: string | null }

/** Corrects whom a request goes to: a new link to the right address, the old one is dead. */
export const readdressRequest = command({
  find: findRequest,
  may: (actor, { asked }, ctx) => mayDo('readdress', actor, asked, ctx.now),
  input: () => NewAddress.transform((typed): NewAddress => ({ ...typed, personId: null })),
  prepare: checkAddress,
  async run(ctx, found, { name, email }) {
    const person = await findOrCreatePersonByEmail(ctx.db, { name, email })
    if (person.id === found.asked.trainee.id) throw new Invalid(refusalOf([itself]))
    const account = await ctx.db.account.findUnique({ where: { personId: person.id }, select: { state: true } })
    const assessor = { id: person.id, name: personName(person), email, hasAccount: account?.state === 'active' }
    await ctx.db.draft.deleteMany({
      where: { personId: found.asked.record.assessorId, key: `record:${found.asked.record.id}` },
    })
    await sendAnew(ctx, found, 'readdress', assessor)
    return assessor.name
  },
  audit: (_result, { asked }) => recordEvent('assessment.readdressed', asked.record),
})

async function sendAnew(
  ctx: WriteCtx,
  found: OneRequest,
  deed: 'revive' | 'readdress',
  assessor: Told['assessor'],
): Promise<Told> {
  const { asked, form } = found
  const generation = asked.request.generation + 1
  const expiresAt = freshExpiry(ctx, found)
  await moveRequest(ctx, asked, deed, {
    generation,
    expiresAt,
    assessorEmail: assessor.email,
    assessorName: assessor.name,
    sentAt: toJsDate(ctx.now),
    startedAt: null,
    declineReason: null,
    remindedDay: 0,
  })
  if (assessor.id !== asked.record.assessorId) await setStatus(ctx, asked.record, 'requested', assessor.id)
  const told = { ...toldOf(asked, form), assessor, generation, expiresAt }
  await tellAssessor(ctx, told, 'request')
  return told
}

/** A corrected address is held to the same rules as a new request (R97, R98). */
async function checkAddress(typed: NewAddress, found: OneRequest, ctx: Ctx): Promise<NewAddress> {
  return { ...typed, personId: await personToAsk(typed.email, found, ctx) }
}

/**
 * The person behind an address, held to the rules of a request (R97, R98); null for somebody new.
 * @throws Invalid with what stands against it
 */
export async function personToAsk(
  email: string,
  { asked, form, pack }: Pick<OneRequest, 'asked' | 'form' | 'pack'>,
  ctx: Ctx,
): Promise<string | null> {
  const personId = await personByEmail(ctx.db, normaliseEmail(email))
  if (personId === null) return null
  const today = dateIn(ctx.now, asked.programme.timeZone)
  const [known] = (await colleaguesOf(ctx.db, asked.record.enrolmentId, today, { also: [personId] })).filter(
    (one) => one.personId === personId,
  )
  const portfolio = await portfolioHead(ctx.db, asked.record.enrolmentId, today)
  const about = { form, values: asked.record.values, enrolmentId: asked.record.enrolmentId, today }
  const stranger: Candidate = { personId, grade: null, relations: [], account: 'none' }
  const candidate = await withThen(ctx, known ?? stranger, about)
  const causes = causesAgainst(form, candidate, await inviterOf(ctx, portfolio!, pack), wordingOf({ pack }))
  if (causes.length > 0) throw new Invalid(refusalOf(causes))
  return personId
}
