import { type FormContext, type FormDefinition, snapshot, type Values } from '../../forms/index.ts'

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** Keys of the fields whose answers differ: what an audit entry says of an edit. */
export function changedFields(form: FormDefinition, before: Values, after: Values): string[] {
  const keys = form.sections.flatMap((section) => section.fields).map(({ key }) => key)
  return keys.filter((key) => !same(before[key], after[key]))
}

/** Both versions of every answer that differs, in words. */
export function differences(form: FormDefinition, yours: Values, theirs: Values, context: FormContext) {
  const words = (values: Values) =>
    new Map(
      snapshot(form, values, context)
        .sections.flatMap((section) => section.answers)
        .map((answer) => [answer.key, answer]),
    )
  const [mine, other] = [words(yours), words(theirs)]
  return changedFields(form, yours, theirs).flatMap((key) => {
    const label = mine.get(key)?.label ?? other.get(key)?.label
    return label ? [{ label, yours: mine.get(key)?.answer ?? '', theirs: other.get(key)?.answer ?? '' }] : []
  })
}
