import type { FormContext, ScaleLevel } from '../context.ts'
import type { FieldOf } from '../definition.ts'
import { own, type Value } from '../values.ts'
import { quoted } from '../words.ts'
import { checked, type Env, type FieldKind, keep, typed, wrong } from './kind.ts'
import { optionViews } from './options.ts'

export const NOT_OBSERVED = 'notObserved'

/** One level of a scale. */
export const level: FieldKind<FieldOf<'level'>> = {
  read: (_field, name, body) => ratingOf(body.text(name)),
  schema: (field, strictness, env) =>
    strictness === 'draft'
      ? keep.number
      : checked((raw) =>
          isOn(field, raw, env) ? (raw as Value) : wrong(`Choose one of the levels for ${quoted(field.label)}`),
        ),
  missing: (field) => ({ '': field.missing ?? `Choose a level for ${quoted(field.label)}` }),
  present: (field, { base, value }, env) => ({
    ...base,
    type: 'level',
    options: optionViews(
      [
        ...levelsOf(field.scale, env.context).map((one) => ({
          value: String(one.value),
          label: `${one.value} · ${one.label}`,
          help: helpOf(one, env.expectation(base.key), env.context.stage),
        })),
        ...(field.notObserved ? [{ value: NOT_OBSERVED, label: elseWords(field.notObserved, 'Not observed') }] : []),
      ],
      base.path,
      (option) => option === String(value),
    ),
  }),
  print(field, value, env) {
    if (value === NOT_OBSERVED) return { answer: elseWords(field.notObserved, 'Not observed') }
    const found = levelsOf(field.scale, env.context).find((one) => one.value === value)
    if (!found) return { answer: typed(value) }
    const answer = `${found.value} · ${found.label}`
    return found.descriptor ? { answer, detail: found.descriptor } : { answer }
  },
}

export const levelsOf = (scale: string, context: FormContext): readonly ScaleLevel[] =>
  own(context.scales, scale)?.levels ?? []

/** The label of the way out, or the usual words. */
export const elseWords = (label: string | true | undefined, usual: string): string =>
  typeof label === 'string' ? label : usual

/** A radio's value: a number for a level, text for the way out. */
export const ratingOf = (text: string | undefined): Value | undefined =>
  text !== undefined && /^-?\d{1,3}$/.test(text) ? Number(text) : text

function isOn(field: FieldOf<'level'>, raw: unknown, env: Env): boolean {
  if (raw === NOT_OBSERVED) return field.notObserved !== undefined
  return levelsOf(field.scale, env.context).some((one) => one.value === raw)
}

function helpOf(one: ScaleLevel, expected: number | undefined, stage: string | undefined): string | null {
  const mark = one.value === expected ? `expected for ${stage ?? 'this stage'}` : null
  return [one.descriptor, mark].filter(Boolean).join(' · ') || null
}
