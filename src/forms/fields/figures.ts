import type { FieldOf } from '../definition.ts'
import { own } from '../values.ts'
import { checked, type Env, type FieldKind, type Printed } from './kind.ts'

const NONE = 'Nothing is recorded yet'

const figuresOf = (field: FieldOf<'figures'>, env: Env) => own(env.context.figures, field.source)

/** What the product knows, shown while writing and frozen with the signature. */
export const figures: FieldKind<FieldOf<'figures'>> = {
  read: () => undefined,
  schema: () => checked(() => undefined),
  missing: () => ({}),
  present: (field, { base }, env) => ({
    ...base,
    type: 'figures',
    rows: [...(figuresOf(field, env)?.rows ?? [])],
    note: figuresOf(field, env)?.note ?? (figuresOf(field, env)?.rows.length ? null : NONE),
  }),
  print(field, _value, env): Printed {
    const rows = figuresOf(field, env)?.rows.map(({ label, text }) => ({ label, answer: text })) ?? []
    if (rows.length === 0) return { answer: figuresOf(field, env)?.note ?? NONE }
    const note = figuresOf(field, env)?.note
    const answer = rows.map(({ label, answer }) => `${label}: ${answer}`).join('\n')
    return { answer, rows: [rows], ...(note ? { detail: note } : {}) }
  },
}
