import { inputId } from './body.ts'
import { declarationOf } from './compile.ts'
import { conditionView } from './conditions.ts'
import type { FormContext } from './context.ts'
import type { FormDefinition, Section } from './definition.ts'
import { makeEnv, mayWrite, writerOf } from './env.ts'
import { baseOf } from './fields/base.ts'
import { kindOf } from './fields/index.ts'
import type { Env } from './fields/kind.ts'
import { answersFor } from './readers.ts'
import { type Rendered, type RenderedAnswer, snapshot } from './snapshot.ts'
import { own, type Problems, type Values } from './values.ts'
import type { DeclarationView, FieldView, FormView, SectionView } from './view.ts'
import { partyWords } from './words.ts'

/** The form as a page model: what this writer may write as fields, everything else as it reads. */
export function present(
  definition: FormDefinition,
  values: Values,
  problems: Problems,
  context: FormContext,
): FormView {
  const env = makeEnv(definition, values, context)
  const reads = snapshot(definition, values, context)
  const sections = definition.sections
    .map((section) => presentSection(definition, section, values, problems, reads, env))
    .filter(({ fields, answers, locked }) => fields.length > 0 || answers.length > 0 || locked !== null)
  const declaration = context.writer === null ? null : presentDeclaration(definition, values, problems, env)
  return {
    key: definition.key,
    title: definition.title,
    short: definition.short,
    help: definition.help ?? null,
    sections,
    declaration,
    problems: inOrder(problems, [...sections.flatMap(({ fields }) => fields), ...(declaration ? [declaration] : [])]),
  }
}

function presentSection(
  definition: FormDefinition,
  section: Section,
  values: Values,
  problems: Problems,
  reads: Rendered,
  env: Env,
): SectionView {
  const { writer } = env.context
  const fields = section.fields.filter((field) => mayWrite(definition, section, field, writer))
  const by = writerOf(definition, section)
  const later = section.afterSigning === true && !writer?.afterSigning
  return {
    id: `s-${section.key}`,
    key: section.key,
    title: section.title,
    help: section.help ?? null,
    by,
    showIf: section.showIf ? conditionView(section.showIf, env) : null,
    fields: fields.map((field) =>
      kindOf(field).present(
        field,
        { base: baseOf(field, field.key, problems, env), value: own(values, field.key), problems },
        env,
      ),
    ),
    locked: fields.length === 0 && writer && !later ? `Only ${partyWords(by)} can write this` : null,
    answers: fields.length > 0 ? [] : answersFor(answersOf(reads, section.key), by, writer?.by ?? null),
  }
}

function presentDeclaration(definition: FormDefinition, values: Values, problems: Problems, env: Env): DeclarationView {
  const field = declarationOf(definition)
  const base = baseOf(field, field.key, problems, env)
  // Its section is called "Declaration" already.
  return { ...base, label: '', type: 'declaration', text: field.text, checked: own(values, field.key) === true }
}

/** What the section says so far; nothing while nobody has answered anything in it. */
function answersOf(reads: Rendered, key: string): RenderedAnswer[] {
  const answers = reads.sections.find((section) => section.key === key)?.answers ?? []
  return answers.every(({ unanswered }) => unanswered) ? [] : answers
}

/** What speaks of the whole form, and what the identifier guard asks below it, are no fields. */
const ofPage = new Set(['', 'guard'])

/** Problems in the order of the fields, by the id of the element to go to; what has no place there comes last. */
function inOrder(problems: Problems, fields: FieldView[]): Record<string, string> {
  const paths = Object.keys(problems)
  const rank = (path: string) => {
    const at = fields.findIndex(({ key }) => key === path.split('.')[0])
    return at === -1 ? fields.length : at
  }
  const sorted = paths.sort((a, b) => rank(a) - rank(b))
  return Object.fromEntries(sorted.map((path) => [ofPage.has(path) ? path : inputId(path), problems[path] ?? '']))
}
