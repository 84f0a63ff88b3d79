import { guardBox } from '../guard/index.ts'
import type { TextInput } from '../identity/index.ts'
import { dateIn, fromJsDate } from '../kit/clock.ts'
import type { Ctx } from '../kit/context.ts'
import type { Problems } from '../kit/errors.ts'
import type { Show } from '../kit/http.ts'
import type { Fact, GuardBox, Head, Table, Tag } from '../kit/partials.ts'
import { plainDate } from '../kit/periods.ts'
import { view } from '../kit/render.ts'
import { date, dateTime, list, plural } from '../kit/ui.ts'
import { isRefusal } from '../policy/index.ts'
import { freezesOn } from './calendar.ts'
import { type FeeForm, feeForm, feeTag, feeWords } from './feeViews.ts'
import type { Admissions, Invited, Programme } from './queries.ts'
import { url } from './urls.ts'
import { mostRows } from './wanted.ts'
import { withdrawAcceptance } from './withdraw.ts'

declare module '../kit/render.ts' {
  interface Pages {
    'admissions/office': { head: Head; lists: Table | null; invited: Table | null; withdrawn: Table | null }
    'admissions/accept': AcceptPage
    'admissions/one': OnePage
  }
}

interface AcceptPage {
  head: Head
  problems: Problems
  programmes: { id: string; name: string; chosen: boolean }[]
  who: TextInput[]
  training: TextInput[]
  text: string
  most: number
}

interface OnePage {
  head: Head
  problems: Problems
  facts: Fact[]
  email: TextInput | null
  action: string
  /** Where the acceptance can still be taken back. */
  withdraw: { action: string; reason: TextInput; guard: GuardBox | null } | null
  /** R21; no longer for an acceptance that was withdrawn. */
  fee: FeeForm | null
}

/** Where an invitation stands. */
function mailTag({ mail, account, admission }: Invited): Tag {
  if (admission.withdrawnAt) return { words: 'withdrawn', tone: 'stop' }
  if (account === 'active') return { words: 'accepted', tone: 'ok' }
  if (!mail) return { words: 'not sent', tone: 'stop' }
  if (mail.state === 'bounced') return { words: 'bounced', tone: 'stop' }
  if (mail.openedAt) return { words: 'opened', tone: 'info' }
  return mail.state === 'queued' ? { words: 'on its way', tone: 'plain' } : { words: 'sent', tone: 'plain' }
}

function stateTag({ state, admission, calendar }: Invited, ctx: Ctx): Tag {
  if (admission.withdrawnAt) return { words: 'closed', tone: 'plain' }
  if (state === 'enrolled') return { words: 'enrolled', tone: 'ok' }
  const over = ctx.today.since(freezesOn(plainDate(admission.countsFrom), calendar)).days >= 0
  if (state === 'frozen' || over) return { words: 'frozen', tone: 'stop' }
  return admission.alertedAt
    ? { words: `${plural(calendar.alertDays, 'day')} without`, tone: 'warn' }
    : { words: 'not enrolled', tone: 'warn' }
}

const dayOf = (at: Date, ctx: Ctx) => date(dateIn(fromJsDate(at), ctx.config.timeZone))

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
export const admissionsPage: Show<Admissions> = ({ programmes, invited, withdrawn, lists }, { ctx }) =>
  view('admissions/office', {
    head: {
      title: 'Invitations',
      sub: ['Who was accepted into the programme and how far they have come.', ...calendarWords(programmes)].join(' '),
      over: { link: { label: 'Trainees', href: '/trainees' }, text: null },
      actions: [{ label: 'Accept trainees', href: url.accept, kind: 'main', icon: 'people' }],
    },
    lists: lists.length > 0 ? listsTable(lists, ctx) : null,
    invited: invited.length > 0 ? invitedTable(invited, programmes.length > 1, ctx) : null,
    withdrawn: withdrawn.length > 0 ? withdrawnTable(withdrawn, programmes.length > 1, ctx) : null,
  })

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

