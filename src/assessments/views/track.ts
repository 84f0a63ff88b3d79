import type { Temporal } from 'temporal-polyfill'
import { fromJsDate } from '../../kit/clock.ts'
import type { IconName } from '../../kit/icons.ts'
import type { Tag, TodoRow } from '../../kit/partials.ts'
import { dateTime } from '../../kit/ui.ts'
import type { Asked } from '../asked.ts'
import { isQuiet, mailStateOf, type RequestMail } from '../mail.ts'
import { openStates, type RequestState } from '../states.ts'

/** How far something has come, in words: what happened and when, or what has not happened yet. */
export interface Track {
  title: string
  rows: TodoRow[]
}

interface Stop {
  icon: IconName
  words: string
  /** When, and what is to be said of it. */
  why: string | null
  kind: 'done' | 'still' | 'trouble'
}

const tones = { done: 'ok', still: 'plain', trouble: 'stop' } as const
const rowOf = ({ icon, words, why, kind }: Stop): TodoRow => ({ icon, tone: tones[kind], title: words, why })

type Standing = { asked: Asked; state: RequestState; now: Temporal.Instant }

/** D3: how far a request and its mail have come: two tracks, since neither moves the other. */
export const tracksOf = (standing: Standing): Track[] => [
  { title: 'The request', rows: requestStops(standing).map(rowOf) },
  { title: 'Its mail', rows: mailStops(standing).map(rowOf) },
]

const still = (words: string): Stop => ({ icon: 'clock', words, why: null, kind: 'still' })

/** A stop for what has happened; none where it has not. */
function happened(at: Date | null, timeZone: string, stop: Pick<Stop, 'icon' | 'words'> & Partial<Stop>): Stop[] {
  if (!at) return []
  const why = [dateTime(fromJsDate(at), timeZone), stop.why].filter(Boolean).join(' · ')
  return [{ kind: 'done', ...stop, why }]
}

function requestStops({ asked, state }: Standing): Stop[] {
  const { request, record, programme } = asked
  const zone = programme.timeZone
  const ends: Partial<Record<RequestState, Stop[]>> = {
    completed: happened(record.completedAt, zone, { icon: 'check2-circle', words: 'Completed and signed' }),
    declined: happened(request.endedAt, zone, { icon: 'x-lg', words: 'Declined', kind: 'trouble' }),
    withdrawn: happened(request.endedAt, zone, { icon: 'x-lg', words: 'Withdrawn' }),
    expired: happened(request.expiresAt, zone, { icon: 'hourglass-split', words: 'Expired', kind: 'trouble' }),
  }
  const started = happened(request.startedAt, zone, { icon: 'pencil', words: 'Started' })
  const open = isOpen(state)
  return [
    ...happened(request.sentAt, zone, { icon: 'send', words: 'Asked' }),
    ...(open && started.length === 0 ? [still('Not started yet')] : started),
    ...(open ? [still('Not completed yet')] : (ends[state] ?? [])),
  ]
}

function mailStops({ asked, state, now }: Standing): Stop[] {
  const { mail, programme, assessor } = asked
  const zone = programme.timeZone
  if (!mail) return [still('None was sent: a code or your device is the way to the form')]
  return [
    sendingStop(mail, zone),
    ...happened(mail.remindedAt, zone, { icon: 'bell', words: 'Reminder sent' }),
    ...happened(mail.state === 'bounced' ? mail.bouncedAt : null, zone, {
      icon: 'exclamation-triangle',
      words: 'Came back',
      why: mail.lastError && `the mail server said: ${mail.lastError}`,
      kind: 'trouble',
    }),
    ...happened(mail.fetchedAt, zone, {
      icon: 'link-45deg',
      words: 'Link fetched',
      why: mail.openedAt ? null : 'perhaps by a program that checks mails: nobody need have read it',
    }),
    ...happened(mail.openedAt, zone, { icon: 'eye', words: `Opened by ${assessor.name}` }),
    ...(isOpen(state) && !mail.openedAt ? unopened(mail, now) : []),
  ]
}

function sendingStop(mail: RequestMail, timeZone: string): Stop {
  const { toAddress } = mail
  const words: Record<RequestMail['state'], string> = {
    queued: mail.attempts > 0 ? 'Not taken by the mail server yet; we keep trying' : 'On its way',
    sent: `Sent to ${toAddress}`,
    bounced: `Sent to ${toAddress}`,
    kept: `Sent to ${toAddress}`,
    withheld: 'Held back: it was no longer needed',
  }
  const why = mail.state === 'kept' ? 'kept in the demo’s mailbox' : null
  const [stop] = happened(mail.sentAt ?? mail.createdAt, timeZone, { icon: 'envelope', words: words[mail.state], why })
  return stop!
}

function unopened(mail: RequestMail, now: Temporal.Instant): Stop[] {
  if (mail.state === 'bounced') return []
  if (!isQuiet(mail, now)) return [still('Not opened yet')]
  const why = 'Correct the address, send it again, or show a code when you meet.'
  return [{ icon: 'exclamation-triangle', words: 'Not opened for two days', why, kind: 'trouble' }]
}

const isOpen = (state: RequestState): boolean => (openStates as readonly RequestState[]).includes(state)

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
