import { room } from '../kit/http.ts'
import { findMail, findMailbox } from './queries.ts'
import { receiveBounce } from './receiveBounce.ts'
import { mailboxPage, mailPage } from './views.ts'

/** Mounted below /dev. */
export const noticesRoom = room(({ page }) => {
  page('/mail', findMailbox, mailboxPage)
  page('/mail/:id', findMail, mailPage)
})

/** Mounted below /hooks: what other machines tell us. */
export const hooksRoom = room(({ action }) => {
  action('/bounces', receiveBounce, null, () => ({ to: '/', json: { ok: true } }), { raw: true })
})
