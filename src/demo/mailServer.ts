import { tellUndelivered } from '../assessments/service/sweep.ts'
import type { Mail } from '../generated/client.ts'
import { toJsDate } from '../kit/clock.ts'
import { command } from '../kit/command.ts'
import { open } from '../kit/scope.ts'

/** What a mail server says some minutes after a letter left: there is nobody of this name. The trainee is told as always. */
export const comesBack = command<Mail, Record<string, unknown>, void>({
  find: open('a mail server speaks, not a person; no route leads here', (ctx) =>
    ctx.db.mail.findFirst({ where: { recordId: ctx.params.id ?? '', purpose: 'assessment.request' } }),
  ),
  may: () => true,
  run: async (ctx, mail) => {
    const data = { state: 'bounced' as const, bouncedAt: toJsDate(ctx.now), lastError: '550 No such user here' }
    await ctx.db.mail.update({ where: { id: mail.id }, data })
    await tellUndelivered(ctx, mail)
  },
  audit: (_done, { recordId, purpose }) => ({ type: 'mail.bounced', recordId, data: { purpose } }),
})
