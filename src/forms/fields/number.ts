import type { FieldOf } from '../definition.ts'
import type { Value } from '../values.ts'
import { count, enter, inSentence } from '../words.ts'
import { checked, type FieldKind, keep, typed, type Wrong, wrong } from './kind.ts'

const LARGEST = 1_000_000

/** A number. Words typed in its place stay in a draft and are asked about at the end. */
export const number: FieldKind<FieldOf<'number'>> = {
  read: (_field, name, body) => numberOf(body.text(name)),
  schema: (field, strictness) => (strictness === 'draft' ? keep.number : checked((raw) => check(field, raw))),
  missing: (field) => ({ '': field.missing ?? enter(field.label) }),
  present: (field, { base, value }) => ({
    ...base,
    type: 'number',
    value: typed(value),
    min: field.min ?? null,
    max: field.max ?? null,
    step: field.step ? String(field.step) : field.integer === false ? 'any' : '1',
    unit: field.unit ?? null,
    inputmode: field.integer === false ? 'decimal' : 'numeric',
  }),
  print: (field, value) => ({
    answer: `${typeof value === 'number' ? count(value) : typed(value)}${field.unit ? ` ${field.unit}` : ''}`,
  }),
}

/** The number in a text; a text that is none comes back as it is. */
export function numberOf(text: string | undefined): Value | undefined {
  const trimmed = text?.trim()
  return trimmed !== undefined && /^[+-]?\d{1,15}(\.\d{1,10})?$/.test(trimmed) ? Number(trimmed) : text
}

function check(field: FieldOf<'number'>, raw: unknown): Value | Wrong {
  const name = inSentence(field.label)
  if (typeof raw !== 'number' || !Number.isFinite(raw)) return wrong(`Enter ${name} as a number, such as 4`)
  if (field.integer !== false && !Number.isInteger(raw)) return wrong(`Enter ${name} as a whole number`)
  const [min, max] = [field.min ?? -LARGEST, field.max ?? LARGEST]
  if (raw < min) return wrong(`Enter ${name} as ${count(min)} or more`)
  if (raw > max) return wrong(`Enter ${name} as ${count(max)} or less`)
  if (field.step && !isMultiple(raw - (field.min ?? 0), field.step)) {
    return wrong(`Enter ${name} in steps of ${count(field.step)}`)
  }
  return raw
}

/** Within the error of binary fractions. */
const isMultiple = (value: number, step: number): boolean => Math.abs(value / step - Math.round(value / step)) < 1e-6
