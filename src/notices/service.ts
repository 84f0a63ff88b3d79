import { toJsDate } from '../kit/clock.ts'
import { queueJob } from '../kit/command.ts'
import type { DbOrTx, WriteCtx } from '../kit/context.ts'
import { newId } from '../kit/ids.ts'
import type { MailLink } from './letter.ts'

/** Something that a person should know, in the role in which it matters. No clinical words: a notice points, it does not tell. */
export interface NewNotice {
  personId: string
  roleKey: string
  kind: string
  text: string
  detail?: string | null
  href?: string | null
  subjectId?: string | null
  recordId?: string | null
}

/** A mail: plain words, one link, nothing of the portfolio's content. */
export interface NewMail {
  to: string
  toPersonId?: string | null
  subject: string
  /** Paragraphs parted by blank lines; the link and the closing words follow by themselves. */
  text: string
  link?: MailLink
  /** What it is for, e.g. 'assessment.request'; decides who is asked before it goes. */
  purpose: string
  recordId?: string | null
}

/** How far a mail has come; what a page tells of it. */
export interface Delivery {
  id: string
  purpose: string
  toAddress: string
  state: 'queued' | 'sent' | 'failed' | 'kept' | 'withheld'
  attempts: number
  lastError: string | null
  createdAt: Date
  sentAt: Date | null
}

export interface Notices {
  notify(ctx: WriteCtx, notice: NewNotice): Promise<void>
  /** Writes the mail and queues its sending, both in the caller's transaction; returns the mail's id. */
  queueMail(ctx: WriteCtx, mail: NewMail): Promise<string>
  /** Whether somebody has been told this about a record since then. */
  alreadyTold(db: DbOrTx, what: { personId: string; kind: string; recordId: string; since: Date }): Promise<boolean>
  /** The mails about a record, newest first. */
  deliveries(db: DbOrTx, recordId: string): Promise<Delivery[]>
}

declare module '../kit/context.ts' {
  interface Services {
    notices: Notices
  }
}

/** Name of the job that sends a mail. */
export const mailTask = 'mail'

/** Domain of our Message-IDs: that of the sender's address. */
function domainOf(mailFrom: string): string {
  return mailFrom.match(/@([\w.-]+)/)?.[1] ?? 'attest.invalid'
}

/** No line breaks in what becomes a header. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

export const notices: Notices = {
  async notify(ctx, notice) {
    await ctx.db.notice.create({ data: { id: newId(), ...notice, createdAt: toJsDate(ctx.now) } })
  },

  async queueMail(ctx, { to, toPersonId, subject, text, link, purpose, recordId }) {
    const id = newId()
    await ctx.db.mail.create({
      data: {
        id,
        messageId: `<${id}@${domainOf(ctx.config.mailFrom)}>`,
        toAddress: oneLine(to),
        toPersonId: toPersonId ?? null,
        subject: oneLine(subject).slice(0, 200),
        text,
        ...(link ? { link } : {}),
        purpose,
        recordId: recordId ?? null,
        createdAt: toJsDate(ctx.now),
      },
    })
    await queueJob(ctx.db, { task: mailTask, payload: { mailId: id }, key: `mail:${id}` })
    return id
  },

  async alreadyTold(db, { personId, kind, recordId, since }) {
    const where = { personId, kind, recordId, createdAt: { gte: since } }
    return (await db.notice.count({ where })) > 0
  },

  deliveries: (db, recordId) =>
    db.mail.findMany({
      where: { recordId },
      orderBy: { createdAt: 'desc' },
      take: 20,
      select: {
        id: true,
        purpose: true,
        toAddress: true,
        state: true,
        attempts: true,
        lastError: true,
        createdAt: true,
        sentAt: true,
      },
    }),
}
