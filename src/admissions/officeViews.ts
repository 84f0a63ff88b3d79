import { dateIn, fromJsDate } from '../kit/clock.ts'
import type { Ctx } from '../kit/context.ts'
import type { Show } from '../kit/http.ts'
import type { Chip, Head, Pager, Table } from '../kit/partials.ts'
import { plainDate } from '../kit/periods.ts'
import { view } from '../kit/render.ts'
import { date, dateTime, list, plural } from '../kit/ui.ts'
import { freezesOn } from './calendar.ts'
import { feeTag } from './feeViews.ts'
import { type Admissions, type Asked, pageSize, type Shown, shows } from './listing.ts'
import type { Invited, Programme } from './queries.ts'
import { mailTag, stateTag } from './tags.ts'
import { url } from './urls.ts'

declare module '../kit/render.ts' {
  interface Pages {
    'admissions/office': OfficePage
  }
}

interface OfficePage {
  head: Head
  lists: Table | null
  chips: Chip[]
  search: { value: string; show: string | null }
  table: Table | null
  empty: { title: string; why: string }
  pager: Pager | null
}

const dayOf = (at: Date, ctx: Ctx) => date(dateIn(fromJsDate(at), ctx.config.timeZone))

const chipLabels: Record<Exclude<Shown, 'late'>, string> = {
  ...{ all: 'All', invited: 'Invited', opened: 'Invitation opened', accepted: 'Accepted, not enrolled' },
  ...{ near: 'Frozen within 4 weeks', frozen: 'Frozen', feeDue: 'Fee not paid', enrolled: 'Enrolled' },
  withdrawn: 'Withdrawn',
}

/** Those of whom the office was told: after so many days, where that is the same everywhere. */
function lateLabel(programmes: readonly Programme[]): string {
  const [days, ...others] = new Set(programmes.map(({ calendar }) => calendar.alertDays))
  return days === undefined || others.length > 0 ? 'Long without enrolment' : `${plural(days, 'day')} without enrolment`
}

/** The address of the list, otherwise; a change leads back to its first page. */
function addressOf(asked: Asked, change: Partial<Asked> = {}, path: string = url.all): string {
  const { show, q, page } = { ...asked, page: 1, ...change }
  const said = { ...(show === 'all' ? {} : { show }), ...(q ? { q } : {}), ...(page > 1 ? { page: String(page) } : {}) }
  const query = new URLSearchParams(said).toString()
  return query ? `${path}?${query}` : path
}

/** What the clock does, said once for programmes that do the same. */
function calendarWords(programmes: readonly Programme[]): string[] {
  const groups = new Map<string, Programme[]>()
  for (const one of programmes) {
    const key = JSON.stringify(one.calendar)
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()].map((group) => {
    const { remindWeeks, alertDays, freezeMonths } = group[0]!.calendar
    const where = groups.size > 1 ? `${list(group.map(({ name }) => name))}: they` : 'They'
    const reminded =
      remindWeeks.length > 0
        ? `are reminded in ${remindWeeks.length === 1 ? 'week' : 'weeks'} ${list(remindWeeks.map(String))}`
        : 'are not reminded'
    return `${where} ${reminded}; you are told after ${plural(alertDays, 'day')}; after ${plural(freezeMonths, 'month')} the portfolio is frozen until they enrol.`
  })
}

/** Who was invited, and how far they are. */
export const admissionsPage: Show<Admissions> = (found, { ctx }) => {
  const { programmes, asked, counts, rows, lists } = found
  const named = programmes.length > 1
  return view('admissions/office', {
    head: {
      title: 'Invitations',
      sub: ['Who was accepted into the programme and how far they have come.', ...calendarWords(programmes)].join(' '),
      over: { link: { label: 'Trainees', href: '/trainees' }, text: null },
      actions: [
        { label: 'Accept trainees', href: url.accept, kind: 'main', icon: 'people' },
        ...(rows.length > 0
          ? [
              {
                label: 'Download as CSV',
                href: addressOf(asked, {}, url.sheet),
                kind: 'quiet' as const,
                icon: 'download' as const,
              },
            ]
          : []),
      ],
    },
    lists: lists.length > 0 ? listsTable(lists, ctx) : null,
    chips: shows
      .filter((one) => one === 'all' || one === asked.show || counts[one] > 0)
      .map((show) => ({
        label: show === 'late' ? lateLabel(programmes) : chipLabels[show],
        href: addressOf(asked, { show }),
        current: show === asked.show,
        count: counts[show],
      })),
    search: { value: asked.q, show: asked.show === 'all' ? null : asked.show },
    table:
      rows.length === 0
        ? null
        : asked.show === 'withdrawn'
          ? withdrawnTable(rows, named, ctx)
          : invitedTable(rows, named, ctx),
    empty: emptyWords(found),
    pager: pagerOf(found),
  })
}

