import { z } from 'zod'
import type { FieldOf } from '../definition.ts'
import { enter, inSentence } from '../words.ts'
import { checked, type FieldKind, keep, typed, wrong } from './kind.ts'

const address = z.email().max(254)

/** Is it an address that mail can be sent to? */
export const isEmail = (text: string): boolean => address.safeParse(text).success

/** An e-mail address. */
export const email: FieldKind<FieldOf<'email'>> = {
  read: (_field, name, body) => body.text(name),
  schema: (field, strictness) =>
    strictness === 'draft'
      ? keep.text
      : checked((raw) => {
          const text = typed(keep.text.parse(raw)).trim()
          return isEmail(text)
            ? text
            : wrong(`Enter ${inSentence(field.label)} as an address, such as name@hospital.example`)
        }),
  missing: (field) => ({ '': field.missing ?? enter(field.label) }),
  present: (_field, { base, value }) => ({ ...base, type: 'email', value: typed(value) }),
  print: (_field, value) => ({ answer: typed(value) }),
}
