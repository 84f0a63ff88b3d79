import type { Field, FormDefinition } from '../../forms/definition.ts'
import { type Pack, scaleOf } from '../pack.ts'

type Answer = string | number | boolean

/** What a fact of a form can ever be; null where that cannot be listed (numbers, dates, words, lists of sites). */
export function answersOf(pack: Pack, form: FormDefinition, name: string): readonly Answer[] | null {
  const fact = form.facts?.find((one) => one.name === name)
  if (!fact || !('path' in fact) || fact.path.includes('.')) return null
  const field = form.sections.flatMap((section) => section.fields).find(({ key }) => key === fact.path)
  return field ? answersTo(pack, field) : null
}

function answersTo(pack: Pack, field: Field): readonly Answer[] | null {
  switch (field.type) {
    case 'yesNo':
      return [true, false]
    case 'level':
      return scaleOf(pack, field.scale)?.values.map(({ value }) => value) ?? null
    case 'procedure':
      return pack.procedures.procedures.map(({ key }) => key)
    case 'choice':
    case 'choices': {
      const options = field.options ?? pack.pack.lists[field.optionsFrom ?? '']
      return options?.map(([value]) => value) ?? null
    }
    default:
      return null
  }
}
