export { type Accreditation, accreditationOf, accreditationsOf } from './accreditation.ts'
export { contactFacts, contactsAt, type SiteContacts } from './contacts.ts'
export {
  type Crowding,
  crowdedWhen,
  crowdedWords,
  crowdings,
  type Guest,
  type Limit,
  type Rooms,
  roomsAt,
} from './crowding.ts'
export { lapseWords } from './lapse.ts'
export { placesRoom } from './routes.ts'
