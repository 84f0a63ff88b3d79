import { all, clockTime, dayAndTime, make, post } from './dom.js'
import { forget, keep, kept, markSent, sweepKept } from './kept.js'
import { changedNames, fillForm, formValues, labelOf, sameValues } from './values.js'

const PAUSE = 1200
const RETRY = 15_000
const savers = []

/** Forms with `data-autosave` save themselves as drafts and show their state. */
export function startAutosave() {
  sweepKept()
  for (const form of all('form[data-autosave]')) savers.push(new Saver(form))
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') flushAll({ keepalive: true })
  })
  window.addEventListener('online', () => flushAll())
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) for (const saver of savers) saver.stopped = false
  })
}

/** Saves whatever is not saved yet; resolves when that is done or has failed. */
export function flushAll(options) {
  return Promise.all(savers.map((saver) => saver.flush(options)))
}

/** Whether this page has anything that is saved by itself. */
export function hasDrafts() {
  return savers.length > 0
}

class Saver {
  constructor(form) {
    this.form = form
    this.saved = formValues(form)
    this.rev = Number(form.dataset.rev ?? 0)
    this.timer = 0
    this.busy = null
    this.stopped = false
    this.offerKept()
    form.addEventListener('input', () => this.changed())
    form.addEventListener('change', () => this.changed())
    form.addEventListener('submit', () => this.leave())
  }

  changed() {
    const values = formValues(this.form)
    if (sameValues(values, this.saved)) return
    keep(this.form, values)
    if (this.stopped) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.flush(), PAUSE)
  }

  /** The form itself is sent now: no draft may overtake it, and its copy waits for the answer. */
  leave() {
    clearTimeout(this.timer)
    this.stopped = true
    keep(this.form, formValues(this.form))
    markSent(this.form)
  }

  async flush(options) {
    clearTimeout(this.timer)
    if (this.stopped) return
    if (this.busy) await this.busy
    const values = formValues(this.form)
    if (sameValues(values, this.saved)) return
    this.show('saving', 'Saving…')
    this.busy = this.send(values, options)
    await this.busy
    this.busy = null
  }

  async send(values, options) {
    const role = this.form.elements._role?.value ?? ''
    const changed = changedNames(values, this.saved)
    const body = { values, changed, baseRev: this.rev, role }
    const { status, json } = await post(this.form.dataset.autosave, body, options)
    if (status === 200) this.accepted(values, json)
    else if (status === 409 && json.conflict) this.conflict(json)
    else if (status === 403 || status === 409 || status === 410) this.over(json.error)
    else if (status === 401) this.signedOut()
    else this.failed(status)
  }

  accepted(values, { rev, savedAt, url, draft }) {
    this.saved = values
    this.rev = rev
    this.form.dataset.rev = rev
    if (url) this.form.dataset.autosave = url
    forget(this.form)
    if (draft) this.form.dataset.draft = draft
    this.changed()
    this.show('saved', `Saved ${clockTime(savedAt)}`)
  }

  failed(status) {
    const why = status === 413 ? 'too much text' : status === 0 ? 'no connection' : 'we could not take it'
    const safe = keep(this.form, formValues(this.form)) ? ', kept in this browser' : ''
    this.show('failed', `Not saved (${why})${safe}`)
    if (status !== 413) this.timer = setTimeout(() => this.flush(), RETRY)
  }

  signedOut() {
    this.stopped = true
    keep(this.form, formValues(this.form))
    this.show('failed', 'Not saved: you are signed out. What you typed is kept in this browser.')
    const href = `/sign-in?back=${encodeURIComponent(location.pathname + location.search)}`
    this.panel('You are signed out', 'Sign in again; the text will be offered to you in this form.', [
      make('a', { className: 'btn btn-main btn-sm', href }, 'Sign in'),
    ])
  }

  /** Nothing more can be saved here: it is signed, withdrawn or run out by now. What is typed stays in the window. */
  over(why = 'This can no longer be changed.') {
    this.stopped = true
    keep(this.form, formValues(this.form))
    this.show('failed', 'Not saved: this can no longer be changed')
    const reload = make('a', { className: 'btn btn-quiet btn-sm', href: location.href }, 'See how it stands')
    this.panel('What you type here is not saved', `${why} Copy from this window what should not be lost.`, [reload])
  }

  conflict({ conflict = [], rev }) {
    this.stopped = true
    this.show('failed', 'Not saved: this was changed elsewhere')
    const fields = (Array.isArray(conflict) ? conflict : []).map((field) =>
      make(
        'div',
        {},
        make('b', {}, field.label ?? labelOf(this.form, field.name ?? '')),
        make('pre', {}, `Here: ${field.yours ?? ''}`),
        make('pre', {}, `Elsewhere: ${field.theirs ?? ''}`),
      ),
    )
    const mine = button('Keep what is here', () => {
      this.stopped = false
      this.rev = rev
      this.closePanel()
      this.flush()
    })
    const theirs = button('Load the other version', () => {
      forget(this.form)
      location.reload()
    })
    this.panel(
      'This was changed in another window',
      'Both versions are kept until you choose.',
      rev === undefined ? [theirs] : [mine, theirs],
      fields,
    )
  }

  /** What this browser kept and the server does not have is offered, never put in by itself. */
  offerKept() {
    const copy = kept(this.form)
    if (!copy || sameValues(copy.values, this.saved)) return
    const use = button('Use it', () => {
      this.closePanel()
      fillForm(this.form, copy.values)
    })
    const drop = button('Throw it away', () => {
      forget(this.form)
      this.closePanel()
    })
    const changed = Object.keys({ ...copy.values, ...this.saved }).filter(
      (name) => !sameValues({ [name]: copy.values[name] ?? '' }, { [name]: this.saved[name] ?? '' }),
    )
    const words = [...new Set(changed.map((name) => labelOf(this.form, name)))].join(', ')
    this.panel(
      'This browser has text that was not saved',
      `From ${dayAndTime(copy.at)}. It differs in: ${words}${/[.?!]$/.test(words) ? '' : '.'}`,
      [use, drop],
    )
  }

  panel(title, text, buttons, extra = []) {
    this.closePanel()
    const actions = make('div', { className: 'actions mt-2' }, ...buttons)
    this.box = make('div', { className: 'restore' }, make('b', {}, title), make('div', {}, text), ...extra, actions)
    this.box.setAttribute('role', 'alert')
    this.form.prepend(this.box)
  }

  closePanel() {
    this.box?.remove()
  }

  show(state, words) {
    const place = this.form.querySelector('[data-draft-state]') ?? document.querySelector('[data-draft-state]')
    if (!place) return
    place.dataset.state = state
    place.querySelector('[data-draft-words]').textContent = words
  }
}

function button(words, act) {
  const element = make('button', { type: 'button', className: 'btn btn-quiet btn-sm' }, words)
  element.addEventListener('click', act)
  return element
}
