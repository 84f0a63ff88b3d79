import { sheetLimits } from '../changeovers/index.ts'
import { guardBox } from '../guard/index.ts'
import type { TextInput } from '../identity/index.ts'
import type { Problems } from '../kit/errors.ts'
import type { Show } from '../kit/http.ts'
import type { Fact, FileField, GuardBox, Head } from '../kit/partials.ts'
import { plainDate } from '../kit/periods.ts'
import { view } from '../kit/render.ts'
import { date, dateTime, plural } from '../kit/ui.ts'
import { isRefusal } from '../policy/index.ts'
import { freezesOn } from './calendar.ts'
import { type FeeForm, feeForm, feeWords } from './feeViews.ts'
import type { Invited, ToAccept } from './queries.ts'
import { mailTag, stateTag } from './tags.ts'
import { url } from './urls.ts'
import { mostRows } from './wanted.ts'
import { withdrawAcceptance } from './withdraw.ts'

declare module '../kit/render.ts' {
  interface Pages {
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
  /** A file of many. */
  file: FileField
  text: string
  most: number
  /** The list that is gone back to. */
  mends: string | null
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

/** Where one trainee is typed, or many are pasted. */
export const acceptPage: Show<ToAccept> = ({ programmes, mends }, { typed: sent, problems }) => {
  const typed = sent ?? mends?.typed
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
    file: {
      name: 'sheet',
      label: 'A file of many',
      hint: `XLSX or CSV with the same headings, at most ${plural(mostRows, 'person', 'people')}.`,
      accept: '.xlsx,.csv,.tsv,.txt,text/csv',
      maxMb: sheetLimits.bytes / 1_000_000,
      problem: problems.sheet ?? null,
    },
    text: value('text'),
    most: mostRows,
    mends: sent ? value('mends') || null : (mends?.id ?? null),
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
