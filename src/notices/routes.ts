import { room } from '../kit/http.ts'
import { findMail, findMailbox } from './queries.ts'
import { mailboxPage, mailPage } from './views.ts'

/** Mounted below /dev. */
export const noticesRoom = room(({ page }) => {
  page('/mail', findMailbox, mailboxPage)
  page('/mail/:id', findMail, mailPage)
})
