import type { FieldOf } from '../definition.ts'
import { choose, inSentence } from '../words.ts'
import { checked, type Env, type FieldKind, keep, typed, wrong } from './kind.ts'
import { groupsOf, titleFor } from './options.ts'

const items = (env: Env) => env.context.procedures ?? []

/** One of the pack's procedures. */
export const procedure: FieldKind<FieldOf<'procedure'>> = {
  read: (_field, name, body) => body.text(name),
  schema: (field, strictness, env) =>
    strictness === 'draft'
      ? keep.text
      : checked((raw) =>
          items(env).some(({ key }) => key === raw)
            ? String(raw)
            : wrong(`Choose ${inSentence(field.label)} from the list`),
        ),
  missing: (field) => ({ '': field.missing ?? choose(field.label) }),
  present: (_field, { base, value }, env) => ({
    ...base,
    type: 'procedure',
    groups: groupsOf(items(env), base.path, (key) => key === value),
  }),
  print: (_field, value, env) => ({ answer: titleFor(items(env), typed(value)) }),
}
