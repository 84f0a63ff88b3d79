import type { LinkToken, Prisma } from '../../generated/client.ts'
import type { WriteCtx } from '../../kit/context.ts'
import { type NameParts, personName } from '../names.ts'
import { newLink, newLinks } from './links.ts'

/** A letter, as it is queued. */
type NewMail = Parameters<WriteCtx['services']['notices']['queueMail']>[1]

interface Addressee {
  personId: string
  email: string
  name: NameParts
}

const hello = (name: NameParts) => `Dear ${personName(name)},`

/** An invitation: whom it is for, as what, and what its link carries. */
export interface Invitation {
  to: Addressee
  as: string | null
  data: Prisma.InputJsonObject
}

/** The mail with which somebody gets their account. `as` says what for: "college tutor at St Anne’s Hospital". */
export async function sendInvitation(
  ctx: WriteCtx,
  to: Addressee,
  as: string | null,
  data: object,
  again?: Reminder,
): Promise<void> {
  const link = await newLink(ctx, 'invitation', to.personId, { ...data, email: to.email })
  const mail = invitationMail(to, as, link)
  await ctx.services.notices.queueMail(ctx, again ? { ...mail, ...reminding(to, again) } : mail)
}

/** Why an invitation is sent again: what waits for whoever has not taken it up. */
export interface Reminder {
  subject: string
  /** Sentences without the last full stop. */
  text: string
}

const reminding = (to: Addressee, { subject, text }: Reminder) => ({
  subject,
  text: `${hello(to.name)}\n\n${text}.\n\nYou have been invited and have no account in Attest yet. The link below lets you choose a password; it takes the place of the one in earlier letters, works for 14 days and for you alone.`,
})

/** The same for many at once: links are made here, and the letters are for `tellMany`. */
export async function invitationMails(ctx: WriteCtx, invitations: readonly Invitation[]): Promise<NewMail[]> {
  const wanted = invitations.map(({ to, data }) => ({ personId: to.personId, data: { ...data, email: to.email } }))
  const links = await newLinks(ctx, 'invitation', wanted)
  return invitations.map(({ to, as }, at) => invitationMail(to, as, links[at]!))
}

function invitationMail(to: Addressee, as: string | null, { id, purpose, generation }: LinkToken): NewMail {
  const role = as ? ` as ${as}` : ''
  return {
    to: to.email,
    toPersonId: to.personId,
    subject: 'Your account in Attest, the training portfolio',
    text: `${hello(to.name)}\n\nyou have been given an account in Attest, the ePortfolio for doctors in training${role}. The link below lets you choose a password. It works for 14 days and for you alone: please do not pass it on.`,
    link: { label: 'Choose your password', base: '/invitation/', purpose, id, generation },
    purpose: 'account.invitation',
  }
}

/** The mail with which somebody chooses a new password. */
export async function sendReset(ctx: WriteCtx, to: Addressee): Promise<void> {
  const { id, purpose, generation } = await newLink(ctx, 'reset', to.personId, { email: to.email })
  await ctx.services.notices.queueMail(ctx, {
    to: to.email,
    toPersonId: to.personId,
    subject: 'A new password for Attest',
    text: `${hello(to.name)}\n\nsomebody, most likely you, asked for a new password. The link below works for two hours. If it was not you, there is nothing to do: your password stays as it is.`,
    link: { label: 'Choose a new password', base: '/reset/', purpose, id, generation },
    purpose: 'account.reset',
  })
}

/** The mail that proves that a new address is its owner’s. */
export async function sendAddressCheck(ctx: WriteCtx, to: Addressee): Promise<void> {
  const { id, purpose, generation } = await newLink(ctx, 'address', to.personId, { email: to.email })
  await ctx.services.notices.queueMail(ctx, {
    to: to.email,
    toPersonId: to.personId,
    subject: 'Confirm this address for Attest',
    text: `${hello(to.name)}\n\nyou added this address to your account. The link below confirms it and works for 48 hours. Until then you sign in as before. If it was not you, please ignore this mail.`,
    link: { label: 'Confirm this address', base: '/confirm-address/', purpose, id, generation },
    purpose: 'account.address',
  })
}

/** Tells somebody of a change to how they sign in, so that a stranger’s change does not stay unnoticed. */
export async function sendSecurityNote(ctx: WriteCtx, to: Addressee, what: string): Promise<void> {
  await ctx.services.notices.queueMail(ctx, {
    to: to.email,
    toPersonId: to.personId,
    subject: 'Your account in Attest was changed',
    text: `${hello(to.name)}\n\n${what} If that was you, there is nothing to do. If not, choose a new password at once and report it.`,
    link: { label: 'Report misuse of your account', path: '/help/breach' },
    purpose: 'account.security',
  })
}

/** Answers somebody who added an address that another account already holds, without telling them on the page. */
export async function sendAddressTaken(ctx: WriteCtx, email: string): Promise<void> {
  await ctx.services.notices.queueMail(ctx, {
    to: email,
    subject: 'This address is already known in Attest',
    text: `Hello,\n\nsomebody wanted to add this address to their account in Attest. It already belongs to another person here, so nothing was changed. If you have two accounts, the technical help desk can join them.`,
    link: { label: 'Whom to ask', path: '/help/contacts' },
    purpose: 'account.address',
  })
}
