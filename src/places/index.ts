export { type Accreditation, accreditationOf, accreditationsOf } from './accreditation.ts'
export { contactFacts, contactsAt, type SiteContacts } from './contacts.ts'
export { type Load, loadOf, type Stay } from './load.ts'
export { placesRoom } from './routes.ts'
