import { inputId, inputName } from '../body.ts'
import type { FieldOf } from '../definition.ts'
import { isObject, type Problems, type Value } from '../values.ts'
import { NOT_ANSWERED, quoted } from '../words.ts'
import { checked, type Env, type FieldKind, keep, typed, type Wrong, wrong } from './kind.ts'
import { elseWords, levelsOf, ratingOf } from './level.ts'
import { optionViews } from './options.ts'

type RatingGrid = FieldOf<'ratingGrid'>
type Row = RatingGrid['rows'][number]

export const UNABLE = 'unableToComment'

/** Several things on one scale. Kept as an object: row → level, or "unable to comment". */
export const ratingGrid: FieldKind<RatingGrid> = {
  read(field, name, body) {
    const rated = field.rows.flatMap(({ key }) => {
      const rating = ratingOf(body.text(`${name}.${key}`))
      return rating === undefined ? [] : [[key, rating] as const]
    })
    return rated.length ? Object.fromEntries(rated) : undefined
  },
  schema: (field, strictness, env) =>
    strictness === 'draft' ? keep.parts(field.rows.map((row) => row.key)) : checked((raw) => check(field, raw, env)),
  missing: (field) => missingRows(field, {}),
  present: (field, { base, value, problems }, env) => ({
    ...base,
    type: 'ratingGrid',
    heads: optionsOf(field, env).map(({ label }) => label),
    rows: field.rows.map((row) => {
      const path = `${base.path}.${row.key}`
      const problem = problems[path] ?? null
      const ids = [row.help ? `${inputId(path)}-help` : null, problem ? `${inputId(path)}-problem` : null]
      return {
        id: inputId(path),
        name: inputName(path),
        label: row.label,
        help: row.help ?? null,
        problem,
        describedBy: ids.filter(Boolean).join(' ') || null,
        options: optionViews(optionsOf(field, env), path, (option) => option === String(ratingIn(value, row.key))),
      }
    }),
  }),
  print(field, value, env) {
    const row = field.rows
      .filter(({ key }) => ratingIn(value, key) !== undefined || isObject(value))
      .map(({ key, label }) => ({ label, answer: ratingWords(field, ratingIn(value, key), env) }))
    return { answer: row.map(({ label, answer }) => `${label}: ${answer}`).join('\n'), rows: [row] }
  },
}

const optionsOf = (field: RatingGrid, env: Env) => [
  ...levelsOf(field.scale, env.context).map((one) => ({ value: String(one.value), label: one.label })),
  ...(field.unableToComment ? [{ value: UNABLE, label: elseWords(field.unableToComment, 'Unable to comment') }] : []),
]

function ratingIn(value: Value | undefined, key: string): Value | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? (value[key] as Value) : undefined
}

function ratingWords(field: RatingGrid, rating: Value | undefined, env: Env): string {
  if (rating === undefined) return NOT_ANSWERED
  return optionsOf(field, env).find(({ value }) => value === String(rating))?.label ?? typed(rating)
}

/** Rows of an optional grid may be left out one by one. */
const isOptional = (field: RatingGrid, row: Row): boolean => (row.optional ?? field.optional) === true

const rateRow = (row: Row): string => `Rate ${quoted(row.label)}`

function missingRows(field: RatingGrid, value: Value): Problems {
  const open = field.rows.filter((row) => !isOptional(field, row) && ratingIn(value, row.key) === undefined)
  return Object.fromEntries(open.map((row) => [row.key, rateRow(row)]))
}

function check(field: RatingGrid, raw: unknown, env: Env): Value | Wrong {
  if (!isObject(raw)) return wrong(missingRows(field, {}))
  const problems: Problems = {}
  const known = new Set(optionsOf(field, env).map(({ value }) => value))
  const ratings: Record<string, Value> = {}
  for (const row of field.rows) {
    const rating = ratingIn(raw as Value, row.key)
    if (rating === undefined && isOptional(field, row)) continue
    if (rating === undefined || !known.has(String(rating))) problems[row.key] = rateRow(row)
    else ratings[row.key] = rating
  }
  return Object.keys(problems).length ? wrong(problems) : ratings
}
