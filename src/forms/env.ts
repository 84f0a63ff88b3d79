import { holds } from './conditions.ts'
import type { FormContext, Writer } from './context.ts'
import type { Field, FormDefinition, Party, Section } from './definition.ts'
import { isShown } from './fields/check.ts'
import { kindOf } from './fields/index.ts'
import type { Env } from './fields/kind.ts'
import { levelsOf } from './fields/level.ts'
import { own, type Value, type Values, valueAt } from './values.ts'

/** The field of that key anywhere in the form (not inside a list). */
export function fieldOf(definition: FormDefinition, path: string): Field | undefined {
  const key = path.split('.')[0]
  for (const section of definition.sections) {
    const found = section.fields.find((field) => field.key === key)
    if (found) return found
  }
  return undefined
}

/** What fields may ask, over values that may still grow while they are checked. */
export function makeEnv(definition: FormDefinition, values: Values, context: FormContext): Env {
  const env: Env = {
    context,
    get: (path) => valueAt(values, path),
    pathOf: (path) => path,
    labelOf: (path) => labelOf(fieldOf(definition, path), path),
    expectation(path) {
      const field = fieldOf(definition, path)
      const rated = field?.type === 'level' || field?.type === 'ratingGrid'
      return rated ? own(context.expected, field.scale) : undefined
    },
    wordsFor: (path, answer) => wordsFor(fieldOf(definition, path), answer, env),
  }
  return env
}

/** "History taking" for a row of a grid, otherwise the field's own label. */
function labelOf(field: Field | undefined, path: string): string {
  const part = path.split('.')[1]
  const row = field?.type === 'ratingGrid' ? field.rows.find(({ key }) => key === part) : undefined
  return row?.label ?? field?.label ?? path
}

function wordsFor(field: Field | undefined, answer: Value, env: Env): string {
  if (field?.type === 'ratingGrid' || field?.type === 'level') {
    const level = levelsOf(field.scale, env.context).find(({ value }) => value === answer)
    if (level) return level.label
  }
  if (!field || field.type === 'list' || field.type === 'ratingGrid') return String(answer)
  const asked = Array.isArray(answer) || !isTicks(field) ? answer : [answer]
  return kindOf(field).print(field, asked, env).answer
}

const isTicks = ({ type }: Field): boolean => type === 'choices' || type === 'tags' || type === 'curriculumLinks'

/** Who writes a section. */
export const writerOf = (definition: FormDefinition, section: Section): Party => section.by ?? definition.filledBy

/**
 * May this writer write the field? Before the signature the trainee writes the trainee's sections and what the form lets
 * be prefilled, everybody else their own sections; afterwards only sections for afterwards are open, to their party.
 * Nobody in particular (undefined) is whoever may write.
 */
export function mayWrite(
  definition: FormDefinition,
  section: Section,
  field: Field,
  writer: Writer | null | undefined,
): boolean {
  if (writer === null || (section.afterSigning === true) !== (writer?.afterSigning === true)) return false
  if (writer === undefined) return true
  if (writerOf(definition, section) === writer.by) return true
  return writer.by === 'trainee' && !section.afterSigning && definition.prefill?.includes(field.key) === true
}

/** Goes through what shows, in order, letting each condition see only the visible answers before it. */
export function visible(definition: FormDefinition, values: Values, context: FormContext) {
  const seen: Values = {}
  const env = makeEnv(definition, seen, context)
  const sections = definition.sections.map((section) => {
    const shown = !section.showIf || holds(section.showIf, env)
    const fields: Field[] = []
    for (const field of section.fields) {
      if (!shown || !isShown(field, env)) continue
      fields.push(field)
      const value = own(values, field.key)
      if (value !== undefined) seen[field.key] = value
    }
    return { section, fields }
  })
  return { env, values: seen, sections }
}
