import type { Temporal } from 'temporal-polyfill'
import { fromJsDate } from '../../kit/clock.ts'
import type { Tag, TodoRow } from '../../kit/partials.ts'
import { dateTime } from '../../kit/ui.ts'
import type { Asked } from '../asked.ts'
import { isQuiet, mailStateOf, type RequestMail } from '../mail.ts'
import type { RequestState } from '../states.ts'

/** How far a request and its mail have come, step by step (D3). */
export function stepsOf({ asked, state }: { asked: Asked; state: RequestState }): TodoRow[] {
  const { request, record, mail, assessor } = asked
  const rows: TodoRow[] = []
  const add = (at: Date | null, icon: TodoRow['icon'], title: string, why: string | null = null) => {
    const when = at && dateTime(fromJsDate(at), asked.programme.timeZone)
    if (when) rows.push({ icon, tone: 'ok', title, why: [when, why].filter(Boolean).join(' · ') })
  }
  add(mail ? mail.createdAt : request.sentAt, 'send', `Sent to ${request.assessorEmail}`, mail && sendingWords(mail))
  if (mail?.state === 'bounced') add(mail.bouncedAt, 'exclamation-triangle', 'The mail came back')
  if (mail && !mail.openedAt)
    add(mail.fetchedAt, 'link-45deg', 'Link fetched', 'perhaps by a program that checks mails')
  if (mail) add(mail.openedAt, 'eye', `Opened by ${assessor.name}`)
  add(request.startedAt, 'pencil', 'Started')
  if (state === 'completed') add(record.completedAt, 'check2-circle', 'Completed and signed')
  if (state === 'declined') add(request.endedAt, 'x-lg', 'Declined')
  if (state === 'withdrawn') add(request.endedAt, 'x-lg', 'Withdrawn')
  if (state === 'expired') add(request.expiresAt, 'hourglass-split', 'Expired')
  return rows
}

function sendingWords(mail: RequestMail): string | null {
  if (mail.state === 'queued')
    return mail.attempts > 0 ? 'the mail server did not take it yet; we keep trying' : 'on its way'
  if (mail.state === 'bounced') return 'not delivered'
  return mail.state === 'kept' ? 'kept in the demo’s mailbox' : null
}

/** The mail's side in a word or two, while it matters: before anybody has begun. */
export function mailTag(mail: RequestMail | null, now: Temporal.Instant): Tag | null {
  if (!mail) return null
  const state = mailStateOf(mail)
  if (state === 'bounced') return { words: 'Mail came back', tone: 'stop' }
  if (state === 'opened') return { words: 'Opened', tone: 'ok' }
  if (isQuiet(mail, now)) return { words: 'Not opened', tone: 'warn' }
  if (state === 'fetched') return { words: 'Link fetched', tone: 'plain' }
  return state === 'queued' ? { words: 'Mail on its way', tone: 'plain' } : null
}
