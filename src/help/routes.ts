import { room } from '../kit/http.ts'
import { open } from '../kit/scope.ts'
import { handleBreach, listBreaches, reportBreach } from './breach.ts'
import { findContacts } from './contacts.ts'
import { type StandingKey, standingPages } from './documents.ts'
import { findArticle, findHelp } from './find.ts'
import { articlePage, breachesPage, breachPage, contactsPage, glossaryPage, helpPage, standingPage } from './views.ts'

/** Mounted at the root: help, contacts, terms, glossary. All but the list of reports is open to everybody. */
export const helpRoom = room(({ page, action }) => {
  page('/help', findHelp, helpPage)
  page('/help/articles/:key', findArticle, articlePage)
  page('/help/contacts', findContacts, contactsPage)
  page('/help/breach', reportBreach.find, breachPage)
  action('/help/breach', reportBreach, breachPage, () => ({ to: '/help/breach?sent=1' }), {
    anyRole: true,
    anySession: true,
  })
  page('/help/breaches', listBreaches, breachesPage)
  action('/help/breaches/:reportId/handled', handleBreach, null, () => ({
    to: '/help/breaches',
    flash: 'Noted as dealt with.',
  }))
  page(
    '/glossary',
    open('words are for everybody', async () => ({})),
    glossaryPage,
  )
  for (const key of Object.keys(standingPages) as StandingKey[]) {
    page(
      `/help/${key}`,
      open('standing pages are public', async () => ({ key })),
      standingPage,
    )
  }
})
