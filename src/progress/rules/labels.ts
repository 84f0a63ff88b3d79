import { upperFirst } from '../../kit/ui.ts'
import { formOf, type Pack, scaleOf } from '../../programmes/index.ts'

type Field = Pack['forms'][number]['sections'][number]['fields'][number]

/** A fact's value as the options of the first of these forms that has it call it: "face-to-face" → "Face to face". */
export function valueLabel(pack: Pack, forms: readonly string[], fact: string, value: string): string {
  for (const field of fieldsOf(pack, forms, fact)) {
    const found = optionsOf(pack, field).find(([key]) => key === value)
    if (found) return found[1]
  }
  return upperFirst(value)
}

/** A level of a fact in few words: "level 3" on scales that people number, else its label in quotes. */
export function levelSaid(pack: Pack, forms: readonly string[], fact: string, level: number): string {
  for (const field of fieldsOf(pack, forms, fact)) {
    const scale = field.type === 'level' ? scaleOf(pack, field.scale) : undefined
    const found = scale?.values.find(({ value }) => value === level)
    if (scale && found && !scale.numbered) return `“${found.label}”`
  }
  return `level ${level}`
}

/** A specialty as the pack's list calls it. */
export function specialtyLabel(pack: Pack, key: string | null): string | null {
  return pack.pack.lists.specialties?.find(([one]) => one === key)?.[1] ?? null
}

/** The fields that a fact is read from, form by form. */
function fieldsOf(pack: Pack, forms: readonly string[], fact: string): Field[] {
  return forms.flatMap((key) => {
    const form = formOf(pack, key)
    const found = form?.facts?.find(({ name }) => name === fact)
    if (!form || !found || !('path' in found)) return []
    const [field] = found.path.split('.')
    return form.sections.flatMap(({ fields }) => fields).filter((one) => one.key === field)
  })
}

function optionsOf(pack: Pack, field: Field): readonly (readonly [string, string, ...unknown[]])[] {
  if (field.type !== 'choice') return []
  return field.options ?? pack.pack.lists[field.optionsFrom ?? ''] ?? []
}
