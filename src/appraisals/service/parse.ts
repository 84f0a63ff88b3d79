import { compile, type Values } from '../../forms/index.ts'
import type { Problems } from '../../kit/errors.ts'
import type { Carer } from '../../training/index.ts'
import { askableFor, beforeKeys, only } from '../forms.ts'
import type { Writing } from '../queries/writing.ts'

export type Parsed<T> = { ok: true; values: T } | { ok: false; problems: Problems }

/** The trainee's part, checked, and whom it goes to. */
export interface Begun {
  values: Values
  supervisor: Carer
}

/** The name of the input that says which supervisor is asked. */
export const SUPERVISOR = 'supervisor'

/**
 * The trainee's part must be right, but it is no signature: the supervisor's declaration is taken as given for the check
 * and kept out of the values.
 */
export function parseBegin(found: Writing, body: Record<string, unknown>): Parsed<Begun> {
  const { form, context, portfolio, pack } = found
  const outcome = compile(form, 'final', context).parse({ ...body, [`f.${form.declaration.key}`]: 'yes' })
  const problems: Problems = outcome.ok ? {} : { ...outcome.problems }
  const supervisor = askableFor(pack, form, portfolio).find(
    ({ id, relation }) => body[SUPERVISOR] === `${relation}:${id}`,
  )
  if (!supervisor) problems[SUPERVISOR] = 'Choose the supervisor with whom you meet.'
  if (!supervisor || Object.keys(problems).length > 0) return { ok: false, problems }
  return { ok: true, values: { values: only(beforeKeys(form), outcome.values), supervisor } }
}

/** The supervisor's part, and the rev of the record that their page was opened with. */
export interface Written {
  values: Values
  rev: number | null
}

/** Everything that the supervisor has to say; what the trainee wrote stays as it is. */
export function parseWritten({ form, context }: Writing, body: Record<string, unknown>): Parsed<Written> {
  const outcome = compile(form, 'final', context).parse(body)
  if (!outcome.ok) return outcome
  const rev = typeof body._rev === 'string' && /^\d{1,9}$/.test(body._rev) ? Number(body._rev) : null
  return { ok: true, values: { values: outcome.values, rev } }
}
