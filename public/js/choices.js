import { all } from './dom.js'

/** Figures choose among the levels, Enter sends, unless somebody is writing. */
export function startHotkeys() {
  const form = document.querySelector('form[data-hotkeys]')
  if (!form) return
  const areOn = hotkeySwitch(form.querySelector('button[data-hotkeys-switch]'))
  document.addEventListener('keydown', (event) => {
    if (!areOn() || event.ctrlKey || event.metaKey || event.altKey || writes(event.target)) return
    if (document.querySelector('dialog[open], details.menu[open]')) return
    const radio = form.querySelector(`input[data-hotkey="${CSS.escape(event.key)}"]`)
    if (radio) choose(radio)
    else if (event.key === 'Enter' && !event.target.closest('a, button, summary')) {
      event.preventDefault()
      form.requestSubmit(form.querySelector('.btn-main'))
    }
  })
}

const stored = 'attest.hotkeys'

/** Single keys can be turned off (WCAG 2.1.4): people who speak or tremble would choose levels by accident. */
export function hotkeySwitch(button) {
  let on = localStorage.getItem(stored) !== 'off'
  const show = () => {
    if (button) button.textContent = on ? button.dataset.off : button.dataset.on
  }
  if (button) button.parentElement.hidden = false
  button?.addEventListener('click', () => {
    on = !on
    localStorage.setItem(stored, on ? 'on' : 'off')
    show()
  })
  show()
  return () => on
}

export function writes(target) {
  return target.matches('textarea, select, input:not([type="radio"]), [contenteditable]')
}

export function choose(radio) {
  radio.checked = true
  radio.focus()
  radio.dispatchEvent(new Event('change', { bubbles: true }))
}

/** One tick box ticks all of a name, and the count of the ticked ones is said. */
export function startSelections() {
  for (const master of all('input[data-select-all]')) {
    const scope = master.closest('form') ?? document
    const boxes = all(`input[name="${CSS.escape(master.dataset.selectAll)}"]`, scope)
    const bar = scope.querySelector('[data-select-count]')
    const update = () => {
      const count = boxes.filter((box) => box.checked).length
      master.checked = count > 0 && count === boxes.length
      master.indeterminate = count > 0 && count < boxes.length
      if (!bar) return
      bar.textContent = count ? `${count} ${count === 1 ? bar.dataset.one : bar.dataset.many} chosen` : bar.dataset.none
      bar.closest('.bulk').classList.toggle('has-choice', count > 0)
    }
    if (bar) bar.dataset.none = bar.textContent
    master.hidden = false
    master.addEventListener('change', () => {
      for (const box of boxes) box.checked = master.checked
      update()
    })
    for (const box of boxes) box.addEventListener('change', update)
    update()
  }
}
