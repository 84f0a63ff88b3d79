import { all } from './dom.js'

const MENUS = 'details.menu[open], details.sheet[open]'

/** Menus close on Escape and on a click elsewhere. */
export function startMenus() {
  document.addEventListener('click', (event) => {
    for (const menu of all(MENUS)) if (!menu.contains(event.target)) menu.open = false
  })
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    for (const menu of all(MENUS)) {
      menu.open = false
      menu.querySelector('summary').focus()
    }
  })
}

/** The choice of light and dark takes effect at once and is told to the server meanwhile. */
export function startThemes() {
  document.addEventListener('submit', (event) => {
    const form = event.target.closest('[data-theme-form]')
    const theme = event.submitter?.value
    if (!form || !theme) return
    event.preventDefault()
    const body = new URLSearchParams(new FormData(form, event.submitter))
    fetch(form.action, { method: 'POST', body, redirect: 'manual' }).catch(() => undefined)
    if (theme === 'auto') delete document.documentElement.dataset.bsTheme
    else document.documentElement.dataset.bsTheme = theme
    for (const button of all('[data-theme-form] button')) {
      button.setAttribute('aria-pressed', String(button.value === theme))
    }
    showPlots(theme)
  })
}

function showPlots(theme) {
  const dark = theme === 'dark' || (theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches)
  for (const image of all('img[data-dark]')) {
    for (const source of all('source', image.parentElement)) source.remove()
    image.src = dark ? image.dataset.dark : image.dataset.light
  }
}

/** Explanations of terms stand beside their words. */
export function placeTips() {
  for (const tip of all('.tip[popover]')) {
    tip.addEventListener('toggle', (event) => {
      if (event.newState !== 'open') return
      const word = document.querySelector(`[popovertarget="${CSS.escape(tip.id)}"]`).getBoundingClientRect()
      tip.classList.add('placed')
      const { width, height } = tip.getBoundingClientRect()
      const below = word.bottom + height + 12 < innerHeight
      tip.style.left = `${Math.max(12, Math.min(word.left, innerWidth - width - 12))}px`
      tip.style.top = `${below ? word.bottom + 6 : word.top - height - 6}px`
    })
  }
}

/** Printing, and the problems of a form in sight of those who listen. */
export function startPage() {
  for (const button of all('[data-print]')) {
    button.hidden = false
    button.addEventListener('click', () => print())
  }
  document.querySelector('[data-focus]')?.focus()
}
