import type { Problems } from '../../kit/errors.ts'
import type { Shown } from '../../kit/http.ts'
import type { Action, Chip, Fact, Lock, Pager, Table, Tag } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import { date, dateTime, list, plural } from '../../kit/ui.ts'
import { isRefusal, plainRoleWords } from '../../policy/index.ts'
import { generalGrades } from '../grades.ts'
import { personName } from '../names.ts'
import { peoplePolicy } from '../policy.ts'
import type { InviteFound } from '../queries/invite.ts'
import { type PeopleList, type PersonOf, type PersonRow, pageSize, type StateFilter } from '../queries/people.ts'
import { type Register, registers } from '../schema.ts'
import { tickFor } from '../service/invite.ts'
import type { Choice, TextInput } from './partials.ts'

interface PeoplePage {
  title: string
  query: string
  state: StateFilter
  chips: Chip[]
  table: Table
  pager: Pager
  none: boolean
}

interface PersonPage {
  title: string
  sub: string
  tag: Tag
  facts: Fact[]
  roles: { label: string; detail: string; action: Action | null }[]
  confirms: { label: string; action: Action }[]
  invite: { words: string; action: Action } | null
  suspended: { since: string; reason: string; action: Action } | null
  suspend: { href: string } | null
  lock: Lock | null
  reason: { value: string; problem: string | null }
  problems: Problems
  addUrl: string
}

interface InvitePage {
  title: string
  problems: Problems
  inputs: TextInput[]
  register: Choice
  number: TextInput
  role: {
    groups: { group: string; options: { value: string; label: string }[] }[]
    chosen: string
    problem: string | null
  }
  site: Choice
  ticks: { name: 'same' | 'other'; label: string; value: string; problem: string }[]
}

declare module '../../kit/render.ts' {
  interface Pages {
    'identity/people': PeoplePage
    'identity/person': PersonPage
    'identity/invite': InvitePage
  }
}

const stateTags: Record<string, Tag> = {
  active: { words: 'active', tone: 'ok' },
  invited: { words: 'invited', tone: 'info' },
  suspended: { words: 'suspended', tone: 'stop' },
  closed: { words: 'closed', tone: 'plain' },
  none: { words: 'no account', tone: 'plain' },
}

const filterWords: Record<StateFilter, string> = {
  all: 'Everybody',
  active: 'Active',
  invited: 'Invited',
  suspended: 'Suspended',
  none: 'No account',
}

function urlOf(query: string, state: StateFilter, page = 1): string {
  const params = new URLSearchParams({
    ...(query ? { q: query } : {}),
    ...(state === 'all' ? {} : { state }),
    ...(page > 1 ? { page: String(page) } : {}),
  })
  const text = params.toString()
  return text ? `/people?${text}` : '/people'
}

function rolesOf(row: Pick<PersonRow, 'trainee' | 'educational' | 'clinical' | 'grants'>): string {
  const parts = [
    ...(row.trainee ? ['trainee'] : []),
    ...(row.educational ? [`${plainRoleWords.educationalSupervisor} of ${row.educational}`] : []),
    ...(row.clinical ? [`${plainRoleWords.clinicalSupervisor} of ${row.clinical}`] : []),
    ...row.grants,
  ]
  return parts.length ? list(parts) : 'no role today'
}

/** The people of a college, searched and filtered. */
export function peoplePage({ rows, total, page, query, state }: PeopleList, { ctx }: Shown): View {
  const { timeZone } = ctx.config
  const from = rows.length ? (page - 1) * pageSize + 1 : 0
  const model: PeoplePage = {
    title: 'People',
    query,
    state,
    chips: (Object.keys(filterWords) as StateFilter[]).map((one) => ({
      label: filterWords[one],
      href: urlOf(query, one),
      current: one === state,
    })),
    table: {
      caption: 'People of your programmes',
      columns: [
        { label: 'Name', card: 'title' },
        { label: 'Roles' },
        { label: 'E-mail' },
        { label: 'Last signed in' },
        { label: 'Account', card: 'side' },
      ],
      rows: rows.map((row) => ({
        id: row.id,
        name: row.name,
        cells: [
          { text: row.name, href: `/people/${row.id}` },
          { text: rolesOf(row), quiet: true },
          { text: row.email },
          { text: row.lastSignIn ? dateTime(row.lastSignIn, timeZone) : 'never', quiet: true },
          { tag: stateTags[row.state ?? 'none']! },
        ],
      })),
    },
    pager: {
      from,
      to: rows.length ? from + rows.length - 1 : 0,
      total,
      previous: page > 1 ? urlOf(query, state, page - 1) : null,
      next: from + rows.length - 1 < total ? urlOf(query, state, page + 1) : null,
    },
    none: rows.length === 0,
  }
  return view('identity/people', model)
}