function emptyWords({ asked, counts }: Admissions): { title: string; why: string } {
  if (asked.q)
    return { title: `Nobody called “${asked.q}”`, why: 'Names and e-mail addresses of those accepted are searched.' }
  if (counts.all + counts.withdrawn > 0) return { title: 'Nobody here', why: 'Nobody stands here today.' }
  return {
    title: 'Nobody is on their way in',
    why: 'Accept trainees into the programme, one or many at once: each gets an invitation, and you see here who has enrolled.',
  }
}

function pagerOf({ asked, rows, total }: Admissions): Pager | null {
  if (total <= pageSize && asked.page === 1) return null
  const from = rows.length > 0 ? (asked.page - 1) * pageSize + 1 : 0
  const to = rows.length > 0 ? from + rows.length - 1 : 0
  return {
    ...{ from, to, total },
    previous: asked.page > 1 ? addressOf(asked, { page: asked.page - 1 }) : null,
    next: asked.page * pageSize < total ? addressOf(asked, { page: asked.page + 1 }) : null,
  }
}

const listsTable = (lists: Admissions['lists'], ctx: Ctx): Table => ({
  caption: 'Lists that wait for you',
  columns: [{ label: 'List', card: 'title' }, { label: 'Programme' }, { label: 'Sent' }],
  rows: lists.map((one) => ({
    id: one.id,
    name: plural(one.count, 'person', 'people'),
    cells: [
      { text: plural(one.count, 'person', 'people'), href: url.list(one.id) },
      { text: one.programme },
      { text: dateTime(one.sentAt, ctx.config.timeZone), hint: one.sentByName },
    ],
  })),
})

const invitedTable = (invited: Invited[], named: boolean, ctx: Ctx): Table => ({
  caption: 'Accepted trainees',
  columns: [
    { label: 'Trainee', card: 'title' },
    { label: 'Starts' },
    { label: 'Invitation' },
    { label: 'Enrolment', card: 'side' },
    { label: 'Fee' },
    { label: 'Frozen from' },
  ],
  rows: invited.map((one) => ({
    id: one.enrolmentId,
    name: one.name,
    cells: [
      { text: one.name, href: url.one(one.enrolmentId), hint: named ? one.programme : null },
      { text: date(plainDate(one.startsOn)) },
      { tag: mailTag(one), hint: dayOf(one.mail?.createdAt ?? one.admission.invitedAt, ctx) },
      { tag: stateTag(one, ctx) },
      feeCell(one),
      {
        text: one.state === 'enrolled' ? '–' : date(freezesOn(plainDate(one.admission.countsFrom), one.calendar)),
        quiet: true,
      },
    ],
  })),
})

const feeCell = (one: Invited) => {
  const tag = feeTag(one)
  return tag ? { tag, href: url.one(one.enrolmentId) } : { text: '–', quiet: true }
}

const withdrawnTable = (withdrawn: Invited[], named: boolean, ctx: Ctx): Table => ({
  caption: 'Withdrawn before they were taken up',
  columns: [{ label: 'Trainee', card: 'title' }, { label: 'Accepted' }, { label: 'Withdrawn' }, { label: 'Why' }],
  rows: withdrawn.map(({ enrolmentId, name, programme, admission }) => ({
    id: enrolmentId,
    name,
    cells: [
      { text: name, href: url.one(enrolmentId), hint: named ? programme : null },
      { text: dayOf(admission.acceptedAt, ctx), hint: admission.acceptedByName },
      { text: dayOf(admission.withdrawnAt!, ctx), hint: admission.withdrawnByName },
      { text: admission.withdrawnReason ?? '', quiet: true },
    ],
  })),
})
