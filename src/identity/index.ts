export { type NameParts, normaliseEmail, normaliseNumber, personName, splitName } from './names.ts'
export { type FoundPerson, findOrCreatePersonByEmail } from './people.ts'
export { type LinkClaim, linkTokens } from './tokens.ts'
