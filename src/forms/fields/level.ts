import type { FormContext, Scale, ScaleLevel } from '../context.ts'
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
          label: levelWords(one, scaleOf(field.scale, env.context)),
          help: helpOf(one, env.expectation(base.key), env.context.stage),
        })),
        ...(field.notObserved ? [{ value: NOT_OBSERVED, label: elseWords(field.notObserved, 'Not observed') }] : []),
      ],
      base.path,
      (option) => option === String(value),
    ).map((option, index) => ({ ...option, aspects: levelsOf(field.scale, env.context)[index]?.aspects ?? [] })),
  }),
  print(field, value, env) {
    if (value === NOT_OBSERVED) return { answer: elseWords(field.notObserved, 'Not observed') }
    const found = levelsOf(field.scale, env.context).find((one) => one.value === value)
    if (!found) return { answer: typed(value) }
    const answer = levelWords(found, scaleOf(field.scale, env.context))
    return found.descriptor ? { answer, detail: found.descriptor } : { answer }
  },
}

const scaleOf = (key: string, context: FormContext): Scale => own(context.scales, key) ?? { title: key, levels: [] }

export const levelsOf = (scale: string, context: FormContext): readonly ScaleLevel[] => scaleOf(scale, context).levels

/** "3 · Indirect supervision" where people say the number, otherwise the label alone. */
const levelWords = ({ value, label }: ScaleLevel, { numbered }: Scale): string =>
  numbered ? `${value} · ${label}` : label

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
  if (one.value !== expected) return one.descriptor ?? null
  const mark = `expected for ${stage ?? 'this stage'}`
  return one.descriptor ? `${one.descriptor.replace(/\.$/, '')} · ${mark}` : mark
}
