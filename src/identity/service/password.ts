import { z } from 'zod'
import { toJsDate } from '../../kit/clock.ts'
import { command } from '../../kit/command.ts'
import type { Ctx, WriteCtx } from '../../kit/context.ts'
import { Invalid, NotFound } from '../../kit/errors.ts'
import { newId } from '../../kit/ids.ts'
import { mine, open } from '../../kit/scope.ts'
import { throttle } from '../../kit/throttle.ts'
import { refuse } from '../../policy/index.ts'
import { normaliseEmail, normaliseNumber } from '../names.ts'
import { hashPassword, passwordHolds, passwordProblem } from '../passwords.ts'
import { findSecurity } from '../queries/security.ts'
import { type HeldLink, linkFinder, spend } from './links.ts'
import { sendInvitation, sendReset, sendSecurityNote } from './mails.ts'
import { shut, signInTries } from './signIn.ts'

const resetTries = throttle({ name: 'reset', points: 5, seconds: 900 })
const resetAddress = throttle({ name: 'reset-address', points: 100, seconds: 900 })

const asking = z.object({
  login: z
    .string('Enter your e-mail address or member ID.')
    .trim()
    .min(1, 'Enter your e-mail address or member ID.')
    .max(254, 'An address has at most 254 characters.'),
})

/** Sends a link for a new password, where there is an account; the answer is the same where there is none. */
export const askReset = command({
  find: open('everybody may forget a password', async () => ({})),
  may: () => true,
  input: () => asking,
  prepare: async (input, _found, ctx) => {
    await resetAddress.take(ctx, ctx.ip)
    await resetTries.take(ctx, normaliseEmail(input.login), ctx.ip)
    return input
  },
  run: async (ctx, _found, { login }) => {
    const who = await addressee(ctx, login)
    if (!who) return null
    if (who.state === 'invited') await sendInvitation(ctx, who, null, {})
    else await sendReset(ctx, who)
    return who.personId
  },
  audit: (personId) => (personId ? { type: 'password.asked', subjectId: personId } : []),
})

/** Whom to write to: the address typed if it is theirs and verified, for a member ID their first address. */
async function addressee(ctx: Ctx, login: string) {
  const key = login.includes('@')
    ? { kind: 'email' as const, normalised: normaliseEmail(login) }
    : { kind: 'memberId' as const, normalised: normaliseNumber(login) }
  const found = await ctx.db.identifier.findUnique({
    where: { kind_normalised: key },
    select: {
      value: true,
      verifiedAt: true,
      person: { include: { account: true, identifiers: { where: { kind: 'email', primary: true } } } },
    },
  })
  const state = found?.person.account?.state
  if (!found || (state !== 'active' && state !== 'invited')) return null
  if (state === 'active' && !found.verifiedAt) return null
  const email = key.kind === 'email' ? found.value : found.person.identifiers[0]?.value
  return email ? { personId: found.person.id, email, name: found.person, state } : null
}

const chosen = z.object({ password: z.string('Choose a password.').min(1, 'Choose a password.') })
type Chosen = z.infer<typeof chosen> & { hash?: string }

/** Checks a new password against its owner and hashes it, before the transaction opens. */
async function hashed(link: HeldLink, { password }: Chosen): Promise<Chosen> {
  const emails = [...(link.account?.emails ?? []), link.data.email ?? ''].filter(Boolean)
  const problem = passwordProblem(password, { emails, names: [link.name.givenName, link.name.familyName] })
  if (problem) throw new Invalid({ password: problem })
  return { password, hash: await hashPassword(password) }
}

const mayChoose = (purpose: string, link: HeldLink) =>
  link.account && ['active', 'invited'].includes(link.account.state)
    ? true
    : refuse(`${purpose}.closed`, shut, null, { label: 'Contacts', href: '/help/contacts' })

/** Chooses the first password: the account opens, the address that got the mail is verified (R33). */
export const acceptInvitation = command({
  find: linkFinder('invitation'),
  may: (_actor, link) => mayChoose('invitation', link),
  input: () => chosen as z.ZodType<Chosen>,
  prepare: (input, link) => hashed(link, input),
  run: async (ctx, link, { hash }) => {
    await spend(ctx, link)
    const { personId } = link
    await ctx.db.account.update({ where: { personId }, data: { state: 'active', passwordHash: hash! } })
    await verify(ctx, link)
    return welcome(ctx, link)
  },
  audit: ({ personId }) => [
    { type: 'account.activated', subjectId: personId },
    { type: 'session.started', subjectId: personId },
  ],
})

