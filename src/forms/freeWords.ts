import type { AnswerField, FormDefinition } from './definition.ts'
import type { Value, Values } from './values.ts'

/**
 * What somebody wrote freely into a form, by the path of the field: `learnt`, `cases.2.problem`. Fields that ask for a
 * name or a number by their nature say `anonymityReminder: false` and are left out, as is what stands as it stood.
 * @param before the answers as they were kept before, by whomever
 */
export function freeWords(
  form: Pick<FormDefinition, 'sections'>,
  values: Values,
  before: Values = {},
): Record<string, string> {
  const words = (of: Values) =>
    form.sections
      .flatMap((section) => section.fields)
      .flatMap((field) => wordsIn(field as AnswerField, field.key, of[field.key]))
  const stood = new Map(words(before))
  return Object.fromEntries(words(values).filter(([path, text]) => stood.get(path) !== text))
}

function wordsIn(field: AnswerField, path: string, value: Value | undefined): [string, string][] {
  if (field.type === 'list' && Array.isArray(value)) {
    return value.flatMap((row, index) =>
      field.fields.flatMap((inner) =>
        wordsIn(inner as AnswerField, `${path}.${index}.${inner.key}`, (row as Values)[inner.key]),
      ),
    )
  }
  const free = (field.type === 'text' || field.type === 'longText') && field.anonymityReminder !== false
  return free && typeof value === 'string' && value !== '' ? [[path, value]] : []
}
