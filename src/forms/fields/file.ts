import { inputId } from '../body.ts'
import type { FieldOf } from '../definition.ts'
import { own } from '../values.ts'
import { inSentence, plural } from '../words.ts'
import { checked, type FieldKind, keep, textsOf, wrong } from './kind.ts'

/** The name of the input that carries new files; the store takes them and adds their ids to the values. */
export const uploadName = (name: string): string => `${name}.upload`

/** Files, by the ids that the store gave them. A tick keeps one that is there already. */
export const file: FieldKind<FieldOf<'file'>> = {
  read(_field, name, body) {
    const kept = body.texts(name)
    return kept.length ? kept : undefined
  },
  schema: (field, strictness, { context }) =>
    strictness === 'draft'
      ? keep.texts
      : checked((raw) => {
          const ids = textsOf(raw)
          const max = field.max ?? 1
          if (ids.some((id) => !own(context.files, id)))
            return wrong(`Choose ${inSentence(field.label)} again: a file is no longer there`)
          if (ids.length > max) return wrong(`Keep at most ${plural(max, 'file')}: remove ${ids.length - max}`)
          if (ids.length < (field.min ?? 0)) return wrong(`Add at least ${plural(field.min ?? 0, 'file')}`)
          return ids
        }),
  missing: (field) => ({ '': field.missing ?? `Add ${inSentence(field.label)}` }),
  present: (field, { base, value }, { context }) => ({
    ...base,
    type: 'file',
    files: textsOf(value).map((id, index) => ({
      id: `${inputId(base.path)}-keep-${index + 1}`,
      value: id,
      name: own(context.files, id)?.name ?? 'A file that is no longer there',
      size: own(context.files, id)?.size ?? '',
      href: own(context.files, id)?.href ?? null,
    })),
    upload: {
      name: uploadName(base.name),
      accept: field.accept?.join(',') ?? null,
      multiple: (field.max ?? 1) > 1,
    },
  }),
  print(_field, value, { context }) {
    const items = textsOf(value).map((id) => own(context.files, id)?.name ?? id)
    return { answer: items.join(', '), items }
  },
}
