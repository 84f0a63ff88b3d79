import { holds } from '../conditions.ts'
import type { Strictness } from '../context.ts'
import type { Field } from '../definition.ts'
import { isBlank, type Problems, type Value } from '../values.ts'
import type { Env, FieldKind } from './kind.ts'

export interface Checked {
  value?: Value | undefined
  problems: Problems
}

/** Does the field show? */
export const isShown = (field: Field, env: Env): boolean => !field.showIf || holds(field.showIf, env)

/** Must it be answered? */
export function isRequired(field: Field, env: Env): boolean {
  if (field.type === 'note' || field.type === 'figures') return false
  return field.requiredIf ? holds(field.requiredIf, env) : !field.optional
}

/** Checks one answer. A draft keeps what it can and has no problems; at the end, what is missing or wrong is said. */
export function checkAnswer(
  kind: FieldKind<Field>,
  field: Field,
  raw: Value | undefined,
  strictness: Strictness,
  env: Env,
): Checked {
  if (strictness === 'draft') return { value: kind.schema(field, 'draft', env).parse(raw), problems: {} }
  if (isBlank(raw)) return { problems: isRequired(field, env) ? kind.missing(field, env) : {} }
  const parsed = kind.schema(field, 'final', env).safeParse(raw)
  if (parsed.success) return { value: parsed.data, problems: {} }
  const problems: Problems = {}
  for (const { path, message } of parsed.error.issues) problems[path.join('.')] ??= message
  return { problems }
}

/** Problems of a part, by their path in the whole. */
export function below(path: string, problems: Problems): Problems {
  return Object.fromEntries(
    Object.entries(problems).map(([part, sentence]) => [part === '' ? path : `${path}.${part}`, sentence]),
  )
}
