import type { FieldOf } from '../definition.ts'
import { choose, inSentence } from '../words.ts'
import { checked, type FieldKind, keep, typed, wrong } from './kind.ts'
import { optionsOf, optionViews } from './options.ts'

const RADIOS_AT_MOST = 6

/** One of several. */
export const choice: FieldKind<FieldOf<'choice'>> = {
  read: (_field, name, body) => body.text(name),
  schema: (field, strictness, { context }) =>
    strictness === 'draft'
      ? keep.text
      : checked((raw) =>
          optionsOf(field, context).some(([value]) => value === raw)
            ? String(raw)
            : wrong(`Choose ${inSentence(field.label)} from the list`),
        ),
  missing: (field) => ({ '': field.missing ?? choose(field.label) }),
  present(field, { base, value }, { context }) {
    const options = optionsOf(field, context).map(([value, label, help]) => ({ value, label, help }))
    return {
      ...base,
      type: 'choice',
      as: field.as ?? (options.length <= RADIOS_AT_MOST ? 'radio' : 'select'),
      options: optionViews(options, base.path, (option) => option === value),
    }
  },
  print: (field, value, { context }) => ({
    answer: optionsOf(field, context).find(([option]) => option === value)?.[1] ?? typed(value),
  }),
}
