import { type Band, bandOf } from '../announcements/index.ts'
import { cohortUrls, filteredUrl, stateOf, type TraineeList } from '../cohorts/index.ts'
import { splitName } from '../identity/index.ts'
import type { Ctx } from '../kit/context.ts'
import type { Action, Figure, Head, Table, Tile, TodoRow } from '../kit/partials.ts'
import { type View, view } from '../kit/render.ts'
import { date, plural } from '../kit/ui.ts'
import type { Actor } from '../policy/index.ts'
import type { OfficeHome } from './office.ts'
import { type OfficeHomeFound, officeTodo } from './officeTodo.ts'
import { newsRows, zoneOf } from './supervisorViews.ts'
import { greeting } from './traineeViews.ts'

declare module '../kit/render.ts' {
  interface Pages {
    'home/office': OfficeHomePage
  }
}

interface OfficeHomePage {
  head: Head
  announcements: Band[]
  kpis: Figure[]
  todo: TodoRow[]
  /** What belongs among the things to do, said while there are none. */
  none: string
  attention: { table: Table | null; more: { label: string; href: string } | null } | null
  tiles: Tile[]
  news: TodoRow[]
}

const shownTrainees = 8

export function officeHomePage(home: OfficeHomeFound, { ctx, actor }: { ctx: Ctx; actor: Actor }): View {
  const { board } = home.office
  const detail = actor.roles.find((role) => role.key === actor.roleKey)?.detail ?? null
  const entries = actor.relation === 'collegeAdmin' ? (board?.entries ?? []) : []
  const toBoard: Action = { label: 'Programme board', href: cohortUrls.list, kind: 'main' }
  return view(
    'home/office',
    {
      head: {
        title: `${greeting(ctx.now, zoneOf(home, ctx))}, ${splitName(actor.name).givenName}`,
        sub: `You act as ${actor.roleLabel}${detail ? ` · ${detail}` : ''}`,
        actions: [...(board ? [toBoard] : []), ...entries],
      },
      announcements: bandOf(home.announcements),
      kpis: figuresOf(home.office, actor),
      todo: officeTodo(home, ctx),
      none: emptyWords(actor),
      attention: board && actor.relation !== 'collegeAdmin' ? attentionOf(board) : null,
      tiles: home.office.accounts ? tilesOf() : [],
      news: newsRows(home),
    },
    { title: 'Home' },
  )
}

export function officeTodoPage(home: OfficeHomeFound, { ctx }: { ctx: Ctx }): View {
  const todo = officeTodo(home, ctx)
  return view('home/todo', { head: { title: 'To do', sub: plural(todo.length, 'thing') }, todo }, { title: 'To do' })
}

function emptyWords({ relation }: Actor): string {
  if (relation === 'coordinator')
    return 'Trainees without a supervisor or a post, supervisors who are said to be wrong, and supervision that ends soon appear here.'
  if (relation === 'collegeAdmin')
    return 'Invitations that ran out, grades, numbers and results to confirm, and reports of misuse appear here.'
  return 'Reviews that come near, and requests to assess somebody, appear here.'
}

/** The state of the programme in figures; each leads to whom it counts. */
function figuresOf({ board, accounts, breaches }: OfficeHome, { relation }: Actor): Figure[] {
  if (accounts) return accountFigures(accounts, breaches ?? 0)
  if (!board) return []
  const figure = (label: string, count: number, show: Parameters<typeof filteredUrl>[0], tone: Figure['tone']) => ({
    label,
    value: String(count),
    ...(count > 0 ? { href: filteredUrl(show), ...(tone ? { tone } : {}) } : {}),
  })
  const staffed = [
    ...(board.supervision.educational
      ? [figure('Without a supervisor', board.withoutSupervisor, 'noSupervisor', 'stop')]
      : []),
    ...(board.supervision.clinical && relation === 'coordinator'
      ? [figure('Without a clinical supervisor', board.withoutClinical, 'noClinical', 'warn')]
      : []),
  ]
  const all: Figure = { label: 'Trainees', value: String(board.all), href: cohortUrls.list }
  const overdue = figure('With something overdue', board.overdue, 'overdue', 'stop')
  if (relation === 'coordinator')
    return [all, ...staffed, figure('Without a post', board.withoutPost, 'noPost', 'warn'), overdue]
  return [
    all,
    figure('On track', board.onTrack, 'onTrack', undefined),
    figure('Behind pace', board.behind, 'behind', 'warn'),
    overdue,
    ...staffed,
    figure('Review within 8 weeks', board.reviewSoon, 'reviewSoon', undefined),
  ]
}

function accountFigures(accounts: NonNullable<OfficeHome['accounts']>, breaches: number): Figure[] {
  const people = (label: string, count: number, state: string, tone: Figure['tone']): Figure => ({
    label,
    value: String(count),
    ...(count > 0 ? { href: `/people?state=${state}`, ...(tone ? { tone } : {}) } : {}),
  })
  return [
    people('Active accounts', accounts.active, 'active', undefined),
    people('Invited, not yet opened', accounts.invited, 'invited', undefined),
    people('Suspended', accounts.suspended, 'suspended', 'warn'),
    {
      label: 'Open reports of misuse',
      value: String(breaches),
      ...(breaches > 0 ? { href: '/help/breaches', tone: 'stop' as const } : {}),
    },
  ]
}

function attentionOf(board: TraineeList): NonNullable<OfficeHomePage['attention']> {
  const more = { label: `All ${board.total}`, href: filteredUrl('attention') }
  return {
    more: board.total > shownTrainees ? more : null,
    table:
      board.rows.length === 0
        ? null
        : {
            caption: 'Trainees who need attention, the most pressing first',
            columns: [
              { label: 'Trainee', card: 'title' },
              { label: 'Post' },
              { label: 'Review' },
              { label: 'State', card: 'side' },
            ],
            rows: board.rows.slice(0, shownTrainees).map((row) => ({
              id: row.enrolmentId,
              name: row.name,
              cells: [
                { text: row.name, href: cohortUrls.portfolio(row.enrolmentId) },
                row.post ? { text: row.post, hint: row.site } : { tag: { words: 'no post', tone: 'warn' } },
                { text: row.reviewOn ? date(row.reviewOn) : '–', quiet: true },
                { tag: stateOf(row) },
              ],
            })),
          },
  }
}

/** An administrator's rooms. */
function tilesOf(): Tile[] {
  return [
    { icon: 'people', title: 'People', detail: 'Accounts, roles, member IDs, suspension', href: '/people' },
    {
      icon: 'envelope',
      title: 'Invite somebody',
      detail: 'An account, a role, from a day to a day',
      href: '/people/new',
    },
    { icon: 'list-check', title: 'Programme board', detail: 'Who is where, with whom, how far', href: cohortUrls.list },
    {
      icon: 'shield-exclamation',
      title: 'Reports of misuse',
      detail: 'What was reported, and what is settled',
      href: '/help/breaches',
    },
  ]
}
