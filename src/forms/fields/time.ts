import type { FieldOf } from '../definition.ts'
import { enter, inSentence } from '../words.ts'
import { checked, type FieldKind, keep, typed, wrong } from './kind.ts'

/** A time of day, kept as HH:MM. */
export const time: FieldKind<FieldOf<'time'>> = {
  read(_field, name, body) {
    const text = body.text(name)?.trim()
    const [, hours, minutes] = text?.match(/^(\d{1,2})[:.]?(\d{2})(?::\d{2})?$/) ?? []
    return hours && minutes ? `${hours.padStart(2, '0')}:${minutes}` : text || undefined
  },
  schema: (field, strictness) =>
    strictness === 'draft'
      ? keep.text
      : checked((raw) =>
          typeof raw === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(raw)
            ? raw
            : wrong(`Enter ${inSentence(field.label)} as a time, such as 09:30`),
        ),
  missing: (field) => ({ '': field.missing ?? enter(field.label) }),
  present: (_field, { base, value }) => ({ ...base, type: 'time', value: typed(value) }),
  print: (_field, value) => ({ answer: typed(value) }),
}
