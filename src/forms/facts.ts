import type { Fact, FormDefinition } from './definition.ts'
import { isObject, own, type Value, type Values, valueAt } from './values.ts'
import { toDate } from './words.ts'

export type FactValue = number | string | boolean | string[] | null
export type Facts = Record<string, FactValue>

/** The facts that a form declares, out of values that passed the final check. What was not answered is null. */
export function readFacts(definition: FormDefinition, values: Values): Facts {
  return Object.fromEntries((definition.facts ?? []).map((fact) => [fact.name, readFact(fact, values)]))
}

function readFact(fact: Fact, values: Values): FactValue {
  if ('sum' in fact) {
    const found = numbersAt(fact.sum, values)
    return found.length ? found.reduce((a, b) => a + b) : null
  }
  if ('product' in fact) {
    const found = numbersAt(fact.product, values)
    return found.length === fact.product.length ? found.reduce((a, b) => a * b) : null
  }
  return asType(fact.type, valueAt(values, fact.path))
}

const numbersAt = (paths: string[], values: Values): number[] =>
  paths.map((path) => valueAt(values, path)).filter((value): value is number => typeof value === 'number')

function asType(type: string, value: Value | undefined): FactValue {
  switch (type) {
    case 'number':
    case 'level':
      return typeof value === 'number' ? value : null
    case 'boolean':
      return typeof value === 'boolean' ? value : null
    case 'date':
      return toDate(value) ? String(value) : null
    case 'list':
      return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : null
    default:
      return textOf(value)
  }
}

function textOf(value: Value | undefined): string | null {
  if (typeof value === 'string') return value
  const name = isObject(value) ? own(value as Values, 'name') : undefined
  return typeof name === 'string' ? name : null
}

/** The day that dates the record, if the form names one and it was answered. */
export function occurredOn(definition: FormDefinition, values: Values): string | null {
  const value = definition.occurredOn ? valueAt(values, definition.occurredOn) : undefined
  return toDate(value) ? String(value) : null
}
