import { fromJsDate } from '../../kit/clock.ts'
import type { Problems } from '../../kit/errors.ts'
import type { Shown } from '../../kit/http.ts'
import type { Action, Avatar, Tag } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import { dateTime } from '../../kit/ui.ts'
import { personName } from '../names.ts'
import type { OwnIdentifier, Profile } from '../queries/profile.ts'
import { registers } from '../schema.ts'
import { looksLikeWorkplace } from '../workplace.ts'
import type { Choice, TextInput } from './partials.ts'

export interface Check {
  label: string
  done: boolean
  href: string
}

export interface ProfilePage {
  title: string
  name: string
  avatar: Avatar
  problems: Problems
  complete: { done: number; of: number; share: number; missing: Check[]; checked: string }
  public: TextInput[]
  grade: Choice
  private: TextInput[]
  address: { value: string; problem: string | null }
  addresses: { id: string; value: string; tags: Tag[]; warning: string | null; actions: Action[] }[]
  pending: { id: string; email: string; until: string }[]
  newAddress: TextInput
  numbers: { label: string; value: string; tag: Tag; remove: Action | null }[]
  register: Choice
  newNumber: TextInput
  photoProblem: string | null
  digest: boolean
}

declare module '../../kit/render.ts' {
  interface Pages {
    'identity/profile': ProfilePage
  }
}

/** What is still missing of somebody’s details (R26, R27); the first entries matter most. */
export function profileChecks(profile: Profile, checkedLately: boolean): Check[] {
  const emails = profile.identifiers.filter((one) => one.kind === 'email' && one.verifiedAt)
  const { details } = profile
  return [
    { label: 'A phone number', done: Boolean(profile.phone), href: '#phone' },
    {
      label: 'An e-mail address that stays when you change hospital',
      done: emails.some((one) => !looksLikeWorkplace(one.value)),
      href: '#addresses',
    },
    { label: 'Your grade', done: Boolean(profile.grade ?? profile.claimedGrade), href: '#grade' },
    { label: 'A photo, so that assessors can recall you', done: Boolean(profile.photoFileId), href: '#photo' },
    {
      label: 'A registration number',
      done: profile.identifiers.some((one) => one.kind in registers),
      href: '#numbers',
    },
    { label: 'Your date of birth', done: Boolean(details.dateOfBirth), href: '#dateOfBirth' },
    { label: 'Somebody to call in an emergency', done: Boolean(details.emergencyPhone), href: '#emergencyName' },
    { label: 'A check of all this within the last year', done: checkedLately, href: '#check' },
  ]
}

/** The page of one’s own details, fresh or with the problems of one of its forms. */
export function profilePage(profile: Profile, { ctx, typed, problems }: Shown): View {
  const { timeZone } = ctx.config
  const checkedLately =
    profile.detailsCheckedAt !== null &&
    fromJsDate(profile.detailsCheckedAt).epochMilliseconds > ctx.now.subtract({ hours: 365 * 24 }).epochMilliseconds
  const checks = profileChecks(profile, checkedLately)
  const done = checks.filter((one) => one.done).length
  const fields = inputs(profile, typed, problems)
  const model: ProfilePage = {
    title: 'Personal details',
    name: personName(profile),
    avatar: {
      name: personName(profile),
      photoUrl: profile.photoFileId ? `/files/${profile.photoFileId}` : null,
      size: 'large',
    },
    problems,
    complete: {
      done,
      of: checks.length,
      share: Math.round((done / checks.length) * 100),
      missing: checks.filter((one) => !one.done),
      checked: profile.detailsCheckedAt
        ? `Last checked on ${dateTime(profile.detailsCheckedAt, timeZone)}`
        : 'Not checked yet',
    },
    ...fields,
    addresses: profile.identifiers.filter((one) => one.kind === 'email').map(addressRow),
    pending: profile.pending.map(({ id, email, expiresAt }) => ({ id, email, until: dateTime(expiresAt, timeZone) })),
    numbers: profile.identifiers.filter((one) => one.kind !== 'email').map(numberRow),
    photoProblem: problems.photo ?? null,
    digest: profile.digest,
  }
  return view('identity/profile', model)
}

