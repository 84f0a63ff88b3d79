import type { FieldOf } from '../definition.ts'
import { quoted } from '../words.ts'
import { checked, type FieldKind, keep, typed, wrong } from './kind.ts'
import { optionViews } from './options.ts'

const ask = (field: FieldOf<'yesNo'>): string =>
  `Choose “${words(field).yes}” or “${words(field).no}” for ${quoted(field.label)}`

const words = (field: FieldOf<'yesNo'>) => ({ yes: field.yes ?? 'Yes', no: field.no ?? 'No' })

/** Yes or no; unanswered is neither. */
export const yesNo: FieldKind<FieldOf<'yesNo'>> = {
  read(_field, name, body) {
    const text = body.text(name)
    return text === 'yes' ? true : text === 'no' ? false : text
  },
  schema: (field, strictness) =>
    strictness === 'draft' ? keep.boolean : checked((raw) => (typeof raw === 'boolean' ? raw : wrong(ask(field)))),
  missing: (field) => ({ '': field.missing ?? ask(field) }),
  present: (field, { base, value }) => ({
    ...base,
    type: 'yesNo',
    options: optionViews(
      [
        { value: 'yes', label: words(field).yes },
        { value: 'no', label: words(field).no },
      ],
      base.path,
      (option) => value === (option === 'yes'),
    ),
  }),
  print: (field, value) => ({
    answer: value === true ? words(field).yes : value === false ? words(field).no : typed(value),
  }),
}
