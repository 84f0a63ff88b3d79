import { Temporal } from 'temporal-polyfill'
import { admissionUrls } from '../admissions/index.ts'
import { type Band, bandOf } from '../announcements/index.ts'
import { applicationRows } from '../applications/index.ts'
import { withArticle } from '../assessments/index.ts'
import { correctionRows } from '../corrections/index.ts'
import { preparedTags } from '../evidence/index.ts'
import { splitName } from '../identity/index.ts'
import { dateIn } from '../kit/clock.ts'
import type { Ctx } from '../kit/context.ts'
import type { Show } from '../kit/http.ts'
import type { Head, Table, TodoRow } from '../kit/partials.ts'
import { type View, view } from '../kit/render.ts'
import { date, plural } from '../kit/ui.ts'
import { hasTrainees } from '../policy/index.ts'
import type { PublishedPack } from '../programmes/index.ts'
import { reviewRows } from '../reviews/index.ts'
import { roundRows } from '../rounds/index.ts'
import { inDays, postUrl, rotateDays } from '../training/index.ts'
import type { StaffHome } from './supervisor.ts'
import { greeting } from './traineeViews.ts'

declare module '../kit/render.ts' {
  interface Pages {
    'home/staff': StaffHomePage
  }
}

interface StaffHomePage {
  head: Head
  announcements: Band[]
  todo: TodoRow[]
  /** What will stand there once something waits. */
  waits: string
  news: TodoRow[]
  /** Trainees, or requests for whoever has none. */
  part: { title: string; more: { label: string; href: string } }
  trainees: Table | null
  none: { title: string; why: string; action: { label: string; href: string } | null }
}

/** A staff home with the packs that its rows name. */
export interface StaffHomeFound extends StaffHome {
  packs: ReadonlyMap<string, PublishedPack>
}

export const staffHomePage: Show<StaffHomeFound> = (home, { ctx, actor }): View => {
  const given = splitName(actor.name).givenName
  const detail = actor.roles.find((role) => role.key === actor.roleKey)?.detail ?? null
  return view(
    'home/staff',
    {
      head: {
        title: `${greeting(ctx.now, zoneOf(home, ctx))}, ${given}`,
        sub: `You act as ${actor.roleLabel}${detail ? ` · ${detail}` : ''}`,
      },
      announcements: bandOf(home.announcements),
      todo: staffTodo(home, ctx.now),
      waits: hasTrainees(actor)
        ? 'Requests to assess, items ready for sign-off and certificates to confirm appear here.'
        : 'Requests that were sent to you appear here.',
      news: newsRows(home),
      part: hasTrainees(actor)
        ? { title: 'Trainees', more: { label: 'All', href: '/trainees' } }
        : { title: 'Your part', more: { label: 'All requests', href: '/assess' } },
      trainees: home.trainees.length > 0 ? traineesTable(home) : null,
      none: !hasTrainees(actor)
        ? {
            title: 'You see what is sent to you',
            why: 'Each request opens one form. Portfolios are for those who look after the trainee.',
            action: { label: 'Requests', href: '/assess' },
          }
        : {
            title: 'No trainees today',
            why: 'They appear here from the first day of your supervision. Requests to assess anybody come to your list of requests.',
            action: { label: 'Requests', href: '/assess' },
          },
    },
    { title: 'Home' },
  )
}

/** What was told to the person in this role, the latest first. */
export function newsRows({ notices }: Pick<StaffHomeFound, 'notices'>): TodoRow[] {
  return notices.map((notice) => ({
    icon: 'bell',
    tone: 'plain',
    title: notice.text,
    link: notice.href ? { label: 'Open', href: notice.href } : null,
    why: [notice.detail, date(notice.createdAt)].filter(Boolean).join(' · '),
  }))
}

