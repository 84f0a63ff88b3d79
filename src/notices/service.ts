import { Prisma } from '../generated/client.ts'
import { toJsDate } from '../kit/clock.ts'
import { queueJob } from '../kit/command.ts'
import type { DbOrTx, WriteCtx } from '../kit/context.ts'
import { newId } from '../kit/ids.ts'
import { insertAll } from '../kit/insertAll.ts'
import type { MailLink } from './letter.ts'
import type { MailPurposes } from './mailer.ts'

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
  /** The announcement or message that it is about. */
  aboutId?: string | null
}

/** A link out of mails: all letters about a record of one generation carry the same; other letters have one of their own. */
export type UsedLink = { at: Date } & (
  | { recordId: string; generation: number }
  | { linkId: string; toPersonId: string }
)

export interface Notices {
  notify(ctx: WriteCtx, notice: NewNotice): Promise<void>
  /** Writes the mail and queues its sending, both in the caller's transaction; returns the mail's id. */
  queueMail(ctx: WriteCtx, mail: NewMail): Promise<string>
  /** The same for many people at once: three statements, however many they are. */
  tellMany(ctx: WriteCtx, what: { notices: readonly NewNotice[]; mails: readonly NewMail[] }): Promise<void>
  /** Whether somebody has been told this about a record since then. */
  alreadyTold(db: DbOrTx, what: { personId: string; kind: string; recordId: string; since: Date }): Promise<boolean>
  /**
   * Notes on the latest letter that its link was fetched, or the page behind it really opened. Returns whether that was the
   * first time for this link.
   */
  linkUsed(db: DbOrTx, how: 'fetched' | 'opened', link: UsedLink): Promise<boolean>
}

declare module '../kit/context.ts' {
  interface Services {
    notices: Notices
    mailPurposes: MailPurposes
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

function mailRow(ctx: WriteCtx, { to, toPersonId, subject, text, link, purpose, recordId, aboutId }: NewMail) {
  const id = newId()
  return {
    id,
    messageId: `<${id}@${domainOf(ctx.config.mailFrom)}>`,
    toAddress: oneLine(to),
    toPersonId: toPersonId ?? null,
    subject: oneLine(subject).slice(0, 200),
    text,
    ...(link ? { link } : {}),
    purpose,
    recordId: recordId ?? null,
    aboutId: aboutId ?? null,
    createdAt: toJsDate(ctx.now),
  }
}

export const notices: Notices = {
  async notify(ctx, notice) {
    await ctx.db.notice.create({ data: { id: newId(), ...notice, createdAt: toJsDate(ctx.now) } })
  },

  async queueMail(ctx, mail) {
    const data = mailRow(ctx, mail)
    await ctx.db.mail.create({ data })
    await queueJob(ctx.db, { task: mailTask, payload: { mailId: data.id }, key: `mail:${data.id}` })
    return data.id
  },

  async tellMany(ctx, { notices, mails }) {
    const createdAt = toJsDate(ctx.now)
    const told = notices.map(
      ({ personId, roleKey, kind, subjectId = null, recordId = null, text, detail = null, href = null }) => ({
        ...{ id: newId(), personId, roleKey, kind, subjectId, recordId, text, detail, href, createdAt },
      }),
    )
    await insertAll(ctx.db, 'Notice', told)
    const rows = mails.map((mail) => mailRow(ctx, mail))
    await insertAll(
      ctx.db,
      'Mail',
      rows.map((row) => ({ link: null, state: 'queued', attempts: 0, ...row })),
    )
    await ctx.db.$executeRaw`
      select count(*) from graphile_worker.add_jobs(array(
        select (${mailTask}, json_build_object('mailId', m.id), null, null, null, 'mail:' || m.id, null, null)::graphile_worker.job_spec
        from unnest(${rows.map(({ id }) => id)}::text[]) m(id)))`
  },

  async alreadyTold(db, { personId, kind, recordId, since }) {
    const where = { personId, kind, recordId, createdAt: { gte: since } }
    return (await db.notice.count({ where })) > 0
  },

  async linkUsed(db, how, link) {
    const { at } = link
    const column = how === 'opened' ? Prisma.sql`"openedAt"` : Prisma.sql`"fetchedAt"`
    const same = (mail: Prisma.Sql) =>
      'recordId' in link
        ? Prisma.sql`${mail}."recordId" = ${link.recordId}::uuid and (${mail}.link ->> 'generation')::int = ${link.generation}`
        : Prisma.sql`${mail}."toPersonId" = ${link.toPersonId}::uuid and ${mail}.link ->> 'id' = ${link.linkId}`
    // The row's own column is asked again under its lock, so of two that come at once one is the first.
    const count = await db.$executeRaw`
      update "Mail" m set ${column} = ${at}::timestamptz where m.${column} is null
        and m.id = (select n.id from "Mail" n where ${same(Prisma.sql`n`)} order by n.id desc limit 1)
        and not exists (select 1 from "Mail" o where ${same(Prisma.sql`o`)} and o.${column} is not null)`
    return count > 0
  },
}