const identifierWords: Record<string, string> = {
  email: 'E-mail',
  memberId: 'Member ID',
  gmc: 'GMC',
  mcnz: 'MCNZ',
  ahpra: 'AHPRA',
  nmc: 'NMC',
}
const gradeWords = (key: string) => generalGrades.find(([one]) => one === key)?.[1] ?? key

/** One person: account, roles, and what an administrator may do. */
export function personPage(person: PersonOf, { ctx, actor, typed, problems }: Shown): View {
  const { timeZone } = ctx.config
  const { account } = person
  const base = `/people/${person.id}`
  const may = peoplePolicy.actions.suspend(actor, person)
  const post = (label: string, href: string, more: Partial<Action> = {}): Action => ({ label, href, post: {}, ...more })
  const mayConfirm = peoplePolicy.actions.confirm(actor, person) === true
  const model: PersonPage = {
    title: personName(person),
    sub: rolesOf({
      educational: person.educational,
      clinical: person.clinical,
      trainee: person.enrolments.filter(({ state }) => state !== 'closed').length,
      grants: person.grants.filter(({ now }) => now).map(({ words }) => words),
    }),
    tag: stateTags[account?.state ?? 'none']!,
    facts: factsOf(person, timeZone),
    roles: rolesWithEnds(person, peoplePolicy.actions.endRole(actor, person) === true),
    confirms: mayConfirm ? confirmsOf(person) : [],
    invite:
      account?.state === 'invited'
        ? {
            words: person.invitedUntil
              ? `The link works until ${dateTime(person.invitedUntil, timeZone)}.`
              : 'No link has been sent.',
            action: post('Send the invitation again', `${base}/invitation`, { icon: 'envelope' }),
          }
        : null,
    suspended:
      account?.state === 'suspended'
        ? {
            since: dateTime(account.suspendedAt, timeZone),
            reason: account.suspendedReason ?? '',
            action: post('Lift the suspension', `${base}/lift`, { icon: 'unlock' }),
          }
        : null,
    suspend: may === true ? { href: `${base}/suspend` } : null,
    lock: isRefusal(may) && account?.state !== 'suspended' ? { what: null, words: may.reason, alone: true } : null,
    reason: { value: typeof typed?.reason === 'string' ? typed.reason : '', problem: problems.reason ?? null },
    problems,
    addUrl: '/people/new',
  }
  return view('identity/person', model)
}

function factsOf(person: PersonOf, timeZone: string): Fact[] {
  const state = (verifiedAt: Date | null) => (verifiedAt ? 'confirmed' : 'not confirmed')
  return [
    ...person.identifiers.map(({ kind, value, verifiedAt, primary }) => ({
      label: identifierWords[kind] ?? kind,
      value: `${value} (${state(verifiedAt)}${primary ? ', mails go here' : ''})`,
    })),
    { label: 'Grade', value: person.grade ? gradeWords(person.grade) : 'none confirmed' },
    ...(person.claimedGrade ? [{ label: 'Own statement', value: gradeWords(person.claimedGrade) }] : []),
    { label: 'Last signed in', value: person.lastSignIn ? dateTime(person.lastSignIn, timeZone) : 'never' },
    { label: 'Signed in now', value: person.sessions ? plural(person.sessions, 'session') : 'no' },
  ]
}

