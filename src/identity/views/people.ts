import { guardBox } from '../../guard/index.ts'
import type { Problems } from '../../kit/errors.ts'
import type { Shown } from '../../kit/http.ts'
import type { Action, Chip, Fact, GuardBox, Lock, Pager, Table, Tag } from '../../kit/partials.ts'
import { plainDate } from '../../kit/periods.ts'
import { type View, view } from '../../kit/render.ts'
import { date, dateTime, list, plural, upperFirst } from '../../kit/ui.ts'
import { isRefusal, plainRoleWords } from '../../policy/index.ts'
import { generalGrades } from '../grades.ts'
import { personName } from '../names.ts'
import { peoplePolicy } from '../policy.ts'
import type { InviteFound } from '../queries/invite.ts'
import { type PeopleList, type PersonOf, type PersonRow, pageSize, type StateFilter } from '../queries/people.ts'
import { givenNumbers, type Register, registers } from '../schema.ts'
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
  /** Leads to where the other entry of the same person is looked for. */
  twice: { label: string; href: string } | null
  title: string
  sub: string
  tag: Tag
  facts: Fact[]
  roles: { label: string; detail: string; tag?: Tag | null; action: Action | null }[]
  numbers: { label: string; value: string; tag: Tag; action: Action | null }[]
  /** The form that gives a number; null for one's own account. */
  newNumber: { action: string; kind: Choice; number: TextInput } | null
  confirms: { label: string; action: Action }[]
  invite: { words: string; action: Action } | null
  /** The reason is for those who may lift it. */
  suspended: { since: string; lift: { reason: string; action: Action } | null } | null
  suspend: { href: string } | null
  /** Taking the second factor away; null where there is none, or it is one’s own. */
  factor: { href: string; reason: { value: string; problem: string | null }; guard: GuardBox | null } | null
  /** Asked of the reason of a suspension. */
  guard: GuardBox | null
  lock: Lock | null
  reason: { value: string; problem: string | null }
  problems: Problems
  addUrl: string
}

interface InvitePage {
  title: string
  button: string
  problems: Problems
  inputs: TextInput[]
  register: Choice
  number: TextInput
  memberId: TextInput
  from: TextInput
  last: TextInput
  why: TextInput
  guard: GuardBox | null
  /** Confirms that somebody known is meant, from their own page. */
  same: string | null
  role: {
    groups: { group: string; options: { value: string; label: string }[] }[]
    chosen: string
    /** Whether nothing is chosen yet. */
    choose: boolean
    problem: string | null
  }
  site: Choice
  /** Asks whether whoever has the address or number is meant. */
  tick: { label: string; value: string; problem: string } | null
  /** Asks who it is, where somebody similar is known. */
  ask: { problem: string; options: { value: string; label: string }[] } | null
  /** What was answered to that, while something else is mended. */
  who: string | null
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
  toConfirm: 'To confirm',
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
  const isSuspended = account?.state === 'suspended'
  const may = peoplePolicy.actions[isSuspended ? 'lift' : 'suspend'](actor, person)
  const post = (label: string, href: string, more: Partial<Action> = {}): Action => ({ label, href, post: {}, ...more })
  const mayConfirm = peoplePolicy.actions.confirm(actor, person) === true
  const model: PersonPage = {
    title: personName(person),
    twice: mayConfirm ? { label: 'On record twice?', href: `/merging?person=${person.id}` } : null,
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
    suspended: isSuspended
      ? {
          since: dateTime(account.suspendedAt, timeZone),
          lift:
            may === true
              ? {
                  reason: account.suspendedReason ?? '',
                  action: post('Lift the suspension', `${base}/lift`, { icon: 'unlock' }),
                }
              : null,
        }
      : null,
    suspend: may === true && !isSuspended ? { href: `${base}/suspend` } : null,
    lock: isRefusal(may) ? { what: null, words: may.reason, alone: true } : null,
    reason: { value: typeof typed?.reason === 'string' ? typed.reason : '', problem: problems.reason ?? null },
    guard: typed && 'reason' in typed ? guardBox({ typed, problems }) : null,
    factor:
      peoplePolicy.actions.removeFactor(actor, person) === true
        ? {
            href: `${base}/second-factor/remove`,
            reason: {
              value: typeof typed?.lostReason === 'string' ? typed.lostReason : '',
              problem: problems.lostReason ?? null,
            },
            guard: typed && 'lostReason' in typed ? guardBox({ typed, problems }) : null,
          }
        : null,
    problems,
    addUrl: `/people/new?person=${person.id}`,
    numbers: numbersOf(person, mayConfirm),
    newNumber: mayConfirm
      ? {
          action: `${base}/numbers`,
          kind: {
            name: 'register',
            label: 'Kind of number',
            options: Object.entries(givenNumbers).map(([key, { label }]) => [key, label] as const),
            chosen: typeof typed?.register === 'string' ? typed.register : 'memberId',
            empty: null,
            problem: problems.register ?? null,
          },
          number: {
            name: 'number',
            label: 'Number',
            hint: 'Look it up first: it counts as confirmed by you. With a member ID one can sign in.',
            value: typeof typed?.number === 'string' ? typed.number : '',
            plain: true,
            max: 30,
            problem: problems.number ?? null,
          },
        }
      : null,
  }
  return view('identity/person', model)
}

