import type { FieldOf } from '../definition.ts'
import type { Value } from '../values.ts'
import { count, enter, inSentence, plural } from '../words.ts'
import { checked, type FieldKind, keep, typed, type Wrong, wrong } from './kind.ts'
import { numberOf } from './number.ts'

/** A length of time in the field's unit; "1:30" is understood as an hour and a half. */
export const duration: FieldKind<FieldOf<'duration'>> = {
  read: (field, name, body) => durationOf(body.text(name), field.unit),
  schema: (field, strictness) => (strictness === 'draft' ? keep.number : checked((raw) => check(field, raw))),
  missing: (field) => ({ '': field.missing ?? enter(field.label) }),
  present: (field, { base, value }) => ({ ...base, type: 'duration', value: typed(value), unit: field.unit }),
  print: (field, value) => ({
    answer: typeof value === 'number' ? plural(value, field.unit.slice(0, -1)) : typed(value),
  }),
}

function durationOf(text: string | undefined, unit: 'minutes' | 'hours'): Value | undefined {
  const [, hours, minutes] = text?.trim().match(/^(\d{1,3}):([0-5]\d)$/) ?? []
  if (hours === undefined || minutes === undefined) return numberOf(text)
  const all = Number(hours) * 60 + Number(minutes)
  return unit === 'minutes' ? all : Math.round((all / 60) * 100) / 100
}

function check(field: FieldOf<'duration'>, raw: unknown): Value | Wrong {
  const name = inSentence(field.label)
  const max = field.max ?? (field.unit === 'hours' ? 1000 : 60_000)
  if (typeof raw !== 'number' || !Number.isFinite(raw))
    return wrong(`Enter ${name} in ${field.unit}, such as 1:30 or 2`)
  if (raw < (field.min ?? 0)) return wrong(`Enter ${name} as ${count(field.min ?? 0)} ${field.unit} or more`)
  if (raw > max) return wrong(`Enter ${name} as ${count(max)} ${field.unit} or less`)
  return raw
}
