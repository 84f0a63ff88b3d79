import type { Ctx } from '../kit/context.ts'
import type { Tag } from '../kit/partials.ts'
import { plainDate } from '../kit/periods.ts'
import { plural } from '../kit/ui.ts'
import { freezesOn } from './calendar.ts'
import type { Invited } from './queries.ts'

/** Where an invitation stands. */
export function mailTag({ mail, account, admission }: Invited): Tag {
  if (admission.withdrawnAt) return { words: 'withdrawn', tone: 'stop' }
  if (account === 'active') return { words: 'accepted', tone: 'ok' }
  if (!mail) return { words: 'not sent', tone: 'stop' }
  if (mail.state === 'bounced') return { words: 'bounced', tone: 'stop' }
  if (mail.openedAt) return { words: 'opened', tone: 'info' }
  return mail.state === 'queued' ? { words: 'on its way', tone: 'plain' } : { words: 'sent', tone: 'plain' }
}

/** How far an enrolment has come. */
export function stateTag({ state, admission, calendar }: Invited, ctx: Ctx): Tag {
  if (admission.withdrawnAt) return { words: 'closed', tone: 'plain' }
  if (state === 'enrolled') return { words: 'enrolled', tone: 'ok' }
  const over = ctx.today.since(freezesOn(plainDate(admission.countsFrom), calendar)).days >= 0
  if (state === 'frozen' || over) return { words: 'frozen', tone: 'stop' }
  return admission.alertedAt
    ? { words: `${plural(calendar.alertDays, 'day')} without`, tone: 'warn' }
    : { words: 'not enrolled', tone: 'warn' }
}
