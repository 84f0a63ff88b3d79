import type { Mail } from '../generated/client.ts'
import type { Shown } from '../kit/http.ts'
import type { Head, Pager, Table } from '../kit/partials.ts'
import { type View, view } from '../kit/render.ts'
import type { Tone } from '../kit/ui.ts'
import { dateTime } from '../kit/ui.ts'
import type { Letter } from './letter.ts'

declare module '../kit/render.ts' {
  interface Pages {
    'notices/mailbox': { head: Head; mails: Table | null; pager: Pager }
    'notices/mail': {
      head: Head
      facts: { label: string; value: string }[]
      text: string
      link: { label: string; href: string; shown: string } | null
      digits: Letter['digits']
    }
  }
}

const states: Record<Mail['state'], { words: string; tone: Tone }> = {
  queued: { words: 'Waiting to go', tone: 'info' },
  sent: { words: 'Sent', tone: 'ok' },
  bounced: { words: 'Not delivered', tone: 'stop' },
  kept: { words: 'Kept here', tone: 'plain' },
  withheld: { words: 'Withheld', tone: 'warn' },
}

type Row = Pick<Mail, 'id' | 'toAddress' | 'subject' | 'state' | 'createdAt'>

/** The list of a demo's mails. */
export function mailboxPage(
  { mails, more, first }: { mails: Row[]; more: boolean; first: boolean },
  { ctx }: Shown,
): View {
  const head: Head = {
    title: 'Mails of this demo',
    sub: 'Nothing leaves this machine. What would be sent is kept here, so that every link can be tried.',
  }
  const table: Table = {
    caption: 'Mails, newest first',
    columns: [
      { label: 'Subject', card: 'title' },
      { label: 'To' },
      { label: 'Written' },
      { label: 'State', card: 'side' },
    ],
    rows: mails.map((mail) => ({
      id: mail.id,
      name: mail.subject,
      cells: [
        { text: mail.subject, href: `/dev/mail/${mail.id}` },
        { text: mail.toAddress },
        { text: dateTime(mail.createdAt, ctx.config.timeZone), quiet: true },
        { tag: states[mail.state] },
      ],
    })),
  }
  const pager: Pager = {
    from: mails.length > 0 ? 1 : 0,
    to: mails.length,
    total: null,
    previous: first ? null : '/dev/mail',
    next: more ? `/dev/mail?before=${mails.at(-1)!.id}` : null,
  }
  return view('notices/mailbox', { head, mails: mails.length > 0 ? table : null, pager }, { title: head.title })
}

/** One mail as its reader gets it. */
export function mailPage({ mail, letter, from }: { mail: Mail; letter: Letter; from: string }, { ctx }: Shown): View {
  return view(
    'notices/mail',
    {
      head: {
        title: mail.subject,
        over: { link: { label: 'Mails of this demo', href: '/dev/mail' }, text: null },
        tags: [states[mail.state]],
      },
      facts: [
        { label: 'To', value: mail.toAddress },
        { label: 'From', value: from },
        { label: 'Written', value: dateTime(mail.createdAt, ctx.config.timeZone) },
        ...(mail.lastError ? [{ label: 'The mail server said', value: mail.lastError }] : []),
      ],
      text: letter.text,
      link: letter.link ? { ...pathOf(letter.link.url), label: letter.link.label } : null,
      digits: letter.digits,
    },
    { title: mail.subject },
  )
}

/** The link within this installation, so that it works under whatever address the demo was opened. */
function pathOf(url: string): { href: string; shown: string } {
  const { pathname, search } = new URL(url)
  return { href: `${pathname}${search}`, shown: url }
}
