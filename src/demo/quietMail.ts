import { v7 } from 'uuid'
import { toJsDate } from '../kit/clock.ts'
import { type Notices, notices } from '../notices/index.ts'

/**
 * Mails of days gone by: they lie in the demo's mailbox as kept, in the order of their days, and no job sends them.
 */
export const quietNotices: Notices = {
  ...notices,
  async queueMail(ctx, { link, ...mail }) {
    const at = toJsDate(ctx.now)
    const id = v7({ msecs: at.getTime() })
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
}
