import { room } from '../kit/http.ts'
import { date, plural } from '../kit/ui.ts'
import { findList, findToWrite } from './queries.ts'
import { changeAnnouncement, putAway, withdrawAnnouncement, writeAnnouncement } from './service.ts'
import { url } from './urls.ts'
import { listPage } from './views.ts'
import { withdrawPage, writePage } from './writeViews.ts'

/** Mounted below /announcements. */
export const announcementsRoom = room(({ page, action }) => {
  page('/', findList, listPage)
  page('/new', findToWrite, writePage)
  action('/new', writeAnnouncement, writePage, ({ from, last, readers }) => ({
    to: url.list,
    flash: `Shown from ${date(from)} to ${date(last)}, today to ${plural(readers, 'person', 'people')}.`,
  }))
  page('/:id', findToWrite, writePage)
  action('/:id', changeAnnouncement, writePage, ({ id }) => ({
    to: url.one(id),
    flash: 'Changed; the history keeps what it said before.',
  }))
  action('/:id/withdraw', withdrawAnnouncement, withdrawPage, () => ({
    to: url.list,
    flash: 'Withdrawn: nobody is shown it any longer.',
  }))
  action('/:id/away', putAway, null, () => ({ to: '/', flash: 'Put away. You find it under Announcements.' }))
})
