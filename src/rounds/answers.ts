import { type FormDefinition, readFacts, type Values } from '../forms/index.ts'
import { RATER_GRADE } from '../programmes/index.ts'

type Field = FormDefinition['sections'][number]['fields'][number]

/** An answer taken apart: what is counted, what was written, and the grade that decides the group and goes no further. */
export interface Apart {
  grade: string | null
  ratings: { question: string; value: number }[]
  texts: { question: string; text: string }[]
}

/** A thing that was asked, with its label and how its values are called. */
export interface Question {
  key: string
  label: string
  /** Of a scale of the pack, or yes and no. */
  values: { scale: string } | { yes: string; no: string }
  /** For whoever releases the round, and not for the summary. */
  sensitive: boolean
}

const fieldsOf = (form: FormDefinition): Field[] => form.sections.flatMap((section) => section.fields)

/** The questions of a form whose answers are counted, in their order. */
export function questionsOf(form: FormDefinition): Question[] {
  return fieldsOf(form).flatMap((field): Question[] => {
    const sensitive = 'sensitive' in field && field.sensitive === true
    if (field.type === 'level')
      return [{ key: field.key, label: field.label, values: { scale: field.scale }, sensitive }]
    if (field.type === 'yesNo') {
      const values = { yes: field.yes ?? 'Yes', no: field.no ?? 'No' }
      return [{ key: field.key, label: field.label, values, sensitive }]
    }
    if (field.type !== 'ratingGrid') return []
    return field.rows.map(({ key, label }) => ({
      key: `${field.key}.${key}`,
      label,
      values: { scale: field.scale },
      sensitive,
    }))
  })
}

/** The fields whose texts are kept. */
export const textsOf = (form: FormDefinition): { key: string; label: string; sensitive: boolean }[] =>
  fieldsOf(form).flatMap((field) =>
    field.type === 'longText' || field.type === 'text'
      ? [{ key: field.key, label: field.label, sensitive: field.sensitive === true }]
      : [],
  )

/** What somebody answered to a question, if they rated it: "unable to comment" is no value. */
export function ratingIn(values: Values, question: string): number | null {
  const [field = '', row] = question.split('.')
  const whole = values[field]
  const value = row === undefined ? whole : isRows(whole) && Object.hasOwn(whole, row) ? whole[row] : undefined
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'number' ? value : null
}

const isRows = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Takes an answer apart, so that nothing holds its pieces together any more. */
export function takeApart(form: FormDefinition, values: Values): Apart {
  const grade = readFacts(form, values)[RATER_GRADE]
  return {
    grade: typeof grade === 'string' ? grade : null,
    ratings: questionsOf(form).flatMap(({ key }) => {
      const value = ratingIn(values, key)
      return value === null ? [] : [{ question: key, value }]
    }),
    texts: textsOf(form).flatMap(({ key }) => {
      const text = values[key]
      return typeof text === 'string' && text.trim() ? [{ question: key, text: text.trim() }] : []
    }),
  }
}
