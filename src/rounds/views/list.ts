import type { Show } from '../../kit/http.ts'
import type { Action, Head, Table, TodoRow } from '../../kit/partials.ts'
import { view } from '../../kit/render.ts'
import { date, plural } from '../../kit/ui.ts'
import { lastDayOf } from '../../kit/window.ts'
import type { RoundKind } from '../../programmes/index.ts'
import { raterPath } from '../link.ts'
import type { Asking, RoundList } from '../queries/list.ts'
import { stateTag } from './words.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'rounds/list': ListPage
    'rounds/asked': { head: Head; rows: TodoRow[] }
  }
}

interface ListPage {
  head: Head
  kinds: { title: string; help: string; action: Action }[]
  table: Table | null
  empty: string
}

/** A trainee's rounds with what can be opened, or the rounds that somebody releases. */
export const listPage: Show<RoundList> = ({ rows, kinds }) => {
  const own = kinds !== null
  const underWay = new Map(
    rows
      .filter(({ row }) => row.state !== 'released' && row.state !== 'ended')
      .map(({ row, kind }) => [kind.key, row.id]),
  )
  const table: Table = {
    caption: 'Rounds, newest first',
    columns: [
      { label: 'Round', card: 'title' },
      { label: own ? 'Opened' : 'Trainee' },
      { label: 'Answers', number: true },
      { label: 'State', card: 'side' },
    ],
    rows: rows.map(({ row, kind, pack, answers }) => ({
      id: row.id,
      name: kind.title,
      cells: [
        {
          text: kind.title,
          href: `/rounds/${row.id}`,
          hint: row.endsAt && row.state === 'open' ? `until ${lastDayOf(row.endsAt, pack.pack.pack.timeZone)}` : null,
        },
        {
          text: own
            ? date(row.createdAt.toISOString())
            : [row.person.title, row.person.givenName, row.person.familyName].filter(Boolean).join(' '),
        },
        { text: row.sentAt ? String(answers) : '–' },
        { tag: stateTag(row.state) },
      ],
    })),
  }
  const head: Head = {
    title: 'Rounds of feedback',
    sub: own
      ? 'What several people say together about your work. Nobody learns who said what.'
      : 'Feedback by several people about trainees whom you look after, for you to read and release.',
  }
  return view('rounds/list', {
    head,
    kinds: (kinds ?? []).map((kind) => openingOf(kind, underWay.get(kind.key))),
    table: rows.length > 0 ? table : null,
    empty: own
      ? 'Open one when you have been in a post for some months.'
      : 'When a trainee of yours opens one, it appears here.',
  })
}

/** A kind of round to open; or, since there is one of a kind at a time, the way to the one under way. */
function openingOf({ key, title, help }: RoundKind, running: string | undefined): ListPage['kinds'][number] {
  if (running) {
    const action: Action = { label: `Go to it: ${title}`, href: `/rounds/${running}`, kind: 'quiet' }
    return { title, help: 'One is under way. You can open the next when it has been released or has ended.', action }
  }
  const label = `Open a round: ${title}`
  return { title, help, action: { label, href: '/rounds', kind: 'main', icon: 'plus-lg', post: { kind: key } } }
}

/** What waits for the answer of the signed-in person. */
export const askedPage: Show<Asking> = ({ rows }, { ctx }) =>
  view('rounds/asked', {
    head: {
      title: 'Feedback you are asked for',
      sub: rows.length > 0 ? `${plural(rows.length, 'round')} in all of your roles` : 'In all of your roles',
    },
    rows: rows.map(({ raterId, generation, trainee, title, endsAt }) => ({
      icon: 'people',
      tone: 'accent',
      title: `${title} for ${trainee}`,
      why: `About three minutes; until ${lastDayOf(endsAt, ctx.config.timeZone)}`,
      action: { label: 'Answer', href: raterPath(ctx, { id: raterId, generation }), kind: 'go' },
    })),
  })
