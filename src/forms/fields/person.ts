import { inputId } from '../body.ts'
import type { KnownPerson } from '../context.ts'
import type { FieldOf } from '../definition.ts'
import { isObject, type Problems, type Value } from '../values.ts'
import { choose, inSentence } from '../words.ts'
import { isEmail } from './email.ts'
import { checked, type Env, type FieldKind, keep, type Place, typedPart, type Wrong, wrong } from './kind.ts'
import { optionViews } from './options.ts'

type Person = FieldOf<'person'>

const PARTS = ['id', 'name', 'email'] as const

/**
 * Somebody out of the circle (kept as id and name), or somebody else by name and address.
 * Who the person really is, is the room's to find out; a form only keeps what was said.
 */
export const person: FieldKind<Person> = {
  read(_field, name, body) {
    const parts = PARTS.flatMap((part) => {
      const text = body.text(`${name}.${part}`)
      return text === undefined ? [] : [[part, text] as const]
    })
    return parts.length ? Object.fromEntries(parts) : undefined
  },
  schema: (field, strictness, env) =>
    strictness === 'draft' ? keep.parts(PARTS) : checked((raw) => check(field, raw, env)),
  missing: (field) => ({ '': field.missing ?? choose(field.label) }),
  present: (field, place, env) => ({
    ...place.base,
    type: 'person',
    options: optionViews(
      circle(field, env).map(({ id, name, detail }) => ({ value: id, label: detail ? `${name}, ${detail}` : name })),
      place.base.path,
      (id) => id === typedPart(place.value, 'id'),
    ),
    other: field.knownOnly
      ? null
      : {
          name: part('name', 'Name', place),
          email: part('email', 'E-mail', place),
          showIf: nobodyChosen(place.base.name),
        },
  }),
  print(_field, value) {
    const [name, email] = [typedPart(value, 'name'), typedPart(value, 'email')]
    return { answer: name && email ? `${name} (${email})` : name || email || typedPart(value, 'id') }
  },
}

/** For the script: the typed name is asked for while nobody in the list is chosen. */
const nobodyChosen = (name: string): string =>
  JSON.stringify({ mode: 'all', tests: [{ name: `${name}.id`, op: 'filled', value: false }] })

function circle(field: Person, env: Env): readonly KnownPerson[] {
  const people = env.context.people ?? []
  return field.relations ? people.filter(({ relation }) => relation && field.relations?.includes(relation)) : people
}

function part(which: 'name' | 'email', label: string, { base, value, problems }: Place) {
  const path = `${base.path}.${which}`
  const problem = problems[path] ?? null
  return {
    id: inputId(path),
    name: `${base.name}.${which}`,
    label,
    value: typedPart(value, 'id') ? '' : typedPart(value, which),
    problem,
    describedBy: problem === null ? null : `${inputId(path)}-problem`,
  }
}

function check(field: Person, raw: unknown, env: Env): Value | Wrong {
  if (!isObject(raw)) return wrong(choose(field.label))
  const id = typedPart(raw as Value, 'id')
  if (id) {
    const known = circle(field, env).find((one) => one.id === id)
    return known ? { id, name: known.name } : wrong(`Choose ${inSentence(field.label)} from the list`)
  }
  if (field.knownOnly) return wrong(choose(field.label))
  const [name, email] = [typedPart(raw as Value, 'name').trim(), typedPart(raw as Value, 'email').trim()]
  const problems: Problems = {}
  if (!name) problems.name = `Enter the name of ${inSentence(field.label)}`
  else if (name.length > 200) problems.name = 'Shorten the name: the limit is 200 characters'
  if (email ? !isEmail(email) : field.emailRequired) {
    problems.email = 'Enter the e-mail as an address, such as name@hospital.example'
  }
  if (Object.keys(problems).length) return wrong(problems)
  return email ? { name, email } : { name }
}
