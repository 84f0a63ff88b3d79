import { recordEvent } from '../../evidence/index.ts'
import { toJsDate } from '../../kit/clock.ts'
import { command } from '../../kit/command.ts'
import type { Ctx } from '../../kit/context.ts'
import { Conflict } from '../../kit/errors.ts'
import type { Decision } from '../../policy/index.ts'
import { refuse } from '../../policy/index.ts'
import type { Asked } from '../asked.ts'
import { isQuiet, mailOfRequest } from '../mail.ts'
import { stateNow } from '../policy.ts'
import { byClock, formOf } from './clock.ts'
import { tellTrainee, toldOf } from './tell.ts'

/** Whether nobody has opened the letter for two days, and its sender does not know yet. */
const isNews = (asked: Asked, { now }: Pick<Ctx, 'now'>): boolean =>
  stateNow(asked, now) === 'sent' && asked.mail?.quietToldAt === null && isQuiet(asked.mail, now)

/** D3: tells the trainee, once for each letter, that nobody has opened it. */
export const tellQuiet = command({
  find: byClock,
  may: (_actor, asked, ctx): Decision =>
    isNews(asked, ctx) || refuse('assessment.quiet', 'It was opened, or its sender was told.'),
  async run(ctx, asked) {
    const data = { quietToldAt: toJsDate(ctx.now) }
    const { count } = await ctx.db.mail.updateMany({ where: { id: asked.mail!.id, quietToldAt: null }, data })
    // Another sweep was here a moment ago.
    if (count === 0) throw new Conflict('told already')
    const form = await formOf(ctx, asked)
    if (form) await tellTrainee(ctx, toldOf(asked, form), 'quiet')
  },
  audit: (_result, asked) => recordEvent('assessment.quiet', asked.record),
})

/** Requests whose letter went two days ago or earlier, and was not opened since. */
export async function quietRequests(ctx: Ctx, most: number): Promise<{ recordId: string }[]> {
  const before = toJsDate(ctx.now.subtract({ hours: 48 }))
  return ctx.db.$queryRaw<{ recordId: string }[]>`
    select a."recordId" from (select q."recordId", ${mailOfRequest} as mail from "AssessmentRequest" q
      where q.state = 'sent' and q."expiresAt" > ${toJsDate(ctx.now)}::timestamptz and q."sentAt" <= ${before}::timestamptz) a
    where a.mail is not null and a.mail->>'openedAt' is null and a.mail->>'quietToldAt' is null
      and a.mail->>'state' in ('sent', 'kept') and coalesce(a.mail->>'sentAt', a.mail->>'createdAt')::timestamptz <= ${before}::timestamptz
    limit ${most}`
}
