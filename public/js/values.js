import { ensureRows } from './rows.js'

/** Names that begin so are the form's own business, never somebody's text. */
const isOwn = (name) => name.startsWith('_')

/** What the form would send, by name; a name that comes several times has a list. Files are not part of a draft. */
export function formValues(form) {
  const values = {}
  for (const [name, value] of new FormData(form)) {
    if (isOwn(name) || typeof value !== 'string') continue
    const text = value.replaceAll('\r\n', '\n')
    if (!(name in values)) values[name] = text
    else values[name] = [values[name], text].flat()
  }
  return values
}

/** Puts values back into the form and tells its listeners. */
export function fillForm(form, values) {
  ensureRows(form, Object.keys(values))
  for (const control of form.elements) {
    if (!control.name || isOwn(control.name) || control.type === 'file' || control.type === 'submit') continue
    const value = values[control.name]
    if (control.type === 'checkbox' || control.type === 'radio') {
      control.checked = [value].flat().includes(control.value)
    } else if (control instanceof HTMLSelectElement && control.multiple) {
      for (const option of control.options) option.selected = [value].flat().includes(option.value)
    } else if (control.type !== 'hidden' && typeof value === 'string') control.value = value
  }
  form.dispatchEvent(new Event('change', { bubbles: true }))
}

/** Whether two sets of values say the same; an absent name is an empty one. */
export function sameValues(a, b) {
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...names].every((name) => String([a[name] ?? ''].flat()) === String([b[name] ?? ''].flat()))
}

/** The names that do not say the same in both. */
export function changedNames(a, b) {
  const names = Object.keys({ ...a, ...b })
  return names.filter((name) => !sameValues({ [name]: a[name] ?? '' }, { [name]: b[name] ?? '' }))
}

/** The words of a field's label, for telling people which field is meant. */
export function labelOf(form, name) {
  const control = form.querySelector(`[name="${CSS.escape(name)}"]`)
  const label = control?.closest('fieldset.lv, fieldset.field')?.querySelector('legend') ?? control?.labels?.[0]
  return label?.textContent.trim() ?? name
}
