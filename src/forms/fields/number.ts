import { inputName } from '../body.ts'
import type { FieldOf } from '../definition.ts'
import type { Value } from '../values.ts'
import { count, enter, inSentence } from '../words.ts'
import { checked, type Env, type FieldKind, keep, typed, type Wrong, wrong } from './kind.ts'

const LARGEST = 1_000_000

/** A number. Words typed in its place stay in a draft and are asked about at the end. */
export const number: FieldKind<FieldOf<'number'>> = {
  read: (_field, name, body) => numberOf(body.text(name)),
  schema: (field, strictness, env) => (strictness === 'draft' ? keep.number : checked((raw) => check(field, raw, env))),
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
    sumOf: field.sumOf ? field.sumOf.map(inputName).join(' ') : null,
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

function check(field: FieldOf<'number'>, raw: unknown, env: Env): Value | Wrong {
  const name = inSentence(field.label)
  if (typeof raw !== 'number' || !Number.isFinite(raw)) return wrong(`Enter ${name} as a number, such as 4`)
  if (field.integer !== false && !Number.isInteger(raw)) return wrong(`Enter ${name} as a whole number`)
  const [min, max] = [field.min ?? -LARGEST, field.max ?? LARGEST]
  if (raw < min) return wrong(`Enter ${name} as ${count(min)} or more`)
  if (raw > max) return wrong(`Enter ${name} as ${count(max)} or less`)
  if (field.step && !isMultiple(raw - (field.min ?? 0), field.step)) {
    return wrong(`Enter ${name} in steps of ${count(field.step)}`)
  }
  const sum = field.sumOf && sumOf(field.sumOf, env)
  if (sum !== undefined && Math.abs(sum - raw) > 1e-6) {
    return wrong(`They add up to ${count(sum)}, not ${count(raw)}: correct the total, or one of them`)
  }
  return raw
}

/** The sum of earlier answers, where each of them is a number. */
function sumOf(keys: readonly string[], env: Env): number | undefined {
  const parts = keys.map((key) => env.get(key))
  return parts.every((part) => typeof part === 'number') ? parts.reduce((sum, part) => sum + part, 0) : undefined
}

/** Within the error of binary fractions. */
const isMultiple = (value: number, step: number): boolean => Math.abs(value / step - Math.round(value / step)) < 1e-6
