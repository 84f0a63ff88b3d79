/** All elements that match, as an array. */
export function all(selector, within = document) {
  return [...within.querySelectorAll(selector)]
}

/** Makes an element: `make('button', { type: 'button', className: 'btn' }, 'Use it')`. */
export function make(tag, properties = {}, ...content) {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...content)
  return element
}

/** "14:02" on the reader's clock. */
export function clockTime(at) {
  return new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
}

/** "25 Nov 2026, 17:09" on the reader's clock. */
export function dayAndTime(at) {
  const day = new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
  return `${day.replace('Sept', 'Sep')}, ${clockTime(at)}`
}

/** A POST that carries the session's token. Never throws: without an answer the status is 0. */
export async function post(url, body = {}, options = {}) {
  const headers = { 'x-csrf-token': document.body.dataset.csrf ?? '', 'content-type': 'application/json' }
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      credentials: 'same-origin',
      ...options,
    })
    const json = await answer.json().catch(() => ({}))
    return { status: answer.status, json }
  } catch {
    return { status: 0, json: {} }
  }
}

/** The browser's store; private windows and full discs must not break a form. */
export const store = {
  get(key) {
    try {
      return JSON.parse(localStorage.getItem(key) ?? 'null')
    } catch {
      return null
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value))
      return true
    } catch {
      return false
    }
  },
  remove(key) {
    try {
      localStorage.removeItem(key)
    } catch {
      // Nothing was kept, so nothing needs to go.
    }
  },
  keys() {
    try {
      return Object.keys(localStorage)
    } catch {
      return []
    }
  },
}
