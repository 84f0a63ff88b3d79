import type { Field, FormDefinition } from './definition.ts'
import { fieldOf, writerOf } from './env.ts'
import { lintCondition } from './lint/conditions.ts'
import { lintFields } from './lint/fields.ts'
import { deadEnd, type LintContext, type LintProblem, repeated } from './lint/places.ts'
import { titleKeys } from './title.ts'

export type { LintContext, LintProblem } from './lint/places.ts'

/** Everything in a form that its shape allows and its meaning does not. */
export function lintForm(definition: FormDefinition, context: LintContext): LintProblem[] {
  return [
    ...lintKeys(definition),
    ...lintSections(definition, context),
    ...lintFields(definition, context),
    ...lintHead(definition, context),
    ...lintFacts(definition),
    ...lintPrefill(definition),
    ...lintExport(definition),
  ]
}

const allFields = (definition: FormDefinition): ReadonlyMap<string, Field> =>
  new Map(definition.sections.flatMap((section) => section.fields).map((field) => [field.key, field]))

function lintKeys(definition: FormDefinition): LintProblem[] {
  const places = definition.sections.flatMap((section, s) =>
    section.fields.map((field, f) => ({ key: field.key, path: `sections.${s}.fields.${f}.key` })),
  )
  places.push({ key: definition.declaration.key, path: 'declaration.key' })
  const sections = repeated(definition.sections.map(({ key }) => key))
  return [
    ...repeated(places.map(({ key }) => key)).map(({ key, index }) => ({
      path: places[index]?.path ?? '',
      message: `another field has the key “${key}”; keys are unique in a form`,
    })),
    ...sections.map(({ key, index }) => ({ path: `sections.${index}.key`, message: `another section is “${key}”` })),
  ]
}

function lintSections(definition: FormDefinition, context: LintContext): LintProblem[] {
  // What the product fills in stands in sections of the office, which a supervisor's form may show.
  const shown = definition.filledBy === 'supervisor' ? ['office'] : []
  const writers = new Set<string>(['trainee', definition.filledBy, ...definition.signedBy, ...shown])
  const earlier = new Map<string, Field>()
  return definition.sections.flatMap((section, index) => {
    const found: LintProblem[] = []
    const by = writerOf(definition, section)
    if (!writers.has(by)) {
      found.push({
        path: `sections.${index}.by`,
        message: `nobody writes it: ${by} neither fills in nor signs this form`,
      })
    }
    if (section.showIf) found.push(...lintCondition(section.showIf, `sections.${index}.showIf`, earlier, context))
    for (const field of section.fields) earlier.set(field.key, field)
    return found
  })
}

function lintHead(definition: FormDefinition, context: LintContext): LintProblem[] {
  const found: LintProblem[] = []
  const need = (known: readonly string[] | undefined, names: readonly string[], path: string, what: string) => {
    for (const name of names) {
      if (known && !known.includes(name)) found.push({ path, message: `there is no ${what} “${name}”` })
    }
  }
  const { assessor, links, occurredOn, expiresAfterDays, reminderDays } = definition
  need(context.sections, [definition.section], 'section', 'section')
  need(context.grades, assessor?.grades ?? [], 'assessor.grades', 'grade')
  need(context.relations, assessor?.relations ?? [], 'assessor.relations', 'relation')
  need(context.relations, assessor?.notRelations ?? [], 'assessor.notRelations', 'relation')
  need(context.curriculum, links?.suggested ?? [], 'links.suggested', 'curriculum item')
  for (const key of titleKeys(definition.titleFrom)) {
    const dead = deadEnd(key, allFields(definition))
    if (dead) found.push({ path: 'titleFrom', message: dead })
  }
  if (occurredOn && !isDay(definition, occurredOn))
    found.push({ path: 'occurredOn', message: `“${occurredOn}” is no date` })
  if (expiresAfterDays && reminderDays?.some((day) => day >= expiresAfterDays)) {
    found.push({
      path: 'reminderDays',
      message: `a reminder comes before the request expires (day ${expiresAfterDays})`,
    })
  }
  return found
}

function isDay(definition: FormDefinition, path: string): boolean {
  const type = fieldOf(definition, path)?.type
  return path.includes('.') ? type === 'dateRange' && /\.(from|to)$/.test(path) : type === 'date'
}

const FACT_TYPES: Record<string, readonly string[]> = {
  number: ['number', 'duration'],
  text: ['text', 'longText', 'email', 'person', 'time', 'procedure', 'choice'],
  boolean: ['yesNo', 'declaration'],
  level: ['level', 'ratingGrid'],
  choice: ['choice', 'procedure'],
  list: ['choices', 'tags', 'curriculumLinks', 'file'],
}

function lintFacts(definition: FormDefinition): LintProblem[] {
  const facts = definition.facts ?? []
  const fields = allFields(definition)
  const found = repeated(facts.map(({ name }) => name)).map(({ key, index }) => ({
    path: `facts.${index}.name`,
    message: `another fact is “${key}”`,
  }))
  for (const [index, fact] of facts.entries()) {
    const paths = 'sum' in fact ? fact.sum : 'product' in fact ? fact.product : [fact.path]
    for (const path of paths) {
      const message = deadEnd(path, fields) ?? wrongType(definition, fact.type, path)
      if (message) found.push({ path: `facts.${index}`, message })
    }
  }
  return found
}

function wrongType(definition: FormDefinition, type: string, path: string): string | null {
  if (path.endsWith('.count')) return type === 'number' ? null : `“${path}” is a number`
  if (type === 'date') return isDay(definition, path) ? null : `“${path}” is no date`
  const field = fieldOf(definition, path)
  return field && FACT_TYPES[type]?.includes(field.type) ? null : `“${path}” is no ${type}`
}

/** R96: the words that a trainee sends along stay the trainee's, so they stand in a section of the trainee's. */
function lintPrefill(definition: FormDefinition): LintProblem[] {
  return (definition.prefill ?? []).flatMap((key, index) => {
    const path = `prefill.${index}`
    const section = definition.sections.find(({ fields }) => fields.some((field) => field.key === key))
    if (!section) return [{ path, message: `there is no field “${key}” in this form` }]
    const type = fieldOf(definition, key)?.type
    const words = type === 'text' || type === 'longText'
    if (!words || writerOf(definition, section) === 'trainee') return []
    return [
      { path, message: `“${key}” is text: put it into a section by the trainee, so that it stays as it was sent` },
    ]
  })
}

/** Whoever reads the JSON elsewhere counts on every name: each is an answer of this form, and no two are one. */
function lintExport(definition: FormDefinition): LintProblem[] {
  const names = Object.entries(definition.exportAs ?? {})
  const fields = allFields(definition)
  const found = names.flatMap(([path]) => {
    const [key = '', column] = path.split('.')
    const field = fields.get(key)
    const known = column
      ? field?.type === 'list' && field.fields.some((one) => one.key === column)
      : field !== undefined
    return known ? [] : [{ path: `exportAs.${path}`, message: `there is no field “${path}” in this form` }]
  })
  const own = [...allFields(definition).keys()].map((key): [string, string] => [key, definition.exportAs?.[key] ?? key])
  const taken = own.flatMap(([key, name]) => {
    const other = own.find(([another, its]) => another !== key && `${name}.`.startsWith(`${its}.`))
    return other ? [{ path: `exportAs.${key}`, message: `“${other[0]}” is called “${other[1]}” already` }] : []
  })
  return [...found, ...taken]
}
