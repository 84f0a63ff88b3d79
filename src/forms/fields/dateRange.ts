import { Temporal } from 'temporal-polyfill'
import { inputId } from '../body.ts'
import type { FieldOf } from '../definition.ts'
import { isObject, type Problems, type Value } from '../values.ts'
import { dateWords, enter, inSentence, toDate } from '../words.ts'
import { checkDay, isoOf, limit } from './date.ts'
import { checked, type Env, type FieldKind, keep, type Place, typedPart, Wrong, wrong } from './kind.ts'

type DateRange = FieldOf<'dateRange'>

const labels = (field: DateRange) => ({ from: field.fromLabel ?? 'First day', to: field.toLabel ?? 'Last day' })

/** A first and a last day, both included. */
export const dateRange: FieldKind<DateRange> = {
  read(_field, name, body) {
    const [from, to] = [isoOf(body.text(`${name}.from`)), isoOf(body.text(`${name}.to`))]
    if (!from && !to) return undefined
    return { ...(from ? { from } : {}), ...(to ? { to } : {}) }
  },
  schema: (field, strictness, env) =>
    strictness === 'draft' ? keep.parts(['from', 'to']) : checked((raw) => check(field, raw, env)),
  missing: (field) => ({
    from: field.missing ?? enter(labels(field).from),
    ...(field.openEnded ? {} : { to: enter(labels(field).to) }),
  }),
  present: (field, place, env) => ({
    ...place.base,
    type: 'dateRange',
    from: part(field, 'from', place),
    to: part(field, 'to', place),
    min: limit(field.notBefore, env)?.toString() ?? null,
    max: limit(field.notAfter, env)?.toString() ?? null,
  }),
  print(_field, value) {
    const [from, to] = [typedPart(value, 'from'), typedPart(value, 'to')].map(dateWords)
    return { answer: to ? `${from} to ${to}` : `from ${from}, still going on` }
  },
}

function part(field: DateRange, which: 'from' | 'to', { base, value, problems }: Place) {
  const path = `${base.path}.${which}`
  const id = inputId(path)
  const problem = problems[path] ?? null
  return {
    id,
    name: `${base.name}.${which}`,
    label: labels(field)[which],
    value: typedPart(value, which),
    problem,
    describedBy: problem === null ? null : `${id}-problem`,
  }
}

function check(field: DateRange, raw: unknown, env: Env): Value | Wrong {
  if (!isObject(raw)) return wrong(enter(field.label))
  const problems: Problems = {}
  const days: { from?: string; to?: string } = {}
  for (const which of ['from', 'to'] as const) {
    if (raw[which] === undefined || raw[which] === '') {
      if (which === 'from' || !field.openEnded) problems[which] = enter(labels(field)[which])
      continue
    }
    const day = checkDay(raw[which], field, labels(field)[which], env)
    if (day instanceof Wrong) problems[which] = day.problems[''] ?? ''
    else days[which] = String(day)
  }
  const [from, to] = [toDate(days.from), toDate(days.to)]
  if (from && to && Temporal.PlainDate.compare(to, from) < 0) {
    problems.to = `Enter ${inSentence(labels(field).to)} as ${dateWords(from.toString())} or later`
  }
  return Object.keys(problems).length ? wrong(problems) : days
}
