import { FormBody, inputName } from './body.ts'
import { holds } from './conditions.ts'
import type { FormContext, Strictness } from './context.ts'
import type { Field, FieldOf, FormDefinition, Section } from './definition.ts'
import { makeEnv, mayWrite, writerOf } from './env.ts'
import { below, checkAnswer, isShown } from './fields/check.ts'
import { kindOf } from './fields/index.ts'
import { isObject, own, type Problems, type Value, type Values } from './values.ts'

/** Values that hold, or a sentence for each field that does not; typed values are there in both cases. */
export type Outcome = { ok: true; values: Values } | { ok: false; values: Values; problems: Problems }

export interface CompiledForm {
  /** What a request's body says, fields that the writer may not write being taken from what is stored. */
  read(body: unknown): Values
  /** Checks values. A draft always holds. */
  check(values: unknown): Outcome
  /** Reads and checks: what a command's `input` wants. */
  parse(body: unknown): Outcome
}

/** A form, ready to read and check what somebody typed. */
export function compile(definition: FormDefinition, strictness: Strictness, context: FormContext): CompiledForm {
  const read = (body: unknown) => readBody(definition, new FormBody(body), context)
  const check = (values: unknown) =>
    strictness === 'draft' ? checkDraft(definition, values, context) : checkFinal(definition, values, context)
  return { read, check, parse: (body) => check(read(body)) }
}

/** The statement that ends the form, as a field. */
export function declarationOf({ declaration }: FormDefinition): FieldOf<'declaration'> {
  return { key: declaration.key, type: 'declaration', label: 'Declaration', text: declaration.text }
}

function readBody(definition: FormDefinition, body: FormBody, context: FormContext): Values {
  const values: Values = {}
  for (const [section, field] of fieldsOf(definition)) {
    const value = mayWrite(definition, section, field, context.writer)
      ? kindOf(field).read(field, inputName(field.key), body)
      : own(context.stored, field.key)
    if (value !== undefined) values[field.key] = value
  }
  const declared = declarationOf(definition)
  const accepted = kindOf(declared).read(declared, inputName(declared.key), body)
  if (accepted !== undefined) values[declared.key] = accepted
  return values
}

function* fieldsOf(definition: FormDefinition): Iterable<[Section, Field]> {
  for (const section of definition.sections) for (const field of section.fields) yield [section, field]
}

/** Keeps everything that belongs to the form, hidden or not, and drops the declaration: it is made when signing. */
function checkDraft(definition: FormDefinition, raw: unknown, context: FormContext): Outcome {
  const given = isObject(raw) ? (raw as Values) : {}
  const values: Values = {}
  const env = makeEnv(definition, values, context)
  for (const [section, field] of fieldsOf(definition)) {
    const from = mayWrite(definition, section, field, context.writer) ? given : context.stored
    const { value } = checkAnswer(kindOf(field), field, own(from, field.key), 'draft', env)
    if (value !== undefined) values[field.key] = value
  }
  return { ok: true, values }
}

/** Demands everything of this writer's that shows, and keeps nothing that does not. */
function checkFinal(definition: FormDefinition, raw: unknown, context: FormContext): Outcome {
  const given = isObject(raw) ? (raw as Values) : {}
  const values: Values = {}
  const problems: Problems = {}
  const env = makeEnv(definition, values, context)
  for (const section of definition.sections) {
    if (section.showIf && !holds(section.showIf, env)) continue
    for (const field of section.fields) {
      if (!isShown(field, env)) continue
      const result = checkOne(definition, section, field, given, context, env)
      Object.assign(problems, below(field.key, result.problems))
      if (result.value !== undefined) values[field.key] = result.value
    }
  }
  const declared = declarationOf(definition)
  const accepted = checkAnswer(kindOf(declared), declared, own(given, declared.key), 'final', env)
  Object.assign(problems, below(declared.key, accepted.problems))
  if (accepted.value !== undefined) values[declared.key] = accepted.value
  if (Object.keys(problems).length === 0) return { ok: true, values }
  const typed = checkDraft(definition, given, context).values
  return { ok: false, values: accepted.value === true ? { ...typed, [declared.key]: true } : typed, problems }
}

function checkOne(
  definition: FormDefinition,
  section: Section,
  field: Field,
  given: Values,
  context: FormContext,
  env: ReturnType<typeof makeEnv>,
): { value?: Value | undefined; problems: Problems } {
  const kind = kindOf(field)
  if (!mayWrite(definition, section, field, context.writer)) {
    return checkAnswer(kind, field, own(context.stored, field.key), 'draft', env)
  }
  const answer = own(given, field.key)
  const result = checkAnswer(kind, field, answer, 'final', env)
  const theirs = context.writer != null && writerOf(definition, section) !== context.writer.by
  // What the trainee prefilled in somebody else's section must be right, but need not be there.
  if (theirs && answer === undefined) return { problems: {} }
  // A wrong answer still decides what shows further down, so that one mistake does not raise others.
  return result.value === undefined && answer !== undefined && Object.keys(result.problems).length
    ? { value: kind.schema(field, 'draft', env).parse(answer), problems: result.problems }
    : result
}
