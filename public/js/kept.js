import { store } from './dom.js'

const PREFIX = 'attest:draft:'
const DAYS = 14 * 24 * 3600 * 1000

/** Where this browser keeps what the server does not have yet: apart for each person and draft. */
export function keepKey(form) {
  return `${PREFIX}${document.body.dataset.person ?? 'guest'}:${form.dataset.draft ?? location.pathname}`
}

/** Keeps a copy; says whether it could. */
export function keep(form, values) {
  return store.set(keepKey(form), { values, at: Date.now() })
}

export function kept(form) {
  return store.get(keepKey(form))
}

export function forget(form) {
  store.remove(keepKey(form))
}

/** A form on its way: its copy goes as soon as a page of the same person has come back. */
export function markSent(form) {
  const copy = kept(form)
  if (copy) store.set(keepKey(form), { ...copy, sent: true })
}

/** Text about patients must not lie about: what has arrived and what is old goes. */
export function sweepKept() {
  const own = `${PREFIX}${document.body.dataset.person ?? 'guest'}:`
  const refused = 'error' in document.body.dataset
  for (const key of store.keys().filter((name) => name.startsWith(PREFIX))) {
    const copy = store.get(key)
    const answered = copy?.sent && key.startsWith(own)
    if (!copy || (answered && !refused) || Date.now() - copy.at > DAYS) store.remove(key)
    else if (answered) store.set(key, { ...copy, sent: false })
  }
}
