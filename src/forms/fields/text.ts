import type { FieldOf } from '../definition.ts'
import { enter } from '../words.ts'
import { checked, type FieldKind, keep, typed } from './kind.ts'
import { checkWords } from './words.ts'

const MAX = 200

/** One line of text. */
export const text: FieldKind<FieldOf<'text'>> = {
  read: (_field, name, body) => body.text(name),
  schema: (field, strictness) =>
    strictness === 'draft' ? keep.text : checked((raw) => checkWords(raw, field, field.max ?? MAX, true)),
  missing: (field) => ({ '': field.missing ?? enter(field.label) }),
  present: (field, { base, value }) => ({ ...base, type: 'text', value: typed(value), max: field.max ?? MAX }),
  print: (_field, value) => ({ answer: typed(value) }),
}
