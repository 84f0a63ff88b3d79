import type { Field, FormDefinition } from '../definition.ts'
import { toDate } from '../words.ts'
import { lintConditions } from './conditions.ts'
import { type LintContext, type LintProblem, type Placed, placesOf, repeated } from './places.ts'

/** Each field by itself, and against what stands before it. */
export function lintFields(definition: FormDefinition, context: LintContext): LintProblem[] {
  return placesOf(definition).flatMap((place) => [
    ...lintKey(place),
    ...lintConditions(place, context),
    ...lintDates(place),
    ...lintLimits(place),
    ...lintSum(place),
    ...lintReferences(place, context),
    ...lintParts(place, definition),
  ])
}

function lintKey({ field, path, inList }: Placed): LintProblem[] {
  const message = field.key in {} ? 'is a word that JavaScript keeps for itself' : null
  const found = message ? [{ path: `${path}.key`, message: `“${field.key}” ${message}` }] : []
  const prefill = 'prefill' in field ? field.prefill : undefined
  if (inList && prefill) found.push({ path: `${path}.prefill`, message: 'fields in rows are not prefilled' })
  if (prefill === 'today' && field.type !== 'date') {
    found.push({ path: `${path}.prefill`, message: 'only a date can be prefilled with today' })
  }
  if (prefill === 'pastPosts' && field.type !== 'list') {
    found.push({ path: `${path}.prefill`, message: 'only a list can be prefilled with past posts' })
  }
  return found
}

function lintDates({ field, path, earlier }: Placed): LintProblem[] {
  if (field.type !== 'date' && field.type !== 'dateRange') return []
  return (['notAfter', 'notBefore'] as const).flatMap((limit) => {
    const named = field[limit]
    if (named === undefined || named === 'today' || toDate(named)) return []
    const [key = '', part] = named.split('.')
    const other = earlier.get(key)
    const isDate = part ? other?.type === 'dateRange' && ['from', 'to'].includes(part) : other?.type === 'date'
    return isDate ? [] : [{ path: `${path}.${limit}`, message: `“${named}” is no earlier date of this form` }]
  })
}

function lintLimits({ field, path }: Placed): LintProblem[] {
  const { min, max } = field as { min?: number; max?: number }
  return min !== undefined && max !== undefined && min > max
    ? [{ path: `${path}.min`, message: `the least (${min}) is more than the most (${max})` }]
    : []
}

function lintSum({ field, path, earlier }: Placed): LintProblem[] {
  if (field.type !== 'number' || !field.sumOf) return []
  return field.sumOf
    .filter((key) => earlier.get(key)?.type !== 'number')
    .map((key) => ({ path: `${path}.sumOf`, message: `“${key}” is no earlier number of this form` }))
}

function lintReferences({ field, path }: Placed, context: LintContext): LintProblem[] {
  const found: LintProblem[] = []
  const need = (known: readonly string[] | undefined, name: string, key: string, what: string) => {
    if (known && !known.includes(name)) found.push({ path: `${path}.${key}`, message: `there is no ${what} “${name}”` })
  }
  if (field.type === 'level' || field.type === 'ratingGrid')
    need(Object.keys(context.scales), field.scale, 'scale', 'scale')
  if (field.type === 'tags') need(context.tagSets, field.set, 'set', 'set of tags')
  if (field.type === 'figures') need(context.figures, field.source, 'source', 'source of figures')
  if (field.type === 'person') {
    for (const relation of field.relations ?? []) need(context.relations, relation, 'relations', 'relation')
  }
  if (field.type === 'choice' || field.type === 'choices') {
    if ((field.options === undefined) === (field.optionsFrom === undefined)) {
      found.push({ path, message: 'needs options, or optionsFrom, and not both' })
    }
    if (field.optionsFrom) need(context.lists, field.optionsFrom, 'optionsFrom', 'list')
  }
  return found
}

/** The parts inside a field: options, rows, questions of a row; and the limit of links. */
function lintParts({ field, path }: Placed, definition: FormDefinition): LintProblem[] {
  if (field.type === 'curriculumLinks') return lintLinks(field, path, definition)
  const part = partsOf(field)
  return repeated(part.keys).map(({ key, index }) => ({
    path: `${path}.${part.name}.${index}`,
    message: `“${key}” is there twice`,
  }))
}

function partsOf(field: Field): { name: string; keys: string[] } {
  if (field.type === 'ratingGrid') return { name: 'rows', keys: field.rows.map(({ key }) => key) }
  if (field.type === 'list') return { name: 'fields', keys: field.fields.map(({ key }) => key) }
  const options = field.type === 'choice' || field.type === 'choices' ? field.options : undefined
  return { name: 'options', keys: options?.map(([value]) => value) ?? [] }
}

function lintLinks(
  field: Extract<Field, { type: 'curriculumLinks' }>,
  path: string,
  { links }: FormDefinition,
): LintProblem[] {
  if (!links) return [{ path, message: 'links to the curriculum need the form’s own “links” with their limit' }]
  if (field.max !== undefined && field.max <= links.max) return []
  return [{ path: `${path}.max`, message: `must be said, and be at most the form’s limit of ${links.max}` }]
}
