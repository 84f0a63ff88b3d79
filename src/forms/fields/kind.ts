import { z } from 'zod'
import type { FormBody } from '../body.ts'
import type { FormContext, Strictness } from '../context.ts'
import type { Field } from '../definition.ts'
import { cleanText, isObject, type Problems, type Value } from '../values.ts'
import type { FieldBase, FieldView } from '../view.ts'

/** What a field may ask while it is read, checked, shown or printed. */
export interface Env {
  context: FormContext
  /** The answer at a path as it stands; in a list, the row's own fields come first. */
  get(path: string): Value | undefined
  /** Where the field at a path really stands: inside a row, below the row. */
  pathOf(path: string): string
  /** The label of the field at a path. */
  labelOf(path: string): string
  /** The level expected at this stage, for the level or grid at a path. */
  expectation(path: string): number | undefined
  /** An answer of the field at a path, in words. */
  wordsFor(path: string, answer: Value): string
}

/** What presenting a field starts from. */
export interface Place {
  base: FieldBase
  value: Value | undefined
  /** All problems of the form, by path. */
  problems: Problems
}

/** An answer in words. `answer` says it all; `items` and `rows` give it a shape. */
export interface Printed {
  answer: string
  /** One line more, such as the descriptor of a level. */
  detail?: string
  items?: string[]
  rows?: { label: string; answer: string; detail?: string }[][]
}

/**
 * A type of field. Methods, not function properties, so that the registry may hold them all as kinds of any field.
 * `schema` is asked only about answers that are there; whether one is missing is decided before.
 */
export interface FieldKind<F extends Field> {
  read(field: F, name: string, body: FormBody): Value | undefined
  schema(field: F, strictness: Strictness, env: Env): z.ZodType<Value | undefined>
  /** The sentences for an answer that is not there, by the part of the field they belong to ('' for the whole). */
  missing(field: F, env: Env): Problems
  present(field: F, place: Place, env: Env): FieldView
  print(field: F, value: Value, env: Env): Printed
}

/** What is wrong with an answer: a sentence for the field, or one for each part. */
export class Wrong {
  readonly problems: Problems

  constructor(problems: string | Problems) {
    this.problems = typeof problems === 'string' ? { '': problems } : problems
  }
}

export const wrong = (problems: string | Problems): Wrong => new Wrong(problems)

/** A schema made of a plain check that returns the value to keep, or what is wrong. */
export function checked(check: (raw: unknown) => Value | undefined | Wrong): z.ZodType<Value | undefined> {
  return z.unknown().transform((raw, ctx) => {
    const result = check(raw)
    if (!(result instanceof Wrong)) return result
    for (const [part, message] of Object.entries(result.problems)) {
      ctx.addIssue({ code: 'custom', message, path: part === '' ? [] : part.split('.') })
    }
    return z.NEVER
  })
}

/** What drafts keep: whatever has the outer shape, cleaned; anything else is as good as nothing. */
export const keep = {
  text: checked(textOnly),
  number: checked((raw) => (typeof raw === 'number' && Number.isFinite(raw) ? raw : textOnly(raw))),
  boolean: checked((raw) => (typeof raw === 'boolean' ? raw : textOnly(raw))),
  texts: checked((raw) => (Array.isArray(raw) ? textsOf(raw) : undefined)),
  /** An object of texts, numbers and booleans, of these parts alone if they are named. */
  parts: (names?: readonly string[]) => checked((raw) => partsOf(raw, names)),
}

function textOnly(raw: unknown): string | undefined {
  return typeof raw === 'string' ? cleanText(raw) || undefined : undefined
}

/** The texts of an array, cleaned, each once. */
export function textsOf(raw: unknown): string[] {
  if (!Array.isArray(raw)) return []
  return [...new Set(raw.flatMap((item) => textOnly(item) ?? []))]
}

function partsOf(raw: unknown, names?: readonly string[]): Value | undefined {
  if (!isObject(raw)) return undefined
  const kept: [string, Value][] = []
  for (const name of names ?? Object.keys(raw)) {
    const part = Object.hasOwn(raw, name) ? raw[name] : undefined
    if (typeof part === 'string') {
      const text = textOnly(part)
      if (text) kept.push([name, text])
    } else if (typeof part === 'boolean' || (typeof part === 'number' && Number.isFinite(part))) kept.push([name, part])
  }
  return kept.length ? Object.fromEntries(kept) : undefined
}

/** A value as text for an input: what was typed, even when it is not what was asked. */
export function typed(value: Value | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** The part of an object value, as text. */
export function typedPart(value: Value | undefined, part: string): string {
  return isObject(value) && Object.hasOwn(value, part) ? typed(value[part] as Value) : ''
}
