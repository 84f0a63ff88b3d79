import type { FieldOf } from '../definition.ts'
import { checked, type FieldKind, keep, wrong } from './kind.ts'

const SENTENCE = 'Tick the declaration if it is true; without it this cannot be signed'

/** A statement to accept. Only a tick made now accepts it. */
export const declaration: FieldKind<FieldOf<'declaration'>> = {
  read: (_field, name, body) => (body.text(name) === 'yes' ? true : undefined),
  schema: (_field, strictness) =>
    strictness === 'draft' ? keep.boolean : checked((raw) => (raw === true ? true : wrong(SENTENCE))),
  missing: (field) => ({ '': field.missing ?? SENTENCE }),
  present: (field, { base, value }) => ({ ...base, type: 'declaration', text: field.text, checked: value === true }),
  print: (field, value) => ({ answer: value === true ? 'Accepted' : 'Not accepted', detail: field.text }),
}
