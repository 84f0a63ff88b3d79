import { packContext } from '../evidence/index.ts'
import type { FieldView, FormContext, FormDefinition, FormView, SectionView, Values } from '../forms/index.ts'
import { compile, initialValues } from '../forms/index.ts'
import { fileSize } from '../kit/bytes.ts'
import type { Ctx } from '../kit/context.ts'
import { date } from '../kit/ui.ts'
import { expectedLevel, type PublishedPack } from '../programmes/index.ts'
import type { Asked } from './asked.ts'
import { WithArticle } from './words.ts'

/** All that an assessor's form needs to know, out of what was loaded with the request. Costs no query. */
export function assessorContext(ctx: Ctx, pack: PublishedPack, asked: Asked, filesAt: string): FormContext {
  const base = packContext(pack, ctx.today)
  const stage = pack.pack.pack.stages.find(({ key }) => key === asked.stageKey)
  const sites = asked.sites.map(({ id, name }): [string, string] => [id, name])
  return {
    ...base,
    lists: { ...base.lists, sites },
    files: Object.fromEntries(
      asked.files.map(({ id, name, size }) => [id, { name, size: fileSize(size), href: `${filesAt}/${id}` }]),
    ),
    expected: expectedOf(pack, asked),
    ...(stage ? { stage: stage.short } : {}),
    known: { ownName: asked.assessor.name },
    last: { ...gradeKnown(pack.form(asked.record.formKey), asked), ...asked.last },
    writer: { by: 'assessor' },
    stored: asked.record.values,
  }
}

/** In which fact forms say what grade their assessor states. */
export const gradeFact = 'assessorGrade'

/** The answer to "your position" of somebody whose grade we know, as if they had given it before. */
function gradeKnown(form: FormDefinition | undefined, { assessor }: Asked): Values {
  const fact = form?.facts?.find(({ name }) => name === gradeFact)
  const grade = assessor.grade ?? assessor.claimedGrade
  return fact && 'path' in fact && grade ? { [fact.path]: grade } : {}
}

/** The level expected of the items that the request is linked to, by scale: the highest where they differ. */
function expectedOf(pack: PublishedPack, { stageKey, itemKeys }: Asked): Record<string, number> {
  const expected: Record<string, number> = {}
  for (const key of stageKey ? itemKeys : []) {
    const scale = pack.items.get(key)?.scale
    const level = expectedLevel(pack.pack, key, stageKey!)
    if (scale && level !== null) expected[scale] = Math.max(expected[scale] ?? 0, Number(level))
  }
  return expected
}

/** Under which key the assessor's text is kept on its way. */
export const draftKey = ({ asked, entry }: Filled): string =>
  entry ? entryDraftKey(entry) : `record:${asked.record.id}`

/** Who came in by a code or on the trainee's device has proven nothing yet: their text stays apart. */
export const entryDraftKey = (entry: { id: string }): string => `entry:${entry.id}`

/** The assessor's draft as their home shows it. */
export const draftOf = (found: Filled) => ({
  key: draftKey(found),
  label: `${found.form.short} for ${found.asked.trainee.name}`,
  href: `/assess/${found.asked.record.id}`,
})

interface Filled {
  asked: Asked
  form: FormDefinition
  entry: { id: string } | null
}

/** What the assessor's form shows: their draft where there is one, else what is known of the assessor and what the trainee filled in. */
export function valuesToFill(form: FormDefinition, asked: Asked, context: FormContext): Values {
  if (asked.draft) return compile(form, 'draft', context).read(asked.draft.values)
  // What the trainee could have stated is theirs to state: a guess would end up signed (decision 49).
  const theirs = traineeKeys(form)
  const known = Object.entries(initialValues(form, context)).filter(([key]) => !theirs.has(key))
  return { ...Object.fromEntries(known), ...asked.paper?.values, ...asked.record.values }
}

/** Keys of the fields that a trainee fills in before sending: their own sections, and what the form lets be prefilled. */
export function traineeKeys(form: FormDefinition): Set<string> {
  const own = form.sections.filter((section) => section.by === 'trainee' && !section.afterSigning)
  const keys = own.flatMap((section) => section.fields.map(({ key }) => key))
  return new Set([...keys, ...(form.prefill ?? [])])
}

