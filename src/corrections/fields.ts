import type { RecordDetail } from '../evidence/index.ts'
import {
  compile,
  type FormContext,
  type FormDefinition,
  forReader,
  snapshot,
  type Value,
  type Values,
} from '../forms/index.ts'
import type { Problems } from '../kit/errors.ts'
import type { Actor } from '../policy/index.ts'

type Field = FormDefinition['sections'][number]['fields'][number]

/** What one answer can be put right by one answer. Files, links, people and rows of lists have ways of their own. */
const kinds: readonly Field['type'][] = [
  ...(['text', 'longText', 'number', 'date', 'dateRange', 'time', 'duration', 'yesNo', 'choice', 'choices'] as const),
  ...(['level', 'ratingGrid', 'tags', 'procedure', 'email'] as const),
]

export interface Correctable {
  key: string
  label: string
  section: string
}

/** The answers of a form that a correction can be asked for; what is confided to one person is not among them. */
export function correctable(form: FormDefinition, labels: Labels = new Map()): Correctable[] {
  // What the trainee adds after the signature is under the trainee's own.
  const sections = form.sections.filter(({ afterSigning }) => !afterSigning)
  return sections.flatMap((section) =>
    section.fields
      .filter((field) => kinds.includes(field.type) && !('sensitive' in field && field.sensitive))
      .map(({ key, label = key }) => ({ key, label: labels.get(key) ?? label, section: section.title })),
  )
}

type Labels = ReadonlyMap<string, string>

/** What each answer is called for this reader: "Your position" is the assessor's to read so, and nobody else's. */
export function labelsFor(detail: RecordDetail, actor: Actor): Labels {
  const { record, form, reads } = detail
  if (!form || !reads) return new Map()
  const wrote = [record.assessorId, record.authorId].includes(actor.personId)
  const party = record.personId === actor.personId ? 'trainee' : wrote ? form.filledBy : null
  const answers = forReader(reads, party).sections.flatMap((section) => section.answers)
  return new Map(answers.map(({ key, label }) => [key, label]))
}

/** The same form with this one question, to be asked again. */
export function asking(form: FormDefinition, key: string, label?: string): FormDefinition {
  const sections = form.sections.flatMap((section) => {
    const field = section.fields.find((one) => one.key === key)
    if (!field) return []
    const { showIf: _shown, ...plain } = field as Field & { showIf?: unknown }
    const { showIf: _section, help: _help, afterSigning: _after, ...rest } = section
    return [{ ...rest, fields: [{ ...plain, ...(label ? { label } : {}) } as Field] }]
  })
  const { help: _, ...rest } = form
  return { ...rest, sections }
}

/** In which such a question is asked and checked: everybody may write it, for it changes nothing by itself. */
export function askingContext(context: FormContext, values: Values): FormContext {
  const { writer: _, ...rest } = context
  return { ...rest, stored: values }
}

export interface Proposal {
  value: Value | null
  values: Values
}

/**
 * Reads the proposed answer out of what was sent, and checks it beside the other answers of the form.
 * @returns the whole form's values with the answer in its place, or what is wrong with it
 */
export function readProposal(
  { form, record }: Pick<RecordDetail, 'record'> & { form: FormDefinition },
  key: string,
  body: Record<string, unknown>,
  context: FormContext,
): { ok: true; proposal: Proposal } | { ok: false; problems: Problems } {
  const values = record.values as Values
  const around = askingContext(context, values)
  const typed = compile(asking(form, key), 'draft', around).read(body)[key]
  const { [key]: _was, ...others } = values
  const amended: Values = typed === undefined ? others : { ...others, [key]: typed }
  const outcome = compile(form, 'final', around).check(amended)
  const mine = Object.entries(outcome.ok ? {} : outcome.problems).filter(
    ([at]) => at === key || at.startsWith(`${key}.`),
  )
  if (mine.length > 0) return { ok: false, problems: Object.fromEntries(mine) }
  const checked = outcome.values[key]
  const value = checked === undefined ? null : checked
  return { ok: true, proposal: { value, values: withAnswer(values, key, value) } }
}

/** The values with one answer put in its place, or taken out. */
export function withAnswer(values: Values, key: string, value: Value | null): Values {
  const { [key]: _was, ...others } = values
  return value === null ? others : { ...others, [key]: value }
}

/** One answer in words. */
export function answerWords(form: FormDefinition, key: string, values: Values, context: FormContext): string {
  const rendered = snapshot(asking(form, key), values, { ...context, writer: null })
  const answer = rendered.sections.flatMap((section) => section.answers).find((one) => one.key === key)
  if (!answer) return ''
  const rows = answer.rows?.flat().map(({ label, answer: words }) => `${label}: ${words}`)
  return rows?.length ? rows.join('\n') : answer.answer
}

/** Whether two answers are the same. */
export const sameAnswer = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one ?? null) === JSON.stringify(other ?? null)
