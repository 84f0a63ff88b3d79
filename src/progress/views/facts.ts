import type { Pack, Requirement } from '../../programmes/index.ts'

/** A fact's value as its form's options call it: "face-to-face" → "Face to face". */
export function factLabel(pack: Pack, rule: Requirement, value: string): string {
  const fact = rule.kind === 'perYearAndCumulative' ? rule.variety?.fact : undefined
  const forms = 'from' in rule ? rule.from.flatMap((source) => source.forms) : []
  for (const form of pack.forms.filter(({ key }) => forms.includes(key))) {
    const path = form.facts?.find(({ name }) => name === fact)
    const field = path && 'path' in path ? fieldAt(form, path.path) : undefined
    const found = field && optionsOf(pack, field).find(([key]) => key === value)
    if (found) return found[1]
  }
  return value.charAt(0).toUpperCase() + value.slice(1)
}

type Form = Pack['forms'][number]
type Field = Form['sections'][number]['fields'][number]

const fieldAt = (form: Form, path: string): Field | undefined =>
  form.sections.flatMap(({ fields }) => fields).find(({ key }) => key === path.split('.')[0])

function optionsOf(pack: Pack, field: Field): readonly (readonly [string, string, ...unknown[]])[] {
  if (field.type !== 'choice') return []
  return field.options ?? pack.pack.lists[field.optionsFrom ?? ''] ?? []
}
