import type { FormBody } from '../body.ts'
import type { Strictness } from '../context.ts'
import type { Field, FieldOf, RowField } from '../definition.ts'
import { isBlank, isObject, type Problems, type Value, type Values, valueAt } from '../values.ts'
import { plural } from '../words.ts'
import { baseOf } from './base.ts'
import { below, checkAnswer, isShown } from './check.ts'
import { checked, type Env, type FieldKind, type Printed, type Wrong, wrong } from './kind.ts'

type List = FieldOf<'list'>
type KindOf = (field: Field) => FieldKind<Field>

const MAX = 50
/** A draft may hold more rows than the form takes, but not without end. */
const MAX_IN_DRAFT = 500
/** Stands for the row's number in the blank row that scripts copy. */
export const ROW = '__row__'

/** Rows of the same questions. Made with the registry, as its rows are made of other kinds. */
export function listKind(kindOf: KindOf): FieldKind<List> {
  return {
    read: (field, name, body) => readRows(field, name, body, kindOf),
    schema: (field, strictness, env) => checked((raw) => checkRows(field, raw, strictness, env, kindOf)),
    missing: (field) => ({ '': field.missing ?? `Add at least ${plural(Math.max(field.min ?? 1, 1), field.item)}` }),
    present(field, { base, value, problems }, env) {
      const filled = rowsOf(value)
      const max = field.max ?? MAX
      const shown = Math.min(Math.max(filled.length + 1, field.min ?? 1), Math.max(max, filled.length))
      return {
        ...base,
        type: 'list',
        item: field.item,
        rows: Array.from({ length: shown }, (_, index) => ({
          number: index + 1,
          legend: legendOf(field, index + 1),
          fields: presentRow(field, String(index), filled[index] ?? {}, base.path, problems, env, kindOf),
        })),
        blankLegend: legendOf(field, '__number__'),
        blank: presentRow(field, ROW, {}, base.path, {}, env, kindOf),
        max,
      }
    },
    print: (field, value, env) => printRows(field, value, env, kindOf),
  }
}

const legendOf = (field: List, number: number | string): string =>
  `${field.item[0]?.toUpperCase()}${field.item.slice(1)} ${number}`

const rowsOf = (value: unknown): Values[] => (Array.isArray(value) ? value.filter(isObject) : []) as Values[]

function readRows(field: List, name: string, body: FormBody, kindOf: KindOf): Value | undefined {
  const rows = body.rows(name).flatMap((number) => {
    const row: Values = {}
    for (const sub of field.fields) {
      const value = kindOf(sub).read(sub, `${name}.${number}.${sub.key}`, body)
      if (value !== undefined) row[sub.key] = value
    }
    return isBlank(row) ? [] : [row]
  })
  return rows.length ? rows : undefined
}

function checkRows(
  field: List,
  raw: unknown,
  strictness: Strictness,
  env: Env,
  kindOf: KindOf,
): Value | undefined | Wrong {
  const problems: Problems = {}
  const sent = rowsOf(raw).filter((row) => !isBlank(row))
  const rows = sent.slice(0, MAX_IN_DRAFT).map((row, index) => {
    const result = checkRow(field, row, strictness, rowEnv(env, field, String(index), {}, kindOf), kindOf)
    Object.assign(problems, below(String(index), result.problems))
    return result.row
  })
  if (strictness === 'draft') return rows.length ? rows : undefined
  const [min, max] = [field.min ?? 0, field.max ?? MAX]
  if (sent.length < min) problems[''] = `Add at least ${plural(min, field.item)}: so far there are ${sent.length}`
  if (sent.length > max) problems[''] = `Keep at most ${plural(max, field.item)}: remove ${sent.length - max}`
  return Object.keys(problems).length ? wrong(problems) : rows
}

function checkRow(field: List, sent: Values, strictness: Strictness, env: RowEnv, kindOf: KindOf) {
  const problems: Problems = {}
  for (const sub of field.fields) {
    if (strictness === 'final' && !isShown(sub, env)) continue
    const result = checkAnswer(kindOf(sub), sub, valueAt(sent, sub.key), strictness, env)
    Object.assign(problems, below(sub.key, result.problems))
    if (result.value !== undefined) env.row[sub.key] = result.value
  }
  return { row: env.row, problems }
}

function presentRow(
  field: List,
  index: string,
  row: Values,
  path: string,
  problems: Problems,
  outer: Env,
  kindOf: KindOf,
) {
  const env = rowEnv(outer, field, index, row, kindOf)
  return field.fields.map((sub) => {
    const base = baseOf(sub, `${path}.${index}.${sub.key}`, problems, env)
    return kindOf(sub).present(sub, { base, value: valueAt(row, sub.key), problems }, env)
  })
}

function printRows(field: List, value: Value, outer: Env, kindOf: KindOf): Printed {
  const rows = rowsOf(value).map((row, index) => {
    const env = rowEnv(outer, field, String(index), row, kindOf)
    return field.fields
      .filter((sub) => isShown(sub, env) && !isBlank(valueAt(row, sub.key)))
      .map((sub) => ({ label: sub.label, answer: kindOf(sub).print(sub, valueAt(row, sub.key) as Value, env).answer }))
  })
  const lines = rows.map((row) => row.map(({ label, answer }) => `${label}: ${answer}`).join('; '))
  return { answer: lines.join('\n'), rows }
}

interface RowEnv extends Env {
  row: Values
}

/** A row's view of the form: its own fields first, then everything before the list. */
function rowEnv(outer: Env, field: List, index: string, row: Values, kindOf: KindOf): RowEnv {
  const inRow = (path: string): RowField | undefined => field.fields.find((sub) => sub.key === path.split('.')[0])
  const env: RowEnv = {
    row,
    context: outer.context,
    get: (path) => (inRow(path) ? valueAt(row, path) : outer.get(path)),
    pathOf: (path) => (inRow(path) ? `${field.key}.${index}.${path}` : outer.pathOf(path)),
    labelOf: (path) => inRow(path)?.label ?? outer.labelOf(path),
    expectation(path) {
      const sub = inRow(path)
      if (!sub) return outer.expectation(path)
      return sub.type === 'level' ? outer.context.expected?.[sub.scale] : undefined
    },
    wordsFor(path, answer) {
      const sub = inRow(path)
      return sub ? kindOf(sub).print(sub, answer, env).answer : outer.wordsFor(path, answer)
    },
  }
  return env
}
