import type { FieldOf } from '../definition.ts'
import { choose } from '../words.ts'
import { checked, type FieldKind, keep, textsOf } from './kind.ts'
import { optionsOf, optionViews } from './options.ts'
import { checkTicks } from './ticks.ts'

/** Any of several. */
export const choices: FieldKind<FieldOf<'choices'>> = {
  read(_field, name, body) {
    const ticked = body.texts(name)
    return ticked.length ? ticked : undefined
  },
  schema: (field, strictness, { context }) =>
    strictness === 'draft'
      ? keep.texts
      : checked((raw) =>
          checkTicks(
            raw,
            field,
            optionsOf(field, context).map(([value]) => value),
          ),
        ),
  missing: (field) => ({ '': field.missing ?? choose(field.label) }),
  present: (field, { base, value }, { context }) => ({
    ...base,
    type: 'choices',
    options: optionViews(
      optionsOf(field, context).map(([value, label, help]) => ({ value, label, help })),
      base.path,
      (option) => textsOf(value).includes(option),
    ),
  }),
  print(field, value, { context }) {
    const options = optionsOf(field, context)
    const items = textsOf(value).map((one) => options.find(([option]) => option === one)?.[1] ?? one)
    return { answer: items.join(', '), items }
  },
}
