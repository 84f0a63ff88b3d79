import { all } from './dom.js'

/** Lists of ticks say in their summary what is chosen. */
export function startTicks() {
  for (const box of all('details.ticks')) {
    const summary = box.querySelector('summary')
    const none = all('input:checked', box).length ? 'Choose from the list' : summary.textContent
    box.addEventListener('change', () => {
      const chosen = all('input:checked', box).map((input) => input.labels[0]?.firstChild.textContent.trim())
      summary.textContent = chosen.length ? chosen.join(', ') : none
    })
  }
}
