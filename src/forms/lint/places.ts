import type { Scale } from '../context.ts'
import type { Field, FormDefinition, RowField } from '../definition.ts'

/** What is wrong, and where: a path into the JSON of the form, such as `sections.0.fields.2.showIf`. */
export interface LintProblem {
  path: string
  message: string
}

/** What the pack around the form has. What is left out is not checked. */
export interface LintContext {
  scales: Readonly<Record<string, Scale>>
  tagSets?: readonly string[] | undefined
  lists?: readonly string[] | undefined
  procedures?: readonly string[] | undefined
  curriculum?: readonly string[] | undefined
  grades?: readonly string[] | undefined
  relations?: readonly string[] | undefined
  /** The sections that the pack's rights know. */
  sections?: readonly string[] | undefined
  /** The sources that `figures` fields may name. */
  figures?: readonly string[] | undefined
}

/** A field and what stands before it, which is all that its conditions may ask. */
export interface Placed {
  field: Field
  path: string
  /** Top-level fields before it, and in a list the row's fields before it. */
  earlier: ReadonlyMap<string, Field>
  inList: boolean
}

/** Every field of the form, rows of lists included, in order. */
export function placesOf(definition: FormDefinition): Placed[] {
  const earlier = new Map<string, Field>()
  const places: Placed[] = []
  for (const [s, section] of definition.sections.entries()) {
    for (const [f, field] of section.fields.entries()) {
      const path = `sections.${s}.fields.${f}`
      places.push({ field, path, earlier: new Map(earlier), inList: false })
      if (field.type === 'list') places.push(...rowPlaces(field.fields, path, earlier))
      earlier.set(field.key, field)
    }
  }
  return places
}

function rowPlaces(fields: readonly RowField[], path: string, outer: ReadonlyMap<string, Field>): Placed[] {
  const earlier = new Map(outer)
  return fields.map((field, index) => {
    const place = { field, path: `${path}.fields.${index}`, earlier: new Map(earlier), inList: true }
    earlier.set(field.key, field)
    return place
  })
}

/** Keys that occur twice, with the index of their second place. */
export function repeated(keys: readonly string[]): { key: string; index: number }[] {
  return keys.flatMap((key, index) => (keys.indexOf(key) < index ? [{ key, index }] : []))
}

const PARTS: Partial<Record<Field['type'], readonly string[]>> = {
  dateRange: ['from', 'to'],
  person: ['id', 'name', 'email'],
  list: ['count'],
  choices: ['count'],
  tags: ['count'],
  curriculumLinks: ['count'],
  file: ['count'],
}

/** Why a path into these fields leads nowhere; null when it leads somewhere. */
export function deadEnd(path: string, fields: ReadonlyMap<string, Field>, where = 'in this form'): string | null {
  const [key = '', part] = path.split('.')
  const field = fields.get(key)
  if (!field) return `there is no field “${key}” ${where}`
  if (field.type === 'note' || field.type === 'figures') return `“${key}” is not a question`
  if (part === undefined) return null
  const parts = field.type === 'ratingGrid' ? field.rows.map((row) => row.key) : (PARTS[field.type] ?? [])
  return parts.includes(part) ? null : `“${key}” has no part “${part}”`
}
