import { z } from 'zod'
import { toJsDate } from '../../kit/clock.ts'
import { type AuditEntry, command } from '../../kit/command.ts'
import type { Ctx, WriteCtx } from '../../kit/context.ts'
import { Invalid } from '../../kit/errors.ts'
import { mine, open } from '../../kit/scope.ts'
import { throttle } from '../../kit/throttle.ts'
import { refuse } from '../../policy/index.ts'
import { normaliseEmail, normaliseNumber } from '../names.ts'
import { hashPassword, passwordProblem } from '../passwords.ts'
import { ownAccount } from '../queries/own.ts'
import { findSecurity } from '../queries/security.ts'
import { currentPassword, endOtherSessions, noteChange, passwordAgain } from './again.ts'
import { type Entered, enter } from './entry.ts'
import { type HeldLink, linkFinder, spend } from './links.ts'
import { sendInvitation, sendReset, sendSecurityNote } from './mails.ts'
import { shut } from './signIn.ts'

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

/** Notes that the page of an invitation was really seen: a fetch alone may be a program that checks mails (R22). */
export const openInvitation = command({
  find: linkFinder('invitation'),
  may: (_actor, link) => mayChoose('invitation', link),
  run: (ctx, { id, personId }) =>
    ctx.services.notices.linkUsed(ctx.db, 'opened', { linkId: id, toPersonId: personId, at: toJsDate(ctx.now) }),
  audit: (first, { personId }) => (first ? { type: 'account.invitationOpened', subjectId: personId } : []),
})

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
    return enter(ctx, personId, 'link', '/')
  },
  audit: (entered) => came(entered, 'account.activated'),
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
    return enter(ctx, personId, 'link', '/')
  },
  audit: (entered) => came(entered, 'password.reset'),
})

async function verify(ctx: WriteCtx, { personId, data }: HeldLink): Promise<void> {
  if (!data.email) return
  await ctx.db.identifier.updateMany({
    where: { personId, kind: 'email', normalised: normaliseEmail(data.email), verifiedAt: null },
    data: { verifiedAt: toJsDate(ctx.now) },
  })
}

/** A link in a mail stands for the password alone: where a second factor is set, it is asked for all the same. */
const came = ({ personId, halfway }: Entered, type: string): AuditEntry[] => [
  { type, subjectId: personId },
  ...(halfway ? [] : [{ type: 'session.started', subjectId: personId }]),
]

const changing = z.object({
  current: currentPassword,
  password: z.string('Choose a new password.').min(1, 'Choose a new password.'),
})
type Changing = z.infer<typeof changing> & { hash?: string }

/** Changes one's password; one's other sessions end. */
export const changePassword = command({
  prepares: true,
  find: mine(async (personId, ctx) => ({ own: await ownAccount(personId, ctx), security: await findSecurity(ctx) })),
  may: () => true,
  input: () => changing as z.ZodType<Changing>,
  prepare: async (input, { own }, ctx): Promise<Changing> => {
    await passwordAgain(ctx, own, input.current)
    const { givenName, familyName } = own.name
    const emails = own.emails.map((one) => one.normalised)
    const problem = passwordProblem(input.password, { emails, names: [givenName, familyName] })
    if (problem) throw new Invalid({ password: problem })
    return { ...input, hash: await hashPassword(input.password) }
  },
  run: async (ctx, { own }, { hash }) => {
    const { personId } = own
    await ctx.db.account.update({ where: { personId }, data: { passwordHash: hash! } })
    const ended = await endOtherSessions(ctx, personId)
    await noteChange(ctx, own, 'passwordChanged', 'your password was changed while you were signed in.')
    return { ended }
  },
  audit: ({ ended }, { own: { personId } }) => ({
    type: 'password.changed',
    subjectId: personId,
    data: { sessionsEnded: ended },
  }),
})
