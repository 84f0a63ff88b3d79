import { flushAll, hasDrafts } from './autosave.js'
import { post, store } from './dom.js'

const SEEN = 'attest:seen'

/** Warns before the session ends, counts down, saves the drafts, and leaves for the sign-in page. */
export function startIdle() {
  const { idle, idleWarn } = document.body.dataset
  const dialog = document.querySelector('[data-idle-dialog]')
  if (!idle || !dialog) return
  const length = Number(idle) * 1000
  const warning = Number(idleWarn ?? 120) * 1000
  let contact = Date.now()
  let leaving = false
  store.set(SEEN, contact)

  const seen = () => Math.max(contact, store.get(SEEN) ?? 0)
  const touch = async () => {
    contact = Date.now()
    store.set(SEEN, contact)
    const { status } = await post('/session/ping')
    if (status === 401) leave()
  }
  const leave = async () => {
    if (leaving) return
    leaving = true
    await flushAll()
    await post('/sign-out')
    const back = encodeURIComponent(location.pathname + location.search)
    location.assign(`/sign-in?${hasDrafts() ? 'kept' : 'left'}=1&back=${back}`)
  }
  const stay = () => {
    dialog.close()
    touch()
  }

  // Only real input prolongs a session; the server hears of it at most every quarter of its length.
  for (const type of ['keydown', 'pointerdown']) {
    document.addEventListener(type, () => {
      if (!dialog.open && Date.now() - seen() > length / 4) touch()
    })
  }
  dialog.querySelector('[data-idle-stay]').addEventListener('click', stay)
  dialog.querySelector('[data-idle-leave]').addEventListener('click', leave)
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault()
    stay()
  })

  setInterval(() => {
    const left = length - (Date.now() - seen())
    if (left <= 0) leave()
    else if (left <= warning) {
      dialog.querySelector('[data-idle-left]').textContent = countdown(left)
      if (!dialog.open) dialog.showModal()
    } else if (dialog.open) dialog.close()
  }, 1000)
}

function countdown(left) {
  const seconds = Math.ceil(left / 1000)
  const minutes = Math.floor(seconds / 60)
  return `${minutes}:${String(seconds % 60).padStart(2, '0')}`
}
