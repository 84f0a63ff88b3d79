import type { NamedWords } from '../kit/freeWords.ts'
import type { AnswerField, FormDefinition } from './definition.ts'
import type { Value, Values } from './values.ts'

/**
 * What somebody wrote freely into a form, by the path of the field: `learnt`, `cases.2.problem`. Fields that ask for a
 * name or a number by their nature say `anonymityReminder: false`: there only patients' numbers are looked for. What stands
 * as it stood is left out.
 * @param before the answers as they were kept before, by whomever
 */
export function freeWords(
  form: Pick<FormDefinition, 'sections'>,
  values: Values,
  before: Values = {},
): Record<string, string | NamedWords> {
  const words = (of: Values) =>
    form.sections
      .flatMap((section) => section.fields)
      .flatMap((field) => wordsIn(field as AnswerField, field.key, of[field.key]))
  const stood = new Map(words(before).map(([path, { text }]) => [path, text]))
  const written = words(values).filter(([path, { text }]) => stood.get(path) !== text)
  return Object.fromEntries(written.map(([path, { text, free }]) => [path, free ? text : { named: text }]))
}

interface Written {
  text: string
  free: boolean
}

function wordsIn(field: AnswerField, path: string, value: Value | undefined): [string, Written][] {
  if (field.type === 'list' && Array.isArray(value)) {
    return value.flatMap((row, index) =>
      field.fields.flatMap((inner) =>
        wordsIn(inner as AnswerField, `${path}.${index}.${inner.key}`, (row as Values)[inner.key]),
      ),
    )
  }
  const written = field.type === 'text' || field.type === 'longText'
  if (!written || typeof value !== 'string' || value === '') return []
  return [[path, { text: value, free: field.anonymityReminder !== false }]]
}
