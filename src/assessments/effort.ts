import type { Field, FormDefinition } from '../forms/index.ts'

const seconds: Partial<Record<Field['type'], number>> = {
  longText: 60,
  list: 60,
  text: 10,
  file: 20,
  note: 0,
  figures: 0,
}

const usual = 8
/** To open a form, read what the trainee wrote, and sign. */
const around = 30

/** About how many minutes a form takes its assessor: what it asks of them, each question by its kind. */
export function minutesFor(form: FormDefinition): number {
  const sections = form.sections.filter((section) => (section.by ?? form.filledBy) === 'assessor')
  const asked = sections.flatMap(({ fields }) => fields).filter((field) => !('optional' in field && field.optional))
  const total = asked.reduce((sum, field) => sum + secondsFor(field), around)
  return Math.max(1, Math.round(total / 60))
}

function secondsFor(field: Field): number {
  if (field.type === 'ratingGrid') return field.rows.length * usual
  return seconds[field.type] ?? usual
}
