import nodemailer from 'nodemailer'
import type { Mail } from '../generated/client.ts'
import { toJsDate } from '../kit/clock.ts'
import type { Ctx, Db, WriteCtx } from '../kit/context.ts'
import type { Attempt } from '../kit/jobs.ts'
import { letterOf, plainText } from './letter.ts'

/** What a room says about mails of its purpose. */
export interface MailPurpose {
  /** Asked when the mail is about to go: may its reader still see what it points to? */
  wanted?: (ctx: Ctx, mail: Mail) => Promise<boolean>
  /** Told in a transaction when it cannot be delivered. */
  failed?: (ctx: WriteCtx, mail: Mail) => Promise<void>
}

export type MailPurposes = Record<string, MailPurpose>

/** Who is asked about a mail before it goes. */
export interface MailRules {
  purposes: MailPurposes
  /** Whether a person can see a record today; asked where a purpose has no question of its own. */
  mayRead: (personId: string, recordId: string) => Promise<boolean>
}

export interface Envelope {
  from: string
  to: string
  subject: string
  text: string
  messageId: string
}

/** Hands a mail to a server; throws what the server said. */
export type Transport = (envelope: Envelope) => Promise<void>

/** The configured mail server, or null where mails are only kept. */
export function smtpTransport(
  smtpUrl: string | null,
  patience = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 30_000 },
): Transport | null {
  if (!smtpUrl) return null
  const server = nodemailer.createTransport({ url: smtpUrl, ...patience })
  return async (envelope) => {
    await server.sendMail({ ...envelope, headers: { 'Auto-Submitted': 'auto-generated' } })
  }
}

/**
 * Sends one mail. Never lost: a failure that may pass throws, so that the queue tries again. At most once, but for a
 * crash between the server's yes and our note of it; then it goes again under the same Message-ID.
 */
export async function deliver(
  ctx: Ctx,
  rules: MailRules,
  transport: Transport | null,
  mailId: string,
  attempt: Attempt,
): Promise<void> {
  const mail = await ctx.db.mail.findUnique({ where: { id: mailId } })
  if (mail?.state !== 'queued') return
  if (!(await isWanted(ctx, rules, mail))) return note(ctx, mail, { state: 'withheld' })
  if (!transport) return note(ctx, mail, { state: 'kept' })
  try {
    await transport(envelopeOf(ctx, mail))
  } catch (error) {
    return refused(ctx, rules.purposes, mail, error, attempt)
  }
  await note(ctx, mail, { state: 'sent', sentAt: toJsDate(ctx.now), attempts: mail.attempts + 1, lastError: null })
}

/** The policy is asked again when the mail goes: much may have changed since it was written. */
async function isWanted(ctx: Ctx, { purposes, mayRead }: MailRules, mail: Mail): Promise<boolean> {
  const own = purposes[mail.purpose]?.wanted
  if (own) return own(ctx, mail)
  return mail.recordId === null || mail.toPersonId === null || mayRead(mail.toPersonId, mail.recordId)
}

function envelopeOf(ctx: Ctx, mail: Mail): Envelope {
  return {
    from: ctx.config.mailFrom,
    to: mail.toAddress,
    subject: mail.subject,
    text: plainText(letterOf(mail, ctx.config)),
    messageId: mail.messageId,
  }
}

async function note(ctx: Ctx, mail: Mail, data: Partial<Mail>): Promise<void> {
  const { link: _, ...rest } = data
  await ctx.db.mail.updateMany({ where: { id: mail.id, state: 'queued' }, data: rest })
}

async function refused(ctx: Ctx, purposes: MailPurposes, mail: Mail, error: unknown, attempt: Attempt): Promise<void> {
  const { responseCode, message, command } = error as { responseCode?: number; message?: string; command?: string }
  const lastError = (message ?? 'unknown').slice(0, 300)
  const attempts = mail.attempts + 1
  // Only what is said of the address or of the letter is final; what is wrong with our own account or sender can be mended.
  const forGood = (responseCode ?? 0) >= 500 && ['RCPT TO', 'DATA'].includes(command ?? '')
  if (!forGood && !attempt.last) {
    await note(ctx, mail, { attempts, lastError })
    throw new Error(`mail ${mail.id}: ${responseCode ?? 'no answer'}`)
  }
  await (ctx.db as Db).$transaction(async (tx) => {
    const inside = { ...ctx, db: tx }
    await note(inside, mail, { state: 'bounced', bouncedAt: toJsDate(ctx.now), attempts, lastError })
    await purposes[mail.purpose]?.failed?.(inside, { ...mail, lastError })
  })
}
