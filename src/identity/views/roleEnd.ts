import { guardBox } from '../../guard/index.ts'
import type { Problems } from '../../kit/errors.ts'
import type { Shown } from '../../kit/http.ts'
import type { GuardBox, Head, Lock } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import { list, plural, upperFirst } from '../../kit/ui.ts'
import { isRefusal } from '../../policy/index.ts'
import { personName } from '../names.ts'
import { peoplePolicy } from '../policy.ts'
import type { GrantFound } from '../queries/grant.ts'
import type { TextInput } from './partials.ts'
import { daysOf } from './people.ts'

interface RoleEndPage {
  head: Head
  problems: Problems
  lock: Lock | null
  effects: string[]
  site: { label: string; href: string } | null
  action: string
  inputs: TextInput[]
  guard: GuardBox | null
  submit: string
  back: string
}

declare module '../../kit/render.ts' {
  interface Pages {
    'identity/role-end': RoleEndPage
  }
}

/** Ending a role: what it cuts off, before anybody confirms it. */
export function roleEndPage(found: GrantFound, { actor, typed, problems }: Shown): View {
  const { person, grant } = found
  const back = `/people/${person.id}`
  const may = peoplePolicy.actions.endRole(actor, person)
  const wrote = (name: string) => (typeof typed?.[name] === 'string' ? (typed[name] as string) : '')
  return view('identity/role-end', {
    head: {
      title: `${grant.now ? 'End' : 'Take back'}: ${upperFirst(grant.words)}`,
      sub: [personName(person), grant.scope, grant.programme, daysOf(grant)].filter(Boolean).join(' · '),
      over: { link: { label: personName(person), href: back }, text: null },
    },
    problems,
    lock: isRefusal(may) ? { what: null, words: may.reason, alone: true } : null,
    effects: effectsOf(found),
    site: grant.siteId ? { label: 'Who else is there', href: `/sites/${grant.siteId}` } : null,
    action: `/people/${person.id}/roles/${grant.id}/end`,
    inputs: [
      {
        name: 'last',
        label: 'Last day',
        type: 'date',
        width: 'w-date',
        optional: true,
        hint: grant.now ? 'Empty: it ends now, and today is the first day without it.' : 'Empty: it is taken back.',
        value: wrote('last'),
        problem: problems.last ?? null,
      },
      {
        name: 'reason',
        label: 'Why',
        max: 500,
        hint: `${personName(person)} reads it, and it is kept with the role.`,
        value: wrote('reason'),
        problem: problems.reason ?? null,
      },
    ],
    guard: guardBox({ typed, problems }),
    submit: grant.now ? 'End the role' : 'Take it back',
    back,
  })
}

function effectsOf({ person, grant, effects }: GrantFound): string[] {
  const { trainees, names, others, waiting, drafts, applications, delegates } = effects
  const name = personName(person)
  const more = trainees > names.length ? `, and ${trainees - names.length} more` : ''
  const whom = trainees > 0 ? `${plural(trainees, 'trainee')} (${names.join(', ')}${more})` : 'no trainee'
  const role = grant.words
  return [
    `${name} no longer reaches ${whom} in this role.`,
    others.length > 0
      ? `${list(others)} ${others.length === 1 ? 'holds' : 'hold'} the same role there.`
      : `Nobody else is ${role} there: ${trainees > 0 ? `${plural(trainees, 'trainee')} will have none` : 'the place is left without one'} until you give the role to somebody.`,
    ...(waiting > 0
      ? [
          `${plural(waiting, 'request')} for an assessment ${waiting === 1 ? 'waits' : 'wait'} for ${name}; they can be completed for four weeks.`,
        ]
      : []),
    ...(drafts > 0
      ? [
          `${name} has ${plural(drafts, 'half-written text')} in this role, and may finish what was begun for four weeks.`,
        ]
      : []),
    ...(applications > 0
      ? [
          `${plural(applications, 'application')} about training time ${applications === 1 ? 'waits' : 'wait'} for this role: ${applications === 1 ? 'it goes' : 'they go'} on to whoever else holds it, else to whoever is next or the programme office.`,
        ]
      : []),
    ...(delegates.length > 0
      ? [`${list(delegates)} ${delegates.length === 1 ? 'prepares' : 'prepare'} for ${name} in it; that ends too.`]
      : []),
    'What was signed in it stays as it was. The person and the programme’s coordinator are told.',
  ]
}
