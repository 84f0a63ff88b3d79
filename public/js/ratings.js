import { choose, hotkeySwitch, writes } from './choices.js'
import { all } from './dom.js'

/**
 * Rating forms by the keyboard: they open at the first rating, a figure chooses and goes on, Ctrl+Enter sends. All of it
 * can be turned off; whoever has no keyboard at hand is not moved about the page.
 */
export function startRatings() {
  const form = document.querySelector('form[data-ratings]')
  if (!form) return
  const areOn = hotkeySwitch(form.querySelector('button[data-hotkeys-switch]'))
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !areOn()) return
    event.preventDefault()
    form.requestSubmit(form.querySelector('.btn-main'))
  })
  document.addEventListener('keydown', (event) => {
    if (!areOn() || event.ctrlKey || event.metaKey || event.altKey || writes(event.target)) return
    if (!/^[1-9]$/.test(event.key) || document.querySelector('dialog[open], details.menu[open]')) return
    const group = groupOf(form, event.target) ?? openGroups(form)[0]
    const radio = group && optionFor(group, event.key)
    if (!radio) return
    event.preventDefault()
    choose(radio)
    goOn(form, radio)
  })
  const [first] = openGroups(form)
  const alone = document.activeElement === document.body && !location.hash && !form.querySelector('.has-problem')
  if (first && alone && areOn() && matchMedia('(hover: hover) and (pointer: fine)').matches) first[0].focus()
}

/** Ratings that can be seen, as lists of their options. */
function groups(form) {
  const names = new Set(all('input[type="radio"]', form).map(({ name }) => name))
  return [...names]
    .map((name) => all(`input[type="radio"][name="${CSS.escape(name)}"]`, form))
    .filter(([radio]) => radio.checkVisibility?.() ?? radio.offsetParent !== null)
}

const openGroups = (form) => groups(form).filter((radios) => !radios.some(({ checked }) => checked))

const groupOf = (form, target) =>
  target.type === 'radio' ? groups(form).find((radios) => radios.some(({ name }) => name === target.name)) : null

/** By the figure that an option's words begin with ("Level 2", "3 Good"); by its place where they begin with none. */
function optionFor(radios, key) {
  const figures = radios.map((radio) => {
    const words = radio.labels?.[0]?.textContent.trim() || radio.getAttribute('aria-label') || ''
    return /^(?:level\s*)?(\d+)(?![\da-z])/i.exec(words)?.[1]
  })
  if (figures.some(Boolean)) {
    const fits = radios.filter((_, index) => figures[index] === key)
    return fits.length === 1 ? fits[0] : null
  }
  return radios[Number(key) - 1] ?? null
}

/** To the next rating or text that is empty, in the order of the page. */
function goOn(form, radio) {
  const after = (element) => radio.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING
  const texts = all('textarea', form).filter(
    (text) => text.value === '' && text.id !== 'reason' && (text.checkVisibility?.() ?? text.offsetParent !== null),
  )
  const stops = [...openGroups(form).map(([first]) => first), ...texts].filter(after)
  stops.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))
  stops[0]?.focus()
}
