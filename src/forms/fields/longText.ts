import type { FieldOf } from '../definition.ts'
import { enter } from '../words.ts'
import { checked, type FieldKind, keep, typed } from './kind.ts'
import { checkWords } from './words.ts'

const MAX = 5000
const ROWS = 4

/** Paragraphs. */
export const longText: FieldKind<FieldOf<'longText'>> = {
  read: (_field, name, body) => body.text(name),
  schema: (field, strictness) =>
    strictness === 'draft' ? keep.text : checked((raw) => checkWords(raw, field, field.max ?? MAX, false)),
  missing: (field) => ({ '': field.missing ?? enter(field.label) }),
  present: (field, { base, value }) => ({
    ...base,
    type: 'longText',
    value: typed(value),
    max: field.max ?? MAX,
    rows: field.rows ?? ROWS,
  }),
  print: (_field, value) => ({ answer: typed(value) }),
}
