import type { Announcement } from '../generated/client.ts'
import { dateIn } from '../kit/clock.ts'
import type { Show } from '../kit/http.ts'
import type { Head, Table, Tag } from '../kit/partials.ts'
import { lastDay, plainDate } from '../kit/periods.ts'
import { type View, view } from '../kit/render.ts'
import { date, list } from '../kit/ui.ts'
import { audienceLabel } from './audiences.ts'
import { type Band, cardOf } from './bandView.ts'
import type { Listed, ListFound } from './queries.ts'
import { url } from './urls.ts'

declare module '../kit/render.ts' {
  interface Pages {
    'announcements/list': { head: Head; now: Band[]; past: Band[]; written: Table | null; writes: boolean }
  }
}

/** What is said to its reader now and what was said before; for those who write, everything of their programmes too. */
export const listPage: Show<ListFound> = ({ mine, written }, { ctx }): View => {
  const of = (running: boolean) =>
    mine.filter((one) => one.running === running).map((one: Listed) => cardOf(one, running && !one.away))
  return view(
    'announcements/list',
    {
      head: {
        title: 'Announcements',
        sub: 'What your programme tells everybody in your role',
        actions: written ? [{ label: 'Write an announcement', href: url.write, kind: 'main' }] : [],
      },
      now: of(true),
      past: of(false),
      written: written && written.length > 0 ? writtenTable(written, ctx.now, ctx.config.timeZone) : null,
      writes: written !== null,
    },
    { title: 'Announcements' },
  )
}

function writtenTable(rows: readonly Announcement[], now: Parameters<typeof dateIn>[0], zone: string): Table {
  const today = dateIn(now, zone).toString()
  return {
    caption: 'Announcements of your programmes, the latest first day first',
    columns: [
      { label: 'Title', card: 'title' },
      { label: 'For' },
      { label: 'Shown' },
      { label: 'State', card: 'side' },
    ],
    rows: rows.map((row) => ({
      id: row.id,
      name: row.title,
      cells: [
        { text: row.title, href: url.one(row.id) },
        { text: list(row.audiences.map(audienceLabel)) },
        { text: shownWords(row), quiet: true },
        { tag: stateOf(row, today) },
      ],
    })),
  }
}

/** "1 Dec 2026 to 8 Dec 2026". */
export const shownWords = ({ from, until }: Pick<Announcement, 'from' | 'until'>): string =>
  `${date(plainDate(from))} to ${date(lastDay(plainDate(until)))}`

/** Where an announcement stands on a day. */
export function stateOf({ withdrawnAt, from, until }: Announcement, today: string): Tag {
  if (withdrawnAt) return { words: 'withdrawn', tone: 'stop' }
  if (plainDate(from).toString() > today) return { words: 'planned', tone: 'info' }
  return plainDate(until).toString() > today ? { words: 'shown', tone: 'ok' } : { words: 'past', tone: 'plain' }
}
