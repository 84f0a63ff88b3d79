export { foldedName, type Named, namesAlike, nameWords } from './alike.ts'
export {
  type Assurance,
  assuranceNote,
  assurances,
  assuranceWords,
  linkAssurance,
  sessionAssurance,
} from './assurance.ts'
export type { DemoAccount } from './demo.ts'
export { type DeviceClass, deviceClass, deviceWords, roughAddress } from './device.ts'
export { idsOf, personNow } from './merged.ts'
export { type NameParts, normaliseEmail, normaliseNumber, personName, sameMailbox, splitName } from './names.ts'
export { hashPassword } from './passwords.ts'
export {
  acceptFirst,
  confirmedAddress,
  type FoundPerson,
  findOrCreatePersonByEmail,
  holderOf,
  mailAddress,
  mailAddressOf,
  mailIdentifier,
  mailOrder,
  noteClaims,
  personByName,
  personWithAddress,
  type Reached,
  reachableAddress,
  reachedBy,
} from './people.ts'
export { type PeopleReach, peoplePolicy } from './policy.ts'
export { type AccountsToDo, findAccountsToDo } from './queries/accounts.ts'
export { findEndedRole } from './queries/endedRole.ts'
export { grantIsFor, grantPacks, grantPlace, grantPlaceName, grantZone } from './queries/grants.ts'
export { invitedToSupervise, peopleOf } from './queries/people.ts'
export { idsLike, isSimilar, mailboxOf, maskedEmail } from './queries/similar.ts'
export { identityRoom } from './routes.ts'
export { emailAddress, optionalPhone, phone as phoneNumber, type Register, registers } from './schema.ts'
export { confirmations, confirmPin, confirmSecondFactor } from './service/confirm.ts'
export { newLink } from './service/links.ts'
export { invitationMails, sendInvitation } from './service/mails.ts'
export { takeFactorFrom } from './service/people.ts'
export { linkStillHolds, sweepSessions } from './sweep.ts'
export { type LinkClaim, linkTokens, unknownLink } from './tokens.ts'
export { openVault, type Vault } from './vault.ts'
export { otherRolePage, wrongRolePage } from './views/otherRole.ts'
export type { TextArea, TextInput } from './views/partials.ts'
export { looksLikeWorkplace } from './workplace.ts'
