import { linked, type Piece } from '../announcements/index.ts'
import type { Problems } from '../kit/errors.ts'
import type { Show } from '../kit/http.ts'
import type { Figure, Head, Table, Tag } from '../kit/partials.ts'
import { view } from '../kit/render.ts'
import { dateTime, plural } from '../kit/ui.ts'
import type { Found, Listed, ListFound, Recipient } from './queries.ts'
import { url } from './urls.ts'

interface MessagePage {
  head: Head
  problems: Problems
  paragraphs: Piece[][]
  /** For its writer alone: how far it has come, and to whom it goes. */
  figures: Figure[]
  /** Those whom no mail reaches. */
  without: { table: Table; count: number; more: string | null } | null
  everybody: { table: Table; label: string; more: string | null } | null
  /** Buttons while it is not sent. */
  send: { action: string; label: string; change: string; discard: string } | null
}

declare module '../kit/render.ts' {
  interface Pages {
    'messages/list': { head: Head; table: Table | null; empty: { title: string; why: string } }
    'messages/message': MessagePage
  }
}

/** What one has written and how far it has come, or what one has been sent. */
export const listPage: Show<ListFound> = ({ by, messages }, { ctx }) => {
  const zone = ctx.config.timeZone
  return view(
    'messages/list',
    {
      head:
        by === 'writer'
          ? {
              title: 'Messages',
              sub: 'What you have written to trainees in this role',
              actions: [{ label: 'Choose trainees', href: '/trainees', kind: 'main' }],
            }
          : { title: 'Messages', sub: 'What those who look after your programme have written to you' },
      table: messages.length > 0 ? (by === 'writer' ? written(messages, zone) : received(messages, zone)) : null,
      empty:
        by === 'writer'
          ? { title: 'No messages yet', why: 'Tick trainees on the board, or filter it, and write to them from there.' }
          : { title: 'No messages', why: 'You are told on your home page and by mail when there is one.' },
    },
    { title: 'Messages' },
  )
}

const written = (messages: readonly Listed[], zone: string): Table => ({
  caption: 'Messages, the newest first',
  columns: [
    { label: 'Subject', card: 'title' },
    { label: 'Sent' },
    { label: 'Trainees', number: true },
    { label: 'Mails', card: 'side' },
  ],
  rows: messages.map((one) => ({
    id: one.id,
    name: nameOf(one),
    cells: [
      { text: nameOf(one), href: url.one(one.id) },
      one.sentAt ? { text: dateTime(one.sentAt, zone) } : { tag: { words: 'not sent', tone: 'warn' } },
      { text: String(one.people) },
      one.bounced > 0
        ? { tag: { words: `${one.bounced} came back`, tone: 'stop' }, hint: `${one.sent} sent` }
        : { text: one.sentAt ? `${one.sent} sent` : '' },
    ],
  })),
})

const received = (messages: readonly Listed[], zone: string): Table => ({
  caption: 'Messages, the newest first',
  columns: [{ label: 'Subject', card: 'title' }, { label: 'From' }, { label: 'Sent', card: 'side' }],
  rows: messages.map((one) => ({
    id: one.id,
    name: nameOf(one),
    cells: [
      { text: nameOf(one), href: url.one(one.id) },
      { text: `${one.fromName}, ${one.fromRole}` },
      { text: dateTime(one.sentAt!, zone), quiet: true },
    ],
  })),
})

const nameOf = ({ subject }: { subject: string | null }) => subject ?? 'Without a subject'

const shownNames = 500
const shownWithout = 50

/** A message as its readers read it; its writer sees to whom it goes as well, and sends it from here. */
export const messagePage: Show<Found> = ({ by, message, to }, { ctx, problems }) => {
  const { id, sentAt } = message
  const isDraft = sentAt === null
  const title = nameOf(message)
  const from = `${message.fromName}, ${message.fromRole}`
  const tags: Tag[] = isDraft ? [{ words: 'not sent', tone: 'warn' }] : []
  const without = to.filter((one) => (isDraft ? !one.reachable : one.mail === null || one.mail === 'bounced'))
  return view(
    'messages/message',
    {
      head: {
        title,
        sub: isDraft
          ? `As ${plural(to.length, 'trainee')} would read it`
          : `${from} · ${dateTime(sentAt, ctx.config.timeZone)}`,
        over: { link: { label: 'Messages', href: url.list }, text: null },
        tags,
      },
      problems,
      paragraphs: linked(message.text ?? ''),
      figures: by === 'writer' ? figuresOf(to, isDraft) : [],
      without:
        without.length > 0
          ? {
              table: tableOf(
                without.slice(0, shownWithout),
                isDraft,
                isDraft ? 'No mail reaches them' : 'No mail reached them',
              ),
              count: without.length,
              more: without.length > shownWithout ? `and ${without.length - shownWithout} more` : null,
            }
          : null,
      everybody:
        by === 'writer'
          ? {
              table: tableOf(to.slice(0, shownNames), isDraft, 'Everybody whom it reaches'),
              label: `Names of all ${to.length}`,
              more: to.length > shownNames ? `and ${to.length - shownNames} more` : null,
            }
          : null,
      send:
        by === 'writer' && isDraft
          ? {
              action: url.send(id),
              label: `Send to ${plural(to.length, 'trainee')}`,
              change: url.write(id),
              discard: url.discard(id),
            }
          : null,
    },
    { title },
  )
}

function figuresOf(to: readonly Recipient[], isDraft: boolean): Figure[] {
  const count = (label: string, fits: (one: Recipient) => boolean, tone?: Figure['tone']): Figure => {
    const some = to.filter(fits).length
    return { label, value: String(some), ...(some > 0 && tone ? { tone } : {}) }
  }
  const people = count('Trainees', () => true)
  if (isDraft)
    return [
      people,
      count('By mail too', (one) => one.reachable),
      count('No address for mail', (one) => !one.reachable, 'warn'),
    ]
  return [
    people,
    count('Mails sent', ({ mail }) => mail === 'sent' || mail === 'kept'),
    count('On their way', ({ mail }) => mail === 'queued'),
    count('Came back', ({ mail }) => mail === 'bounced', 'stop'),
    count('Without a mail', ({ mail }) => mail === null || mail === 'withheld', 'warn'),
  ]
}

const tableOf = (to: readonly Recipient[], isDraft: boolean, caption: string): Table => ({
  caption,
  columns: [
    { label: 'Trainee', card: 'title' },
    { label: 'Mail', card: 'side' },
  ],
  rows: to.map((one) => ({
    id: one.personId,
    name: one.name,
    cells: [{ text: one.name, href: `/portfolios/${one.enrolmentId}` }, { tag: isDraft ? planned(one) : stateOf(one) }],
  })),
})

const planned = ({ reachable }: Recipient): Tag =>
  reachable ? { words: 'yes' } : { words: 'no address for mail', tone: 'warn' }

function stateOf({ mail }: Recipient): Tag {
  if (mail === 'bounced') return { words: 'came back', tone: 'stop' }
  if (mail === 'queued') return { words: 'on its way', tone: 'info' }
  if (mail === 'sent' || mail === 'kept') return { words: 'sent', tone: 'ok' }
  return { words: mail === 'withheld' ? 'withheld' : 'notice only', tone: 'warn' }
}
