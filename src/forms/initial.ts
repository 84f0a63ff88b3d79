import { inputName } from './body.ts'
import type { FormContext } from './context.ts'
import type { AnswerField, FormDefinition, PrefillSource } from './definition.ts'
import { makeEnv } from './env.ts'
import { uploadName } from './fields/file.ts'
import { kindOf } from './fields/index.ts'
import { own, type Value, type Values } from './values.ts'

/** A new form's values: only what the product really knows. */
export function initialValues(definition: FormDefinition, context: FormContext): Values {
  return fill(definition, context, (field) => (field.prefill ? known(field.prefill, field.key, context) : undefined))
}

/** A new form after the last one: what may be copied, and what is known for the rest. */
export function copiedValues(definition: FormDefinition, last: Values, context: FormContext): Values {
  const copied = fill(definition, context, (field) => (field.copyable ? own(last, field.key) : undefined))
  return { ...initialValues(definition, context), ...copied }
}

function fill(
  definition: FormDefinition,
  context: FormContext,
  valueFor: (field: AnswerField) => Value | undefined,
): Values {
  const values: Values = {}
  const env = makeEnv(definition, values, context)
  for (const field of definition.sections.flatMap((section) => section.fields)) {
    if (field.type === 'note' || field.type === 'figures') continue
    const value = kindOf(field).schema(field, 'draft', env).parse(valueFor(field))
    if (value !== undefined) values[field.key] = value
  }
  return values
}

function known(source: PrefillSource, key: string, context: FormContext): Value | undefined {
  if (source === 'today') return context.today.toString()
  if (source === 'lastUsed') return own(context.last, key)
  if (source === 'daysAway') return own(context.daysAway, key) ?? context.daysAway?.total
  return context.known?.[source]
}

/** The inputs that carry files, for whoever receives uploads. */
export function fileFields(
  definition: FormDefinition,
): { key: string; input: string; max: number; accept: string[] }[] {
  return definition.sections
    .flatMap((section) => section.fields)
    .flatMap((field) =>
      field.type === 'file'
        ? [{ key: field.key, input: uploadName(inputName(field.key)), max: field.max ?? 1, accept: field.accept ?? [] }]
        : [],
    )
}
