import { room } from '../kit/http.ts'
import { plural } from '../kit/ui.ts'
import { findList, findMessage, findOwn } from './queries.ts'
import { discardMessage, keepWords, sendMessage, writeToFound, writeToTicked } from './service.ts'
import { url } from './urls.ts'
import { listPage, messagePage } from './views.ts'
import { writePage } from './writeViews.ts'

/** Mounted below /messages: written by those who look after trainees, read by those whom they reach. */
export const messagesRoom = room(({ page, action }) => {
  page('/', findList, listPage)
  action('/ticked', writeToTicked, null, ({ messageId }) => ({ to: url.write(messageId) }), { eachChoice: true })
  action('/found', writeToFound, null, ({ messageId }) => ({ to: url.write(messageId) }), { eachChoice: true })
  page('/:id', findMessage, messagePage)
  page('/:id/write', findOwn, writePage)
  action('/:id/write', keepWords, writePage, ({ messageId }) => ({ to: url.one(messageId) }))
  action('/:id/send', sendMessage, messagePage, ({ messageId, people }) => ({
    to: url.one(messageId),
    flash: `Sent to ${plural(people, 'trainee')}: each finds a notice, and a mail goes to those with a confirmed address, or with an invitation that waits.`,
  }))
  action('/:id/discard', discardMessage, messagePage, () => ({ to: url.list, flash: 'Thrown away. Nobody was told.' }))
})