/** Where one trainee is typed, or many are pasted. */
export const acceptPage: Show<{ programmes: Programme[] }> = ({ programmes }, { typed, problems }) => {
  const value = (name: string) => (typeof typed?.[name] === 'string' ? (typed[name] as string) : '')
  const input = (name: string, label: string, more: Partial<TextInput> = {}): TextInput => ({
    ...{ name, label, value: value(name), problem: problems[name] ?? null, ...more },
  })
  return view('admissions/accept', {
    head: {
      title: 'Accept trainees',
      sub: 'One in the fields, or many pasted as rows. You read what would happen before anybody is accepted.',
      over: { link: { label: 'Invitations', href: url.all }, text: null },
    },
    problems,
    programmes: programmes.map(({ id, name }) => ({ id, name, chosen: id === value('programmeId') })),
    who: [
      input('title', 'Title', { optional: true, max: 20, width: 'w-number' }),
      input('givenName', 'Given name', { max: 80 }),
      input('familyName', 'Family name', { max: 80 }),
      input('email', 'E-mail address', { type: 'email', max: 254 }),
      input('number', 'Registration number', { optional: true, max: 30, plain: true }),
    ],
    training: [
      input('from', 'First day of training', { type: 'date', width: 'w-date' }),
      input('last', 'Last day', {
        optional: true,
        type: 'date',
        width: 'w-date',
        hint: 'Left empty, it follows from the stages.',
      }),
      input('stage', 'Stage', { optional: true, max: 80, hint: 'Left empty, the first one.' }),
      input('fte', 'Per cent of full time', {
        optional: true,
        inputmode: 'numeric',
        width: 'w-number',
        hint: 'Left empty, 100.',
      }),
    ],
    text: value('text'),
    most: mostRows,
  })
}

/** One who was accepted: what was sent and came of it, and a new invitation. */
export const invitedPage: Show<Invited> = (one, { actor, ctx, typed, problems }) => {
  const { admission, mail } = one
  const may = withdrawAcceptance.may(actor, one, ctx)
  const when = (at: Date | null) => (at ? dateTime(at, ctx.config.timeZone) : null)
  const facts: Fact[] = [
    { label: 'Programme', value: one.programme },
    { label: 'Starts', value: date(plainDate(one.startsOn)) },
    { label: 'Accepted', value: `${when(admission.acceptedAt)}, by ${admission.acceptedByName}` },
    {
      label: 'Last invitation',
      value: mail ? `${when(mail.createdAt)} to ${mail.toAddress}` : 'None: the account was open already',
    },
    { label: 'Enrolment fee', value: feeWords(admission) },
    { label: 'Reminded', value: admission.remindedWeek ? `last in week ${admission.remindedWeek}` : 'not yet' },
    ...(admission.withdrawnAt
      ? [
          { label: 'Withdrawn', value: `${when(admission.withdrawnAt)}, by ${admission.withdrawnByName}` },
          { label: 'Why', value: admission.withdrawnReason },
        ]
      : [
          {
            label: 'Frozen',
            value: admission.frozenAt
              ? when(admission.frozenAt)
              : `from ${date(freezesOn(plainDate(admission.countsFrom), one.calendar))}, unless enrolled before`,
          },
        ]),
    ...(admission.completedAt ? [{ label: 'Enrolled', value: when(admission.completedAt) }] : []),
  ]
  const value = typeof typed?.email === 'string' ? typed.email : one.email
  return view('admissions/one', {
    head: {
      title: one.name,
      over: { link: { label: 'Invitations', href: url.all }, text: null },
      tags: [mailTag(one), stateTag(one, ctx)],
      actions: [{ label: 'Portfolio', href: `/portfolios/${one.enrolmentId}`, kind: 'quiet' }],
    },
    problems,
    facts,
    email:
      one.account === 'invited' && !admission.withdrawnAt
        ? {
            name: 'email',
            label: 'Address',
            type: 'email',
            max: 254,
            value,
            problem: problems.email ?? null,
            hint: 'Correct it here if it is wrong.',
          }
        : null,
    action: url.one(one.enrolmentId),
    fee: admission.withdrawnAt ? null : feeForm(one, typed ?? null, problems),
    withdraw: isRefusal(may)
      ? null
      : {
          action: url.withdraw(one.enrolmentId),
          reason: {
            ...{ name: 'reason', label: 'Why', max: 500, problem: problems.reason ?? null },
            value: typeof typed?.reason === 'string' ? typed.reason : '',
            hint: 'Kept with the acceptance; the trainee is told that it was withdrawn, not why.',
          },
          guard: guardBox({ typed, problems }),
        },
  })
}
