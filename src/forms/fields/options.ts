import { inputId } from '../body.ts'
import type { Choosable, FormContext } from '../context.ts'
import type { Option } from '../definition.ts'
import { own } from '../values.ts'
import type { OptionGroup, OptionView } from '../view.ts'

/** The options of a choice: its own, or the list that it names. */
export function optionsOf(
  field: { options?: Option[] | undefined; optionsFrom?: string | undefined },
  context: FormContext,
): readonly Option[] {
  return field.options ?? own(context.lists, field.optionsFrom ?? '') ?? []
}

/** Ids: the first option carries the field's own id, so that a problem's link lands on it. */
export const optionId = (path: string, index: number): string =>
  index === 0 ? inputId(path) : `${inputId(path)}-${index + 1}`

export function optionViews(
  options: readonly { value: string; label: string; help?: string | null | undefined }[],
  path: string,
  isChecked: (value: string) => boolean,
): OptionView[] {
  return options.map(({ value, label, help }, index) => ({
    id: optionId(path, index),
    value,
    label,
    help: help ?? null,
    checked: isChecked(value),
  }))
}

/** "C4 · Outpatients", or the title alone. */
export const titleOf = (item: Choosable): string => (item.code ? `${item.code} · ${item.title}` : item.title)

/** Options in the groups of the pack, in its order. */
export function groupsOf(
  items: readonly Choosable[],
  path: string,
  isChecked: (key: string) => boolean,
): OptionGroup[] {
  const views = optionViews(
    items.map((item) => ({ value: item.key, label: titleOf(item) })),
    path,
    isChecked,
  )
  const groups = new Map<string | null, OptionView[]>()
  for (const [index, item] of items.entries()) {
    const group = groups.get(item.group ?? null) ?? []
    groups.set(item.group ?? null, group)
    const view = views[index]
    if (view) group.push(view)
  }
  return [...groups].map(([title, options]) => ({ title, options }))
}

/** What stays chosen although the list no longer has it is printed by its key, never dropped in silence. */
export function titleFor(items: readonly Choosable[], key: string): string {
  const item = items.find((one) => one.key === key)
  return item ? titleOf(item) : key
}
