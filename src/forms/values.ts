/**
 * What people typed, as JSON. Values are flat: `values[fieldKey]`, since field keys are unique in a form. A list is an
 * array of objects, a grid, a range and a person are objects, ticks are arrays of strings. A draft may hold any text
 * in any place; only what passed the final check has the types that the definition promises.
 */
export type Value = string | number | boolean | Value[] | { [key: string]: Value }
export type Values = { [key: string]: Value }

/** A sentence per field path: `seenOn`, `period.to`, `ratings.history`, `cases.2.problem`. */
export type Problems = Record<string, string>

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A property of its own, never one of the prototype. */
export function own<T>(object: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return object && Object.hasOwn(object, key) ? object[key] : undefined
}

/** Nothing there: absent, blank, no rows, or nothing but blanks inside. */
export function isBlank(value: Value | undefined): boolean {
  if (value === undefined) return true
  if (typeof value === 'string') return value.trim() === ''
  if (Array.isArray(value)) return value.every(isBlank)
  if (typeof value === 'object') return Object.values(value).every(isBlank)
  return false
}

/** The value at `field` or `field.part`; `list.count` is the number of rows or ticks. */
export function valueAt(values: Values, path: string): Value | undefined {
  const [key = '', part] = path.split('.')
  const value = own(values, key)
  if (part === undefined || value === undefined) return value
  if (Array.isArray(value)) return part === 'count' ? value.length : undefined
  return isObject(value) ? own(value as Values, part) : undefined
}

/** Control characters other than tab and line feed; PostgreSQL takes no NUL, and no screen needs the others. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is what this is for
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g
const LONE_SURROGATE = /\p{Surrogate}/gu

/** Text as we keep it: line feeds alone, no control characters, well-formed Unicode; emoji and any script stay. */
export function cleanText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(CONTROL, '').replace(LONE_SURROGATE, '\uFFFD')
}

/** Length as a person counts it, nearly: an emoji is one character, not two. */
export function lengthOf(text: string): number {
  let length = 0
  for (const _ of text) length++
  return length
}