/** Reports that a delegate left ready: read, then signed or changed. */
const preparedRows = ({ prepared, packs }: StaffHomeFound): TodoRow[] => {
  const zone = [...packs.values()][0]?.pack.pack.timeZone ?? 'UTC'
  return prepared.map(
    ({ label, href, by, at }): TodoRow => ({
      ...{ icon: 'pencil', tone: 'info', title: label },
      tags: preparedTags(by),
      why: `Left ready for you on ${date(dateIn(Temporal.Instant.from(at), zone))}; it counts once you have read and signed it.`,
      action: { label: 'Read and sign', href, kind: 'main' },
    }),
  )
}

/** The hour of the day where the trainees are. */
export const zoneOf = ({ packs }: StaffHomeFound, ctx: Ctx): string =>
  [...packs.values()][0]?.pack.pack.timeZone ?? ctx.config.timeZone

/** What waits for a supervisor: requests, sign-offs, confirmations; grouped by trainee where there are several. */
export function staffTodo(home: StaffHomeFound, now: Temporal.Instant): TodoRow[] {
  const assess = home.assess.map((row): TodoRow => {
    const form = home.packs.get(row.packVersionId)?.form(row.formKey)?.short ?? 'assessment'
    const days = Math.ceil(now.until(Temporal.Instant.from(row.expiresAt)).total('days'))
    return {
      icon: 'clipboard-check',
      tone: days <= 3 ? 'stop' : 'info',
      title: `${row.trainee} asks ${home.preparesFor ? `${home.preparesFor} ` : ''}for ${withArticle(form)}`,
      why: `${row.title} · ${days > 0 ? `${plural(days, 'day')} left to answer` : 'about to expire'}`,
      tags: preparedTags(row.preparedBy),
      action: {
        label: home.preparesFor ? 'Prepare' : row.preparedBy ? 'Read and sign' : 'Assess',
        href: `/assess/${row.recordId}`,
        kind: 'main',
      },
    }
  })
  const confirm = home.confirm.map(
    (row): TodoRow => ({
      icon: 'patch-check',
      tone: 'info',
      title: `Confirm for ${row.trainee}: ${row.title}`,
      why: 'Entered by the trainee; it counts once a supervisor has seen the original.',
      action: { label: 'Look', href: `/records/${row.recordId}`, kind: 'quiet' },
    }),
  )
  const finishing = home.finishing.map(
    ({ title, why, action, href }): TodoRow => ({
      ...{ icon: 'calendar-event', tone: 'stop', title, why },
      action: { label: action, href, kind: 'main' },
    }),
  )
  // The page behind it completes one after the other, in this order.
  const enrolling = home.enrolling.slice(0, 1).map(
    ({ programme, frozen }): TodoRow => ({
      ...{ icon: 'person-badge', tone: frozen ? 'stop' : 'warn', title: `Complete your enrolment in ${programme}` },
      why: frozen
        ? 'You were accepted as a trainee there. Your portfolio is frozen until you do.'
        : 'You were accepted as a trainee there.',
      action: { label: 'Complete', href: admissionUrls.own, kind: 'main' },
    }),
  )
  return [
    ...enrolling,
    ...finishing,
    ...rotationRows(home, now),
    ...applicationRows(home.applications),
    ...correctionRows(home.corrections),
    ...roundRows(home.rounds),
    ...reviewRows(home.reviews),
    ...preparedRows(home),
    ...assess,
    ...home.appraisals.map(appraisalRow),
    ...signOffRows(home),
    ...confirm,
  ]
}

const shownLeaving = 4

/** R123: trainees whose post ends within four weeks, the first to go first. */
function rotationRows(home: StaffHomeFound, now: Temporal.Instant): TodoRow[] {
  return home.trainees
    .flatMap((row) => {
      const zone = home.packs.get(row.packVersionId)?.pack.pack.timeZone ?? 'UTC'
      const last = row.postUntil && Temporal.PlainDate.from(row.postUntil).subtract({ days: 1 })
      const days = last ? dateIn(now, zone).until(last).days : rotateDays + 1
      return last && days <= rotateDays ? [{ ...row, last, days }] : []
    })
    .sort((a, b) => a.days - b.days)
    .slice(0, shownLeaving)
    .map(({ enrolmentId, name, last, days, post }) => ({
      icon: 'calendar-event',
      tone: days > 3 ? 'info' : 'warn',
      title: `${name} moves on after ${date(last)}, ${inDays(days)}`,
      why: post,
      action: { label: 'What waits', href: postUrl.rotate(enrolmentId), kind: 'quiet' },
    }))
}