const capitalised = (text: string) => text[0]!.toUpperCase() + text.slice(1)

function rolesWithEnds(person: PersonOf, mayEnd: boolean): PersonPage['roles'] {
  const supervision = [
    ...(person.educational
      ? [
          {
            label: capitalised(plainRoleWords.educationalSupervisor),
            detail: plural(person.educational, 'trainee'),
            action: null,
          },
        ]
      : []),
    ...(person.clinical
      ? [
          {
            label: capitalised(plainRoleWords.clinicalSupervisor),
            detail: plural(person.clinical, 'trainee'),
            action: null,
          },
        ]
      : []),
  ]
  const grants = person.grants.map((grant) => ({
    label: capitalised(grant.words),
    detail: `${[grant.scope ?? 'everywhere', grant.programme].filter(Boolean).join(', ')} · from ${date(grant.from)}${grant.until ? ` until before ${date(grant.until)}` : ''}`,
    action:
      grant.now && mayEnd && grant.theirs
        ? { label: 'End today', href: `/people/${person.id}/roles/${grant.id}/end`, post: {} }
        : null,
  }))
  const own = person.enrolments.map(({ programme, state }) => ({
    label: 'Trainee',
    detail: `${programme} · ${state}`,
    action: null,
  }))
  return [...own, ...supervision, ...grants]
}

function confirmsOf(person: PersonOf): PersonPage['confirms'] {
  const base = `/people/${person.id}`
  const numbers = person.identifiers
    .filter(({ kind, verifiedAt }) => kind !== 'email' && !verifiedAt)
    .map(({ id, kind, value }) => ({
      label: `${identifierWords[kind] ?? kind} ${value}`,
      action: { label: 'Confirm the number', href: `${base}/numbers/${id}/confirm`, post: {} },
    }))
  const grade = person.claimedGrade
    ? [
        {
          label: `Grade: ${gradeWords(person.claimedGrade)}`,
          action: { label: 'Confirm the grade', href: `${base}/grade`, post: {} },
        },
      ]
    : []
  return [...grade, ...numbers]
}

/** Inviting somebody, or giving somebody who is known another role. */
export function invitePage(found: InviteFound, { typed, problems }: Shown): View {
  const value = (name: string) => (typeof typed?.[name] === 'string' ? (typed[name] as string) : '')
  const input = (name: string, label: string, more: Partial<TextInput> = {}): TextInput => ({
    name,
    label,
    value: value(name),
    problem: problems[name] ?? null,
    ...more,
  })
  const tick = tickFor({ email: value('email'), register: value('register') || 'gmc', number: value('number') || null })
  const ticks = (['same', 'other'] as const)
    .filter((name) => problems[name])
    .map((name) => ({
      name,
      label:
        name === 'same' ? 'Yes, it is the same person: add the role' : 'No, this is another person: make a new account',
      value: tick,
      problem: problems[name]!,
    }))
  const model: InvitePage = {
    title: 'Invite somebody',
    problems,
    inputs: [
      input('title', 'Title', { optional: true, max: 20, width: 'w-number' }),
      input('givenName', 'Given name', { max: 80 }),
      input('familyName', 'Family name', { max: 80 }),
      input('email', 'E-mail address', { type: 'email', max: 254 }),
    ],
    register: {
      name: 'register',
      label: 'Register',
      options: (Object.keys(registers) as Register[]).map((key) => [key, registers[key].label] as const),
      chosen: value('register') || 'gmc',
      empty: null,
      problem: problems.register ?? null,
    },
    number: input('number', 'Registration number', {
      optional: true,
      plain: true,
      max: 30,
      hint: 'Finds people who are known here under another address.',
    }),
    role: { groups: found.roles, chosen: value('role') || 'supervisor', problem: problems.role ?? null },
    site: {
      name: 'site',
      label: 'Hospital',
      hint: 'Only for roles that hold at one hospital.',
      options: found.sites.map(({ id, name }) => [id, name] as const),
      chosen: value('site'),
      empty: 'None',
      problem: problems.site ?? null,
    },
    ticks,
  }
  return view('identity/invite', model)
}
