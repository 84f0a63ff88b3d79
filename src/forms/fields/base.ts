import { inputId, inputName } from '../body.ts'
import { conditionView } from '../conditions.ts'
import type { Field } from '../definition.ts'
import type { Problems } from '../values.ts'
import type { FieldBase } from '../view.ts'
import { ANONYMITY } from '../words.ts'
import type { Env } from './kind.ts'
import { rangeWords } from './ticks.ts'

/** What every field shows: names, ids, words, conditions and its problem. */
export function baseOf(field: Field, path: string, problems: Problems, env: Env): FieldBase {
  const id = inputId(path)
  const help = helpOf(field)
  const reminder = remindsOf(field) ? ANONYMITY : null
  const problem = problems[path] ?? null
  const described = [help && `${id}-help`, reminder && `${id}-reminder`, problem && `${id}-problem`].filter(Boolean)
  return {
    key: field.key,
    path,
    id,
    name: inputName(path),
    label: field.label ?? '',
    help,
    problem,
    describedBy: described.join(' ') || null,
    showIf: field.showIf ? conditionView(field.showIf, env) : null,
    reminder,
    ...rules(field, env),
  }
}

function rules(field: Field, env: Env) {
  if (field.type === 'note' || field.type === 'figures') {
    return { hint: null, required: false, requiredIf: null, autocomplete: null, sensitive: false }
  }
  const requiredIf = field.requiredIf ? conditionView(field.requiredIf, env) : null
  return {
    hint: requiredIf ? `needed if ${requiredIf.words}` : field.optional ? 'optional' : null,
    required: !requiredIf && !field.optional,
    requiredIf,
    autocomplete: field.autocomplete ?? null,
    sensitive: field.sensitive === true,
  }
}

function helpOf(field: Field): string | null {
  if (field.type === 'note') return null
  const counts = field.type === 'choices' || field.type === 'tags' || field.type === 'curriculumLinks'
  return [field.help, counts ? rangeWords(field) : null].filter(Boolean).join(' ') || null
}

function remindsOf(field: Field): boolean {
  if (field.type === 'longText') return field.anonymityReminder !== false
  return field.type === 'text' && field.anonymityReminder === true
}
