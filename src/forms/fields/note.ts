import type { FieldOf } from '../definition.ts'
import { checked, type FieldKind } from './kind.ts'

/** Words to read. */
export const note: FieldKind<FieldOf<'note'>> = {
  read: () => undefined,
  schema: () => checked(() => undefined),
  missing: () => ({}),
  present: (field, { base }) => ({
    ...base,
    type: 'note',
    text: field.text,
    tone: field.tone ?? 'plain',
    link: field.link ?? null,
  }),
  print: (field) => ({ answer: field.text }),
}
