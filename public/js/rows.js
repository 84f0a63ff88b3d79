import { all } from './dom.js'

/** `data-list` with `data-add-row` and a template: adds rows up to `data-max`. Rows that stay empty are not kept. */
export function startRows() {
  document.addEventListener('click', (event) => {
    const button = event.target.closest?.('[data-add-row]')
    if (button) addRow(button.closest('[data-list]'))
  })
  for (const list of all('[data-list]')) update(list)
}

function addRow(list) {
  const template = list.querySelector(':scope > template')
  const rows = list.querySelector(':scope > [data-rows]')
  const index = rows.children.length
  const holder = document.createElement('div')
  holder.innerHTML = template.innerHTML.replaceAll('__row__', String(index)).replaceAll('__number__', String(index + 1))
  rows.append(...holder.children)
  update(list)
  rows.lastElementChild.querySelector('input, select, textarea')?.focus()
  rows.dispatchEvent(new Event('change', { bubbles: true }))
}

function update(list) {
  const full = list.querySelector(':scope > [data-rows]').children.length >= Number(list.dataset.max)
  list.querySelector(':scope > [data-add-row]').hidden = full
}
