import { room } from '../kit/http.ts'
import {
  addAccreditation,
  changeAccreditation,
  findToAccredit,
  setCapacity,
  withdrawAccreditation,
} from './accredit.ts'
import { accreditationPage, withdrawalPage } from './accreditViews.ts'
import { contactsPage, keepContacts } from './keepContacts.ts'
import { findSites } from './queries.ts'
import { findSite } from './site.ts'
import { sitePage } from './siteViews.ts'
import { sitesPage, url } from './views.ts'

/** Mounted below /sites. */
export const placesRoom = room(({ page, action }) => {
  page('/', findSites, sitesPage)
  page('/:siteId', findSite, sitePage)
  action('/:siteId/capacity', setCapacity, sitePage, ({ capacity }, { site }) => ({
    to: url.site(site.id),
    flash: capacity === null ? 'How many it takes is no longer on record.' : `On record: it takes ${capacity} at once.`,
  }))
  page('/:siteId/contacts', keepContacts.find, contactsPage)
  action('/:siteId/contacts', keepContacts, contactsPage, (_data, { site }) => ({
    to: `${url.site(site.id)}#contacts`,
    flash: 'The contacts are on record.',
  }))
  page('/:siteId/accreditations/new', findToAccredit, accreditationPage)
  action('/:siteId/accreditations/new', addAccreditation, accreditationPage, ({ ended }, { found }) => ({
    to: url.site(found.site.id),
    flash: ended ? 'On record; the accreditation before it ends the day before.' : 'The accreditation is on record.',
  }))
  page('/:siteId/accreditations/:periodId', findToAccredit, accreditationPage)
  action('/:siteId/accreditations/:periodId', changeAccreditation, accreditationPage, (_data, { found }) => ({
    to: url.site(found.site.id),
    flash: 'Changed; the history keeps what was on record.',
  }))
  action('/:siteId/accreditations/:periodId/withdraw', withdrawAccreditation, withdrawalPage, (_data, { found }) => ({
    to: url.site(found.site.id),
    flash: 'Taken off the record; the history keeps it.',
  }))
})
