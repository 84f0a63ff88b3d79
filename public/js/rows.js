import { all, make } from './dom.js'

/** `data-list` with `data-add-row` and a template: adds rows up to `data-max`, and takes them out again. */
export function startRows() {
  for (const list of all('[data-list]')) {
    list.dataset.next = rowsOf(list).length
    for (const row of rowsOf(list)) offerRemoval(list, row)
    list.querySelector(':scope > [data-add-row]').addEventListener('click', () => {
      const row = addRow(list)
      row.querySelector('input, select, textarea')?.focus()
    })
    update(list)
  }
}

/** Adds rows until every name of a kept draft has its field. */
export function ensureRows(form, names) {
  for (const list of all('[data-list]', form)) {
    const start = `f.${list.dataset.list}.`
    const numbers = names
      .filter((name) => name.startsWith(start))
      .map((name) => Number.parseInt(name.slice(start.length), 10))
    const last = Math.max(-1, ...numbers.filter(Number.isInteger))
    while (Number(list.dataset.next) <= last && !isFull(list)) addRow(list)
  }
}

function addRow(list) {
  const index = Number(list.dataset.next)
  const template = list.querySelector(':scope > template')
  const holder = document.createElement('div')
  holder.innerHTML = template.innerHTML.replaceAll('__row__', String(index)).replaceAll('__number__', String(index + 1))
  const row = holder.firstElementChild
  list.querySelector(':scope > [data-rows]').append(row)
  list.dataset.next = index + 1
  offerRemoval(list, row)
  update(list)
  row.dispatchEvent(new Event('change', { bubbles: true }))
  return row
}

function offerRemoval(list, row) {
  const words = `Remove ${row.querySelector('legend').textContent.trim().toLowerCase()}`
  const button = make('button', { type: 'button', className: 'btn btn-quiet btn-sm' }, words)
  button.addEventListener('click', () => {
    row.remove()
    update(list)
    const add = list.querySelector(':scope > [data-add-row]')
    add.focus()
    add.dispatchEvent(new Event('change', { bubbles: true }))
  })
  row.append(button)
}

const rowsOf = (list) => [...list.querySelector(':scope > [data-rows]').children]
const isFull = (list) => rowsOf(list).length >= Number(list.dataset.max)

function update(list) {
  list.querySelector(':scope > [data-add-row]').hidden = isFull(list)
}
