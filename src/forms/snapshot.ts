import { declarationOf } from './compile.ts'
import type { FormContext } from './context.ts'
import type { Field, FormDefinition, Party, Section } from './definition.ts'
import { visible, writerOf } from './env.ts'
import { kindOf } from './fields/index.ts'
import type { Env } from './fields/kind.ts'
import { isBlank, own, type Values } from './values.ts'
import { NOT_ANSWERED } from './words.ts'

/** A question and its answer, in words. */
interface Replied {
  /** The trainee's reply beside it, and where one can be written: on pages alone, never part of what is signed. */
  reply?: { by: string; at: string; text: string }
  replyTo?: string
}

export interface RenderedAnswer extends Replied {
  key: string
  label: string
  /** All of it, as text. */
  answer: string
  /** What the answer means, such as the descriptor of a level. */
  detail?: string
  /** Several answers … */
  items?: string[]
  /** … or rows of questions and answers. */
  rows?: ({ label: string; answer: string; detail?: string } & Replied)[][]
  unanswered?: true
  sensitive?: true
}

export interface RenderedSection {
  key: string
  title: string
  by: Party
  answers: RenderedAnswer[]
}

/** A form as it reads on this day: what is signed, and what is shown ever after (plain JSON, no undefined). */
export interface Rendered {
  form: { key: string; version: number; title: string }
  sections: RenderedSection[]
  declaration: { text: string; accepted: boolean }
}

/** Prints every visible question with its answer, whatever the answer is worth. */
export function snapshot(definition: FormDefinition, values: Values, context: FormContext): Rendered {
  const { env, sections } = visible(definition, values, context)
  return {
    form: { key: definition.key, version: definition.version, title: definition.title },
    sections: sections
      .map(({ section, fields }) => renderSection(definition, section, fields, values, env))
      .filter(({ answers }) => answers.length > 0),
    declaration: {
      text: definition.declaration.text,
      accepted: own(values, declarationOf(definition).key) === true,
    },
  }
}

function renderSection(
  definition: FormDefinition,
  section: Section,
  fields: Field[],
  values: Values,
  env: Env,
): RenderedSection {
  const answers = fields.filter(({ type }) => type !== 'note').map((field) => renderAnswer(field, values, env))
  const silent = section.afterSigning && answers.every(({ unanswered }) => unanswered)
  return {
    key: section.key,
    title: section.title,
    by: writerOf(definition, section),
    answers: silent ? [] : answers,
  }
}

function renderAnswer(field: Field, values: Values, env: Env): RenderedAnswer {
  const { key, label = '' } = field
  const value = own(values, key)
  const sensitive = 'sensitive' in field && field.sensitive ? { sensitive: true as const } : {}
  if (field.type !== 'figures' && (value === undefined || isBlank(value))) {
    return { key, label, answer: NOT_ANSWERED, unanswered: true, ...sensitive }
  }
  return { key, label, ...kindOf(field).print(field, value ?? '', env), ...sensitive }
}