function appraisalRow(row: StaffHomeFound['appraisals'][number]): TodoRow {
  const held = row.status === 'held'
  const href = `/portfolios/${row.enrolmentId}/appraisals/${row.recordId}`
  return {
    icon: 'calendar-event',
    tone: held ? 'warn' : 'info',
    title: `${row.title}: ${row.trainee}`,
    why: held ? 'Written, and not released yet.' : 'Begun by the trainee; you complete it when you have met.',
    action: { label: held ? 'Read it through' : 'Complete', href, kind: held ? 'quiet' : 'main' },
  }
}

function signOffRows(home: StaffHomeFound): TodoRow[] {
  const trainees = [...new Set(home.signOff.map((row) => row.enrolmentId))]
  return trainees.map((enrolmentId) => {
    const rows = home.signOff.filter((row) => row.enrolmentId === enrolmentId)
    const ready = rows.filter(({ linked }) => linked > 0)
    const bare = rows.filter(({ linked }) => linked === 0)
    const first = ready[0] ?? bare[0]!
    return {
      icon: 'check2-circle',
      tone: ready.length > 0 ? 'warn' : 'info',
      title:
        ready.length > 0
          ? `${plural(ready.length, 'item')} of ${first.trainee} can be signed off`
          : `${first.trainee} rated themselves on ${plural(bare.length, 'item')} without evidence`,
      why: [
        ready.length > 0 ? `Self-assessed: ${namesOf(home, ready)}` : null,
        bare.length > 0 ? `No evidence linked yet: ${namesOf(home, bare)}` : null,
      ]
        .filter(Boolean)
        .join(' · '),
      action: {
        label: ready.length > 0 ? 'Sign off' : 'Look',
        href: `/portfolios/${enrolmentId}/sign-off/${first.itemKey}`,
        kind: ready.length > 0 ? 'main' : 'quiet',
      },
    }
  })
}

/** Items by their code, or by their title where they have none. */
const namesOf = (home: StaffHomeFound, rows: StaffHomeFound['signOff']): string =>
  rows
    .map(({ packVersionId, itemKey }) => home.packs.get(packVersionId)?.items.get(itemKey))
    .map((item) => item?.code ?? item?.title ?? 'an item')
    .join(', ')

function traineesTable(home: StaffHomeFound): Table {
  const stage = (row: StaffHome['trainees'][number]) =>
    home.packs.get(row.packVersionId)?.pack.pack.stages.find((one) => one.key === row.stageKey)?.short ?? '–'
  return {
    caption: 'Your trainees',
    columns: [
      { label: 'Trainee', card: 'title' },
      { label: 'Stage' },
      { label: 'Post' },
      { label: 'New to you', number: true },
      { label: 'State', card: 'side' },
    ],
    rows: home.trainees.map((row) => ({
      id: row.enrolmentId,
      name: row.name,
      cells: [
        { text: row.name, href: `/portfolios/${row.enrolmentId}` },
        { text: stage(row).replaceAll(' ', '\u00a0') },
        row.post ? { text: row.post } : { tag: { words: 'no post', tone: 'warn' } },
        { text: String(row.fresh) },
        {
          tag:
            row.overdue > 0
              ? { words: `${row.overdue} overdue`, tone: 'stop' }
              : row.behind > 0
                ? { words: `${row.behind} behind pace`, tone: 'warn' }
                : { words: 'on track', tone: 'ok' },
        },
      ],
    })),
  }
}

export const staffTodoPage: Show<StaffHomeFound> = (home, { ctx }): View => {
  const todo = staffTodo(home, ctx.now)
  return view('home/todo', { head: { title: 'To do', sub: plural(todo.length, 'thing') }, todo }, { title: 'To do' })
}