/** Chooses a new password by a link; every session of the person ends. */
export const resetPassword = command({
  find: linkFinder('reset'),
  may: (_actor, link) => mayChoose('reset', link),
  input: () => chosen as z.ZodType<Chosen>,
  prepare: (input, link) => hashed(link, input),
  run: async (ctx, link, { hash }) => {
    await spend(ctx, link)
    const { personId } = link
    await ctx.db.account.update({ where: { personId }, data: { passwordHash: hash! } })
    await ctx.db.session.deleteMany({ where: { personId } })
    await sendSecurityNote(
      ctx,
      { personId, email: link.data.email ?? '', name: link.name },
      'your password was changed by a link that we had sent to this address.',
    )
    return welcome(ctx, link)
  },
  audit: ({ personId }) => [
    { type: 'password.reset', subjectId: personId },
    { type: 'session.started', subjectId: personId },
  ],
})

async function verify(ctx: WriteCtx, { personId, data }: HeldLink): Promise<void> {
  if (!data.email) return
  await ctx.db.identifier.updateMany({
    where: { personId, kind: 'email', normalised: normaliseEmail(data.email), verifiedAt: null },
    data: { verifiedAt: toJsDate(ctx.now) },
  })
}

async function welcome(ctx: WriteCtx, { personId }: HeldLink): Promise<{ personId: string }> {
  const { ip, device } = ctx
  await ctx.db.signIn.create({ data: { id: newId(), personId, outcome: 'link', ip, device, at: toJsDate(ctx.now) } })
  return { personId }
}

const changing = z.object({
  current: z.string('Enter your present password.').min(1, 'Enter your present password.').max(1000),
  password: z.string('Choose a new password.').min(1, 'Choose a new password.'),
})
type Changing = z.infer<typeof changing> & { hash?: string }

interface Own {
  personId: string
  name: { title: string | null; givenName: string; familyName: string }
  passwordHash: string | null
  emails: { value: string; normalised: string; primary: boolean }[]
}

async function ownPassword(personId: string, ctx: Ctx): Promise<Own> {
  const row = await ctx.db.person.findUnique({
    where: { id: personId },
    select: {
      title: true,
      givenName: true,
      familyName: true,
      account: { select: { passwordHash: true } },
      identifiers: { where: { kind: 'email' }, select: { value: true, normalised: true, primary: true } },
    },
  })
  if (!row) throw new NotFound()
  const { account, identifiers, ...name } = row
  return { personId, name, passwordHash: account?.passwordHash ?? null, emails: identifiers }
}

/** Changes one's password; one's other sessions end. */
export const changePassword = command({
  find: mine(async (personId, ctx) => ({ own: await ownPassword(personId, ctx), security: await findSecurity(ctx) })),
  may: () => true,
  input: () => changing as z.ZodType<Changing>,
  prepare: async (input, { own }, ctx): Promise<Changing> => {
    await signInTries.take(ctx, own.personId, ctx.ip)
    if (!(await passwordHolds(own.passwordHash, input.current)))
      throw new Invalid({ current: 'This is not your present password.' })
    const { givenName, familyName } = own.name
    const emails = own.emails.map((one) => one.normalised)
    const problem = passwordProblem(input.password, { emails, names: [givenName, familyName] })
    if (problem) throw new Invalid({ password: problem })
    await signInTries.forget(ctx, own.personId, ctx.ip)
    return { ...input, hash: await hashPassword(input.password) }
  },
  run: async (ctx, { own: { personId, name, emails } }, { hash }) => {
    await ctx.db.account.update({ where: { personId }, data: { passwordHash: hash! } })
    const sid = ctx.actor.sessionId ?? ''
    const { count } = await ctx.db.session.deleteMany({ where: { personId, sid: { not: sid } } })
    const email = emails.find((one) => one.primary)?.value
    if (email)
      await sendSecurityNote(ctx, { personId, email, name }, 'your password was changed while you were signed in.')
    return { ended: count }
  },
  audit: ({ ended }, { own: { personId } }) => ({
    type: 'password.changed',
    subjectId: personId,
    data: { sessionsEnded: ended },
  }),
})
