import { Temporal } from 'temporal-polyfill'
import type { FieldOf } from '../definition.ts'
import type { Value } from '../values.ts'
import { dateWords, enter, inSentence, toDate } from '../words.ts'
import { checked, type Env, type FieldKind, keep, typed, type Wrong, wrong } from './kind.ts'

interface Limited {
  label: string
  notAfter?: string | undefined
  notBefore?: string | undefined
}

/** A calendar day, kept as its ISO text. */
export const date: FieldKind<FieldOf<'date'>> = {
  read: (_field, name, body) => isoOf(body.text(name)),
  schema: (field, strictness, env) =>
    strictness === 'draft' ? keep.text : checked((raw) => checkDay(raw, field, field.label, env)),
  missing: (field) => ({ '': field.missing ?? enter(field.label) }),
  present: (field, { base, value }, env) => ({
    ...base,
    type: 'date',
    value: typed(value),
    min: limit(field.notBefore, env)?.toString() ?? null,
    max: limit(field.notAfter, env)?.toString() ?? null,
  }),
  print: (_field, value) => ({ answer: dateWords(typed(value)) }),
}

/** Browsers send ISO; a browser without a date picker sends what was typed, which is read day first. */
export function isoOf(text: string | undefined): string | undefined {
  const [, day, month, year] = text?.trim().match(/^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/) ?? []
  if (!day || !month || !year) return text?.trim() || undefined
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

/** The day that a limit stands for; null where the other field has none yet. */
export function limit(named: string | undefined, env: Env): Temporal.PlainDate | null {
  if (named === undefined) return null
  return named === 'today' ? env.context.today : (toDate(named) ?? toDate(env.get(named)))
}

/** A day that exists, in living memory and within its limits. */
export function checkDay(raw: unknown, field: Limited, label: string, env: Env): Value | Wrong {
  const name = inSentence(label)
  const day = toDate(raw)
  if (!day) {
    const given = typeof raw === 'string' && raw.length <= 20 ? `: “${raw.trim()}” is not a day in the calendar` : ''
    return wrong(`Enter ${name} as a real date${given}`)
  }
  if (day.year < 1900 || day.year > 2100) return wrong(`Check the year of ${name}: ${day.year} cannot be right`)
  const [earliest, latest] = [limit(field.notBefore, env), limit(field.notAfter, env)]
  if (latest && Temporal.PlainDate.compare(day, latest) > 0) {
    return wrong(`Enter ${name} as a day no later than ${limitWords(field.notAfter, latest, env)}`)
  }
  if (earliest && Temporal.PlainDate.compare(day, earliest) < 0) {
    return wrong(`Enter ${name} as a day no earlier than ${limitWords(field.notBefore, earliest, env)}`)
  }
  return day.toString()
}

function limitWords(named: string | undefined, day: Temporal.PlainDate, env: Env): string {
  const words = dateWords(day.toString())
  if (named === 'today') return `today, ${words}`
  return named === undefined || toDate(named) ? words : `${inSentence(env.labelOf(named))}, ${words}`
}
