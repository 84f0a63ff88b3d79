import type { FieldOf } from '../definition.ts'
import { choose } from '../words.ts'
import { checked, type Env, type FieldKind, keep } from './kind.ts'
import { ticksPrinted, ticksView } from './links.ts'
import { checkTicks } from './ticks.ts'

const items = (env: Env) => env.context.curriculum ?? []

/** Items of the curriculum that this is evidence for. */
export const curriculumLinks: FieldKind<FieldOf<'curriculumLinks'>> = {
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
            items(env).map(({ key }) => key),
          ),
        ),
  missing: (field) => ({ '': field.missing ?? choose(field.label) }),
  present: (_field, { base, value }, env) => ({
    ...base,
    type: 'curriculumLinks',
    ...ticksView(items(env), base.path, value),
  }),
  print: (_field, value, env) => ticksPrinted(items(env), value),
}
