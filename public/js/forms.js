import { conditionHolds } from './conditions.js'
import { all, make } from './dom.js'

/** A second press of the button sends nothing; coming back by the history makes the form usable again. */
export function guardSubmits() {
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (event.defaultPrevented || form.method !== 'post' || form.dataset.once === 'no') return
    if (form.dataset.sent) return event.preventDefault()
    form.dataset.sent = 'yes'
    event.submitter?.setAttribute('aria-busy', 'true')
    setTimeout(() => release(form), 12_000)
  })
  window.addEventListener('pageshow', () => all('form[data-sent]').forEach(release))
}

function release(form) {
  delete form.dataset.sent
  for (const element of all('[aria-busy]', form)) element.removeAttribute('aria-busy')
}

/** `data-show-if="setting=other"`, or a condition as JSON: shows the element only then; what is hidden is not sent. */
export function showConditionals() {
  for (const form of all('form')) {
    const locked = new Set(all('[disabled]', form))
    const update = () => {
      for (const element of all('[data-show-if]', form)) toggle(element, holds(form, element.dataset.showIf), locked)
      for (const element of all('[data-required-if]', form)) {
        element.classList.toggle('is-needed', holds(form, element.dataset.requiredIf))
      }
    }
    form.addEventListener('change', update)
    form.addEventListener('input', update)
    update()
  }
}

function toggle(element, wanted, locked) {
  const shown = wanted && !element.parentElement.closest('.is-hidden')
  element.classList.toggle('is-hidden', !shown)
  for (const control of all('input, select, textarea', element)) control.disabled = !shown || locked.has(control)
}

/** "field=a|b" holds with either value, "field!=a" with any other, "field" with any value at all. */
export function holds(form, condition) {
  if (condition.startsWith('{')) return conditionHolds(new FormData(form), JSON.parse(condition))
  const [, name, not, wanted] = /^([^!=]+)(!?)=?(.*)$/.exec(condition)
  const has = new FormData(form).getAll(name)
  if (!condition.includes('=')) return has.some((value) => value !== '')
  return wanted.split('|').some((value) => has.includes(value)) !== Boolean(not)
}

/** Says what is left of a text's length, near its end. Nothing is cut off: what is too long can be shortened. */
export function countCharacters() {
  for (const area of all('textarea[maxlength], textarea[data-max]')) {
    const most = Number(area.dataset.max ?? area.maxLength)
    area.removeAttribute('maxlength')
    const counter = make('span', { className: 'counter', hidden: true })
    counter.setAttribute('aria-live', 'polite')
    area.after(counter)
    const update = () => {
      const left = most - [...area.value].length
      counter.hidden = left > most * 0.2 && left > 50
      counter.classList.toggle('over', left < 0)
      counter.textContent = left < 0 ? `${-left} characters too many` : `${left} characters left`
    }
    area.addEventListener('input', update)
    update()
  }
}

/** Names what was chosen, and says at once that a file is too large. */
export function describeFiles() {
  for (const input of all('input[type="file"][data-max-mb]')) {
    const note = make('p', { className: 'form-text' })
    note.setAttribute('role', 'status')
    input.after(note)
    input.addEventListener('change', () => {
      const limit = Number(input.dataset.maxMb)
      const large = [...input.files].filter((file) => file.size > limit * 1024 * 1024)
      note.className = large.length ? 'invalid-feedback' : 'form-text'
      note.textContent = large.length
        ? `${large.map((file) => file.name).join(', ')}: larger than ${limit} MB`
        : [...input.files].map((file) => file.name).join(', ')
    })
  }
}

/** `data-tidy` (forms that ask by the address): empty fields are not sent, so that the address stays short. */
export function tidyAddresses() {
  for (const form of all('form[data-tidy]')) {
    form.addEventListener('formdata', ({ formData }) => {
      for (const [name, value] of [...formData]) if (value === '') formData.delete(name)
    })
  }
}

/** `data-sum="f.a f.b"` (input): holds the sum of those, as soon as one of them is changed and each is a number. */
export function keepSums() {
  for (const total of all('input[data-sum]')) {
    const parts = total.dataset.sum.split(' ').map((name) => total.form?.elements.namedItem(name))
    const add = () => {
      const numbers = parts.map((part) => (part?.value.trim() ? Number(part.value) : Number.NaN))
      if (numbers.some(Number.isNaN)) return
      total.value = String(numbers.reduce((sum, one) => sum + one, 0))
      total.dispatchEvent(new Event('input', { bubbles: true }))
    }
    for (const part of parts) part?.addEventListener('input', add)
  }
}
