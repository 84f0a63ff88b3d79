import { Temporal } from 'temporal-polyfill'
import type { Show } from '../../kit/http.ts'
import type { Cell, Chip, Figure, Head, PanelHead, Table } from '../../kit/partials.ts'
import { lastDay } from '../../kit/periods.ts'
import { type View, view } from '../../kit/render.ts'
import { date, plural } from '../../kit/ui.ts'
import { crowdedWhen } from '../../places/index.ts'
import { postUrl } from '../../training/index.ts'
import { url } from '../urls.ts'
import type { Crowded } from './crowded.ts'
import type { BoardKind, Gap, GapBoard, GapWeek } from './find.ts'
import { weeksAhead } from './sql.ts'

declare module '../../kit/render.ts' {
  interface Pages {
    'cohorts/gaps': GapsPage
  }
}

interface GapsPage {
  head: Head
  kpis: Figure[]
  weeks: Table
  /** Who or what was asked for, by name. */
  named: { head: PanelHead; chips: Chip[]; table: Table | null } | null
}

const labels: Record<BoardKind, string> = {
  post: 'No post',
  director: 'No director at the site',
  educational: 'No educational supervisor',
  clinical: 'No clinical supervisor',
  over: 'Sites over capacity',
}

/** The gap board with one of its sums opened: of a week, or of all weeks ahead. */
export const gapsUrl = (kind?: BoardKind, week?: string | null): string => {
  const query = new URLSearchParams([...(kind ? [['gap', kind]] : []), ...(week ? [['week', week]] : [])] as [
    string,
    string,
  ][])
  return kind ? `${url.gaps}?${query}#named` : url.gaps
}

const weekWords = (monday: string): string => `Week of ${date(monday)}`

/** D16: the sums of each week first, people and sites by name when asked for, each leading to its mend. */
export const gapsPage: Show<GapBoard> = (board, { ctx }): View => {
  const detail = ctx.actor.roles.find((role) => role.key === ctx.actor.roleKey)?.detail ?? ''
  const title = 'Gaps ahead'
  return view(
    'cohorts/gaps',
    {
      head: {
        title,
        over: { link: { label: 'Programme board', href: url.list }, text: null },
        sub: `${detail} · the next ${weeksAhead} weeks. Days away from training are not counted.`,
      },
      kpis: board.kinds.map((kind) => ({
        label: labels[kind],
        value: String(board.whole[kind]),
        hint: firstWords(board, kind),
        ...(board.whole[kind] > 0 ? { href: gapsUrl(kind), tone: toneOf(kind) } : {}),
      })),
      weeks: {
        caption: 'How many are without, week by week',
        columns: [
          { label: 'Week', card: 'title' },
          ...board.kinds.map((kind) => ({ label: labels[kind], number: true })),
        ],
        rows: board.weeks.map((week) => ({
          id: week.monday,
          name: weekWords(week.monday),
          cells: [{ text: weekWords(week.monday) }, ...board.kinds.map((kind) => countCell(week, kind))],
        })),
      },
      named: namedOf(board),
    },
    { title },
  )
}

const toneOf = (kind: BoardKind): 'stop' | 'warn' => (kind === 'educational' ? 'stop' : 'warn')

/** When it is first so: today, or in which week. */
function firstWords({ weeks, whole }: GapBoard, kind: BoardKind): string | null {
  if (whole[kind] === 0) return null
  const first = weeks.findIndex(({ counts }) => counts[kind])
  return first === 0 ? 'some this week' : first > 0 ? `first in the week of ${date(weeks[first]!.monday)}` : null
}

function countCell({ monday, counts }: GapWeek, kind: BoardKind): Cell {
  const { count, begin } = counts[kind] ?? { count: 0, begin: 0 }
  if (count === 0) return { text: '–', quiet: true }
  return {
    tag: { words: String(count), tone: begin > 0 ? 'warn' : 'plain', href: gapsUrl(kind, monday) },
    hint: begin > 0 ? `${begin} new` : null,
  }
}

function namedOf(board: GapBoard): GapsPage['named'] {
  const { asked, people, sites, kinds } = board
  if (!asked) return null
  const rows = asked.kind === 'over' ? sites.map(siteRow) : people.map((gap) => personRow(gap, asked.kind))
  const total = asked.week
    ? (board.weeks.find(({ monday }) => monday === asked.week)?.counts[asked.kind]?.count ?? 0)
    : board.whole[asked.kind]
  return {
    head: {
      title: `${labels[asked.kind]}: ${asked.week ? `week of ${date(asked.week)}` : `at any time in ${weeksAhead} weeks`}`,
      id: 'named',
      count: total,
      hint: total > rows.length && asked.kind !== 'over' ? `The first ${rows.length} of ${total}` : null,
    },
    chips: kinds.map((kind) => ({
      label: labels[kind],
      href: gapsUrl(kind, asked.week),
      current: kind === asked.kind,
    })),
    table: rows.length === 0 ? null : { caption: labels[asked.kind], columns: columnsOf(asked.kind), rows },
  }
}

const columnsOf = (kind: BoardKind): Table['columns'] =>
  kind === 'over'
    ? [
        { label: 'Site', card: 'title' },
        { label: 'Trainees of' },
        { label: 'Days' },
        { label: 'At most', number: true },
      ]
    : [
        { label: 'Trainee', card: 'title' },
        { label: 'Without' },
        { label: 'Post on that day' },
        { label: 'Mend', card: 'side' },
      ]

function personRow(gap: Gap, kind: BoardKind): Table['rows'][number] {
  const until = gap.until ? `to ${date(lastDay(Temporal.PlainDate.from(gap.until)))}` : 'on'
  return {
    id: gap.enrolmentId,
    name: gap.name,
    cells: [
      { text: gap.name, href: url.portfolio(gap.enrolmentId) },
      { text: `from ${date(gap.from)} ${until}` },
      gap.post ? { text: gap.post, hint: gap.site } : { text: '–', quiet: true },
      mendOf(gap, kind),
    ],
  }
}

function mendOf({ enrolmentId, siteId }: Gap, kind: BoardKind): Cell {
  if (kind === 'educational' || kind === 'clinical')
    return { text: 'Choose a supervisor', href: `${url.supervisors(enrolmentId)}?kind=${kind}` }
  if (kind === 'post') return { text: 'Set the next post', href: postUrl.posts(enrolmentId) }
  return siteId
    ? { text: 'See who holds a role there', href: url.site(siteId) }
    : { text: 'See the post', href: postUrl.posts(enrolmentId) }
}

const siteRow = ({ siteId, site, programme, count, capacity, ...days }: Crowded): Table['rows'][number] => ({
  id: `${siteId}-${programme}-${days.from}`,
  name: site,
  cells: [
    { text: site, href: url.site(siteId) },
    { text: programme ?? 'all programmes' },
    { text: crowdedWhen(days) },
    { text: `${count} of ${plural(capacity, 'place')}` },
  ],
})
