import type { FormDefinition, Values } from '../forms/index.ts'
import type { Relation } from '../policy/index.ts'
import { type PublishedPack, rightsRow, rightsSection, roleWords } from '../programmes/index.ts'
import { type Carer, carersOf, type PortfolioBase } from '../training/index.ts'

/** The pack's forms of meetings and appraisals, in its order. */
export function appraisalForms({ pack }: PublishedPack): FormDefinition[] {
  return pack.forms.filter(({ kind }) => kind === 'appraisal')
}

/** A form of a meeting or appraisal by its key, or null. */
export function appraisalForm(pack: PublishedPack, key: string | undefined): FormDefinition | null {
  const form = pack.form(key ?? '')
  return form?.kind === 'appraisal' ? form : null
}

/** Who may write it beside the trainee, in the pack's words: "the educational supervisor or the faculty tutor". */
export function writerWords({ pack }: PublishedPack, form: FormDefinition): string {
  const rows = pack.rights.rows.filter(
    ({ section, write, relation }) =>
      section === form.section && write && relation !== 'trainee' && allows(form, relation),
  )
  const names = [...new Set(rows.map(({ relation }) => `the ${roleWords(pack, relation)}`))]
  return names.length > 0 ? names.join(' or ') : 'a supervisor'
}

/** Who begins it: where the pack lets the trainee write a new one, the trainee; else the supervisor alone writes it. */
export function begunBy({ pack }: PublishedPack, { section }: FormDefinition): 'trainee' | 'supervisor' {
  return rightsRow(pack.rights, 'trainee', section, 'new')?.write ? 'trainee' : 'supervisor'
}

/** Whether what the supervisor wrote waits for a release of its own. */
export function isHeld({ pack }: PublishedPack, { section }: FormDefinition): boolean {
  return rightsSection(pack.rights, section)?.states.includes('held') ?? false
}

/** The pack's words on who writes in the form's section. */
export function writersOf({ pack }: PublishedPack, { section }: FormDefinition): string {
  return rightsSection(pack.rights, section)?.writers ?? 'Only a supervisor can write this.'
}

/** Those who look after the trainee today and whom the pack lets complete this form, each once. */
export function askableFor(pack: PublishedPack, form: FormDefinition, portfolio: PortfolioBase): Carer[] {
  const may = carersOf(portfolio).filter(
    ({ id, relation }) =>
      id !== portfolio.personId &&
      allows(form, relation) &&
      rightsRow(pack.pack.rights, relation, form.section, 'requested')?.write,
  )
  return may.filter(({ id }, index) => may.findIndex((one) => one.id === id) === index)
}

/** Whether the form may be completed by somebody in this relation. */
export function allows({ assessor }: FormDefinition, relation: Relation): boolean {
  return assessor?.relations?.includes(relation) ?? true
}

/** Keys of what the trainee writes before the supervisor does. */
export const beforeKeys = (form: FormDefinition) => keysOf(form, false)
/** Keys of what the trainee adds once it is signed. */
export const afterKeys = (form: FormDefinition) => keysOf(form, true)

function keysOf(form: FormDefinition, after: boolean): Set<string> {
  const own = form.sections.filter((one) => one.by === 'trainee' && (one.afterSigning === true) === after)
  return new Set(own.flatMap(({ fields }) => fields.map(({ key }) => key)))
}

/** Values of those keys alone. */
export function only(keys: ReadonlySet<string>, values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([key]) => keys.has(key)))
}

/** The range that says from when to when the post was: the one whose two ends are facts of the form. */
export function periodField(form: FormDefinition): string | null {
  const ends = (form.facts ?? []).flatMap((fact) => ('path' in fact ? [fact.path] : []))
  const ranges = form.sections.flatMap(({ fields }) => fields).filter(({ type }) => type === 'dateRange')
  return ranges.find(({ key }) => ends.includes(`${key}.from`) && ends.includes(`${key}.to`))?.key ?? null
}

/** Whether a post has only one of a form: that which asks for the days of the post is about the post as a whole. */
export const oncePerPost = (form: FormDefinition): boolean => periodField(form) !== null

/** Who was first, where a post has only one of a form. */
export function takenWords(
  { form, taken }: { form: FormDefinition; taken: { authorId: string; author: string } | null },
  { personId }: { personId: string },
): string {
  const who = taken?.authorId === personId ? 'You have' : `${taken?.author ?? 'Somebody'} has`
  return `${who} written the ${form.title.toLowerCase()} for this post already, and there is only one for each.`
}