function factsOf(person: PersonOf, timeZone: string): Fact[] {
  const state = (verifiedAt: Date | null) => (verifiedAt ? 'confirmed' : 'not confirmed')
  return [
    ...person.identifiers
      .filter(({ kind }) => kind === 'email')
      .map(({ kind, value, verifiedAt, primary }) => ({
        label: identifierWords[kind] ?? kind,
        value: `${value} (${state(verifiedAt)}${primary ? ', mails go here' : ''})`,
      })),
    { label: 'Grade', value: person.grade ? gradeWords(person.grade) : 'none confirmed' },
    ...(person.claimedGrade ? [{ label: 'Own statement', value: gradeWords(person.claimedGrade) }] : []),
    { label: 'Last signed in', value: person.lastSignIn ? dateTime(person.lastSignIn, timeZone) : 'never' },
    { label: 'Signed in now', value: person.sessions ? plural(person.sessions, 'session') : 'no' },
  ]
}

function rolesWithEnds(person: PersonOf, mayEnd: boolean): PersonPage['roles'] {
  const supervision = [
    ...(person.educational
      ? [
          {
            label: upperFirst(plainRoleWords.educationalSupervisor),
            detail: plural(person.educational, 'trainee'),
            action: null,
          },
        ]
      : []),
    ...(person.clinical
      ? [
          {
            label: upperFirst(plainRoleWords.clinicalSupervisor),
            detail: plural(person.clinical, 'trainee'),
            action: null,
          },
        ]
      : []),
  ]
  const grants = person.grants.map((grant) => ({
    label: upperFirst(grant.words),
    tag: grantTag(grant),
    detail: [
      [grant.scope ?? 'everywhere', grant.programme].filter(Boolean).join(', '),
      daysOf(grant),
      grant.endedBy && `ended by ${grant.endedBy}: ${grant.endedReason}`,
    ]
      .filter(Boolean)
      .join(' · '),
    action:
      (grant.now || grant.toCome) && mayEnd && grant.theirs
        ? {
            label: grant.now ? 'End' : 'Take back',
            href: `/people/${person.id}/roles/${grant.id}`,
          }
        : null,
  }))
  const own = person.enrolments.map(({ programme, state }) => ({
    label: 'Trainee',
    detail: `${programme} · ${state}`,
    action: null,
  }))
  return [...own, ...supervision, ...grants]
}

/** What holds today needs no word; what is to come or past does. */
function grantTag({ now, toCome }: PersonOf['grants'][number]): Tag | null {
  if (now) return null
  return toCome ? { words: 'to come', tone: 'info' } : { words: 'past', tone: 'plain' }
}

/** "from 1 Dec 2026 to 4 Aug 2027": with the last day, as people say it. */
export function daysOf({ from, until }: PersonOf['grants'][number]): string {
  const last = until && plainDate(new Date(`${until}T00:00:00Z`)).subtract({ days: 1 })
  return `from ${date(from)}${last ? ` to ${date(last)}` : ''}`
}

function numbersOf(person: PersonOf, mayGive: boolean): PersonPage['numbers'] {
  const base = `/people/${person.id}/numbers`
  return person.identifiers
    .filter(({ kind }) => kind !== 'email')
    .map(({ id, kind, value, verifiedAt }) => ({
      label: identifierWords[kind] ?? kind,
      value,
      tag: verifiedAt ? { words: 'confirmed', tone: 'ok' } : { words: 'not confirmed', tone: 'warn' },
      action: mayGive ? { label: 'Remove', href: `${base}/${id}/remove`, post: {} } : null,
    }))
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
export function invitePage(found: InviteFound, { ctx, typed, problems, choices = {} }: Shown): View {
  const initial: Record<string, string | null> = { from: ctx.today.toString(), ...found.person }
  const value = (name: string) => (typeof typed?.[name] === 'string' ? (typed[name] as string) : '') || initialOf(name)
  const initialOf = (name: string) => (typed ? '' : (initial[name] ?? ''))
  const input = (name: string, label: string, more: Partial<TextInput> = {}): TextInput => ({
    name,
    label,
    value: value(name),
    problem: problems[name] ?? null,
    ...more,
  })
  const tick = tickFor({
    email: value('email'),
    register: value('register') || 'gmc',
    number: value('number') || null,
    memberId: value('memberId') || null,
  })
  // Opened from somebody's page, it is that person who is meant, as long as the address stays.
  const same = typed ? value('same') : found.person ? tick : ''
  const model: InvitePage = {
    title: found.person ? `A role for ${personName(found.person)}` : 'Invite somebody',
    button: found.person ? 'Give the role' : 'Invite',
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
      hint: 'Finds people who are known here under another address. Look it up first: it counts as confirmed by you.',
    }),
    memberId: input('memberId', 'Member ID', {
      optional: true,
      plain: true,
      max: 30,
      hint: 'As the college gave it; one can sign in with it.',
    }),
    from: input('from', 'First day', { type: 'date', width: 'w-date' }),
    last: input('last', 'Last day', { type: 'date', width: 'w-date', optional: true, hint: 'Open until it is ended.' }),
    why: input('why', 'Why', { optional: true, max: 500, hint: 'Kept with the role.' }),
    guard: guardBox({ typed, problems }),
    same: same && !problems.same ? same : null,
    role: {
      groups: found.roles,
      chosen: value('role') || (same ? '' : 'supervisor'),
      choose: Boolean(same),
      problem: problems.role ?? null,
    },
    site: {
      name: 'site',
      label: 'Hospital',
      hint: 'Only for roles that hold at one hospital.',
      options: found.sites.map(({ id, name }) => [id, name] as const),
      chosen: value('site') || (typed ? '' : (found.siteId ?? '')),
      empty: 'None',
      problem: problems.site ?? null,
    },
    tick: problems.same
      ? { label: 'Yes, it is the same person: add the role', value: tick, problem: problems.same }
      : null,
    ask: problems.who ? { problem: problems.who, options: [...(choices.who ?? [])] } : null,
    who: problems.who ? null : value('who') || null,
  }
  return view('identity/invite', model)
}
