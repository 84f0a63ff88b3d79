import type { FormContext } from './context.ts'
import type { FormDefinition } from './definition.ts'
import { fieldOf, makeEnv } from './env.ts'
import { kindOf } from './fields/index.ts'
import { isBlank, own, type Values } from './values.ts'

const MAX = 160

/** The record's title: the form's words with the answers put in; the form's own title while they are missing. */
export function recordTitle(definition: FormDefinition, values: Values, context: FormContext): string {
  const { titleFrom } = definition
  const template = titleFrom.includes('{') ? titleFrom : `{${titleFrom}}`
  const env = makeEnv(definition, values, context)
  let found = 0
  const words = template.replace(/\{(\w+)\}/g, (_, key: string) => {
    const [field, value] = [fieldOf(definition, key), own(values, key)]
    if (!field || value === undefined || isBlank(value)) return ''
    found++
    return kindOf(field).print(field, value, env).answer
  })
  const title = words
    .replace(/\(\s*\)/g, '')
    .replace(/\s+/g, ' ')
    .replace(/^[\s:,·–-]+|[\s:,·–-]+$/g, '')
  if (found === 0 || title === '') return definition.title
  const characters = [...title]
  return characters.length > MAX
    ? `${characters
        .slice(0, MAX - 1)
        .join('')
        .trimEnd()}…`
    : title
}

/** The field keys that a title is made of. */
export function titleKeys(titleFrom: string): string[] {
  if (!titleFrom.includes('{')) return [titleFrom]
  return [...titleFrom.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
}