function inputs(profile: Profile, typed: Record<string, unknown> | null, problems: Problems) {
  const stored: Record<string, unknown> = { ...profile, ...profile.details }
  const value = (name: string): string => String((typed && name in typed ? typed[name] : stored[name]) ?? '')
  const input = (name: string, label: string, more: Partial<TextInput> = {}): TextInput => ({
    name,
    label,
    value: value(name),
    problem: problems[name] ?? null,
    ...more,
  })
  return {
    public: [
      input('title', 'Title', { optional: true, max: 20, width: 'w-number', autocomplete: 'honorific-prefix' }),
      input('givenName', 'Given name', { max: 80, autocomplete: 'given-name' }),
      input('familyName', 'Family name', { max: 80, autocomplete: 'family-name' }),
      input('pronouns', 'Pronouns', { optional: true, max: 40 }),
      input('phone', 'Phone', {
        type: 'tel',
        max: 30,
        autocomplete: 'tel',
        hint: 'Your programme and your supervisors see it. Assessors by link do not.',
      }),
      input('specialty', 'Specialty', { optional: true, max: 100 }),
    ],
    grade: gradeChoice(profile, String(typed?.grade ?? profile.claimedGrade ?? profile.grade ?? ''), problems),
    private: [
      input('dateOfBirth', 'Date of birth', { optional: true, type: 'date', width: 'w-date', autocomplete: 'bday' }),
      input('gender', 'Gender', { optional: true, max: 60, autocomplete: 'sex' }),
      input('emergencyName', 'Whom to call in an emergency', { optional: true, max: 100 }),
      input('emergencyPhone', 'Their phone', { optional: true, type: 'tel', max: 30 }),
    ],
    address: { value: value('address'), problem: problems.address ?? null },
    newAddress: input('email', 'Add an address', {
      type: 'email',
      value: String(typed?.email ?? ''),
      max: 254,
      autocomplete: 'email',
      hint: 'We send a link there; the address counts once you have followed it. Until then you sign in as before.',
    }),
    register: {
      name: 'register',
      label: 'Register',
      options: Object.entries(registers).map(([key, { label }]) => [key, label] as const),
      chosen: String(typed?.register ?? 'gmc'),
      empty: null,
      problem: problems.register ?? null,
    },
    newNumber: input('number', 'Number', { value: String(typed?.number ?? ''), max: 30, plain: true, width: 'w-half' }),
  }
}

function gradeChoice(profile: Profile, chosen: string, problems: Problems): Choice {
  const label = (key: string | null) => profile.grades.find(([one]) => one === key)?.[1] ?? key
  const confirmed = profile.grade
    ? `Confirmed: ${label(profile.grade)}.`
    : 'Not confirmed yet: forms show it as your own statement.'
  const differs = profile.claimedGrade
    ? ` You say: ${label(profile.claimedGrade)}; your college confirms a change.`
    : ''
  const known = profile.grades.some(([key]) => key === profile.grade) || !profile.grade
  return {
    name: 'grade',
    label: 'Grade',
    hint: confirmed + differs,
    options: known ? profile.grades : [[profile.grade!, profile.grade!] as const, ...profile.grades],
    chosen,
    empty: 'Choose your grade',
    problem: problems.grade ?? null,
  }
}

const post = (label: string, href: string): Action => ({ label, href, post: {} })

function addressRow(one: OwnIdentifier): ProfilePage['addresses'][number] {
  const base = `/profile/emails/${one.id}`
  const tags: Tag[] = [
    ...(one.primary ? [{ words: 'mails go here', tone: 'accent' as const }] : []),
    one.verifiedAt ? { words: 'confirmed', tone: 'ok' } : { words: 'not confirmed', tone: 'warn' },
  ]
  const workplace = 'This looks like a hospital’s address. You lose it when you move: add one of your own.'
  return {
    id: one.id,
    value: one.value,
    tags,
    warning: looksLikeWorkplace(one.value) ? workplace : null,
    actions: one.primary
      ? []
      : [...(one.verifiedAt ? [post('Send mails here', `${base}/primary`)] : []), post('Remove', `${base}/remove`)],
  }
}

function numberRow(one: OwnIdentifier): ProfilePage['numbers'][number] {
  const label = one.kind === 'memberId' ? 'Member ID' : registers[one.kind as keyof typeof registers].label
  const tag: Tag = one.verifiedAt ? { words: 'confirmed', tone: 'ok' } : { words: 'your own statement', tone: 'plain' }
  const remove = one.verifiedAt ? null : post('Remove', `/profile/numbers/${one.id}/remove`)
  return { label, value: one.value, tag, remove }
}