/** Values of those keys alone. */
export function only(keys: ReadonlySet<string>, values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([key]) => keys.has(key)))
}

/** A section with what must be answered in sight, and what may be added folded away below it. */
export interface FoldedSection extends SectionView {
  folded: FieldView[]
  /** Where the trainee has filled all of it in: their answers in one line, with the fields folded below it. */
  summary: string | null
}

/**
 * Ready to rate: optional questions that are not texts, and that nobody has answered, wait behind "More", and what the
 * trainee has filled in whole is read in one line.
 * @param prefilled keys of the fields to which the trainee gave an answer
 */
export function fold(form: FormView, prefilled: readonly string[] = []): FoldedSection[] {
  return form.sections.map(withoutBlanks).map((section) => {
    const summary = summaryOf(section, prefilled)
    const folded = section.fields.filter(mayWait)
    const inSight = section.fields.filter((field) => !folded.includes(field))
    if (summary !== null || inSight.length === 0) return { ...section, folded: [], summary }
    return { ...section, fields: inSight, folded, summary }
  })
}

/** What a section says that the trainee filled in whole; null where something is left to answer or to mend. */
function summaryOf({ fields }: SectionView, prefilled: readonly string[]): string | null {
  const theirs = fields.filter(({ key }) => prefilled.includes(key))
  const open = fields.some((field) => field.problem !== null || (!theirs.includes(field) && !mayWait(field)))
  if (theirs.length === 0 || open || !theirs.every(isAnswered)) return null
  return theirs.map(answerWords).filter(Boolean).join(' · ')
}

/** An answer in a few words. */
function answerWords(field: FieldView): string {
  const ticked = (options: readonly { checked: boolean; label: string }[]) =>
    options.filter(({ checked }) => checked).map(({ label }) => label)
  if ('options' in field) return ticked(field.options).join(', ')
  if ('groups' in field) return field.groups.flatMap(({ options }) => ticked(options)).join(', ')
  if (field.type === 'dateRange') return `${date(field.from.value)} to ${date(field.to.value)}`
  if (field.type === 'date') return date(field.value)
  if ('value' in field) return field.value.length > 60 ? `${field.value.slice(0, 57)}…` : field.value
  return field.label
}

/** What the trainee left empty is nothing for the assessor to read. */
function withoutBlanks(section: SectionView): SectionView {
  return { ...section, answers: section.answers.filter(({ unanswered }) => !unanswered) }
}

const quiet: readonly FieldView['type'][] = [
  'ratingGrid',
  'choices',
  'choice',
  'tags',
  'duration',
  'number',
  'time',
  'dateRange',
  'list',
  'file',
  'yesNo',
  'curriculumLinks',
]

function mayWait(field: FieldView): boolean {
  return quiet.includes(field.type) && !field.required && !field.requiredIf && !field.problem && !isAnswered(field)
}

function isAnswered(field: FieldView): boolean {
  const ticked = (options: readonly { checked: boolean; value: string }[]) =>
    options.some(({ checked, value }) => checked && value !== '')
  if ('options' in field) return ticked(field.options)
  if ('groups' in field) return field.groups.some(({ options }) => ticked(options))
  if (field.type === 'ratingGrid') return field.rows.some(({ options, problem }) => problem !== null || ticked(options))
  if (field.type === 'list') return field.rows.some(({ fields }) => fields.some(isAnswered))
  if (field.type === 'dateRange') return field.from.value !== '' || field.to.value !== ''
  if (field.type === 'file') return field.files.length > 0
  return 'value' in field && field.value !== ''
}

/** Whether a form that is completed by signing in was opened another way: what is typed there is kept, and signed there it is not. */
export const needsSignIn = ({ form, via }: { form: FormDefinition; via: string }): boolean =>
  form.assessor?.accountRequired === true && via !== 'account'

export const signInWords = ({ form }: { form: FormDefinition }): string =>
  `${WithArticle(form.short)} is completed by signing in. What you type here is kept: sign in, and it is there.`
