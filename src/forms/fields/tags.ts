import type { FieldOf } from '../definition.ts'
import { own } from '../values.ts'
import { choose } from '../words.ts'
import { checked, type Env, type FieldKind, keep } from './kind.ts'
import { ticksPrinted, ticksView } from './links.ts'
import { checkTicks } from './ticks.ts'

const items = (field: FieldOf<'tags'>, env: Env) => own(env.context.tagSets, field.set) ?? []

/** Words out of one of the pack's sets, such as presentations and conditions. */
export const tags: FieldKind<FieldOf<'tags'>> = {
  read(_field, name, body) {
    const ticked = body.texts(name)
    return ticked.length ? ticked : undefined
  },
  schema: (field, strictness, env) =>
    strictness === 'draft'
      ? keep.texts
      : checked((raw) =>
          checkTicks(
            raw,
            field,
            items(field, env).map(({ key }) => key),
          ),
        ),
  missing: (field) => ({ '': field.missing ?? choose(field.label) }),
  present: (field, { base, value }, env) => ({
    ...base,
    type: 'tags',
    ...ticksView(items(field, env), base.path, value),
  }),
  print: (field, value, env) => ticksPrinted(items(field, env), value),
}
