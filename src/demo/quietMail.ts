import { Temporal } from 'temporal-polyfill'
import { v7 } from 'uuid'
import { toJsDate } from '../kit/clock.ts'
import { type Notices, notices } from '../notices/index.ts'

/** How long the demo's people keep what they were told; older words have been read and thrown away. */
const keptDays = 60

/**
 * Mails of days gone by: they lie in the demo's mailbox as kept, in the order of their days, and no job sends them.
 * Notices and letters that only told something are kept as far back as somebody would look; a request's letters all
 * stay, since what became of them is shown beside it.
 * @param now the day on which the demo is looked at
 */
export function quietNotices(now: Temporal.Instant): Notices {
  const since = now.subtract({ hours: 24 * keptDays })
  const forgotten = (at: Temporal.Instant): boolean => Temporal.Instant.compare(at, since) < 0
  const quiet: Notices = {
    ...notices,
    async notify(ctx, notice) {
      if (!forgotten(ctx.now)) await notices.notify(ctx, notice)
    },
    async queueMail(ctx, { link, ...mail }) {
      const at = toJsDate(ctx.now)
      const id = v7({ msecs: at.getTime() })
      if (!link && forgotten(ctx.now)) return id
      await ctx.db.mail.create({
        data: {
          id,
          messageId: `<${id}@demo.attest.example>`,
          toAddress: mail.to,
          toPersonId: mail.toPersonId ?? null,
          subject: mail.subject.slice(0, 200),
          text: mail.text,
          ...(link ? { link } : {}),
          purpose: mail.purpose,
          recordId: mail.recordId ?? null,
          state: 'kept',
          createdAt: at,
          sentAt: at,
        },
      })
      return id
    },
    async tellMany(ctx, { notices: told, mails }) {
      for (const notice of told) await quiet.notify(ctx, notice)
      for (const mail of mails) await quiet.queueMail(ctx, mail)
    },
  }
  return quiet
}
