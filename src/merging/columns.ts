/**
 * Every column of the database that names a person, and what becomes of it when two people are one (decision 1: records
 * are re-pointed, a signed version never rewritten). A test reads the database's catalogue, so that none is forgotten.
 */

/** What moves to whoever goes on. `alone` is what one person can have once: where both have it, theirs stays. */
export const moving: readonly { table: string; column: string; alone?: readonly string[] }[] = [
  { table: 'Record', column: 'authorId' },
  { table: 'Record', column: 'assessorId' },
  { table: 'Share', column: 'personId', alone: ['recordId'] },
  { table: 'Draft', column: 'personId' },
  { table: 'Draft', column: 'preparedById' },
  { table: 'Identifier', column: 'personId' },
  { table: 'SignIn', column: 'personId' },
  { table: 'SignInTrace', column: 'personId' },
  { table: 'LinkToken', column: 'personId' },
  { table: 'TakenUp', column: 'personId', alone: ['collegeId'] },
  { table: 'Grant', column: 'personId' },
  { table: 'Supervision', column: 'personId' },
  { table: 'Notice', column: 'personId' },
  { table: 'Mail', column: 'toPersonId' },
  { table: 'RoundRater', column: 'personId' },
  { table: 'BoardView', column: 'personId' },
  { table: 'StoredFile', column: 'ownerId' },
  { table: 'SupervisorObjection', column: 'onRecordId' },
  { table: 'ChangeMark', column: 'personId', alone: ['roleKey', 'enrolmentId'] },
  { table: 'Review', column: 'askedOfId' },
  { table: 'Correction', column: 'askedById' },
  { table: 'Correction', column: 'signerId' },
  { table: 'BreachReport', column: 'personId' },
  { table: 'AnnouncementAway', column: 'personId', alone: ['announcementId'] },
  { table: 'AnnouncementMailed', column: 'personId', alone: ['announcementId'] },
  { table: 'Delegation', column: 'fromPersonId' },
  { table: 'Delegation', column: 'toPersonId' },
  { table: 'Message', column: 'fromId' },
  { table: 'MessageTo', column: 'personId', alone: ['messageId'] },
]

/** What is thrown away: sessions and forms half sent. */
export const dropped: readonly { table: string; column: string }[] = [
  { table: 'Session', column: 'personId' },
  { table: 'SubmissionKey', column: 'personId' },
]

/** What belongs to the account: moves with it where the one who goes on has none, else ends with it. */
export const ofAccount: readonly { table: string; column: string }[] = [
  { table: 'Account', column: 'personId' },
  { table: 'SecondFactor', column: 'personId' },
  { table: 'RecoveryCode', column: 'personId' },
  { table: 'Pin', column: 'personId' },
]

/** What only somebody with a portfolio has: they are the one who goes on, so that nothing of it changes hands. */
export const ofPortfolio: readonly { table: string; column: string }[] = [
  { table: 'Enrolment', column: 'personId' },
  { table: 'Record', column: 'personId' },
  { table: 'Application', column: 'personId' },
  { table: 'Round', column: 'personId' },
  { table: 'SiteRating', column: 'personId' },
]

/** What says who did something at the time: history, which stays as it was written. */
export const history: readonly { table: string; column: string }[] = [
  ['Absence', 'createdById'],
  ['Absence', 'withdrawnById'],
  ['AdmissionList', 'sentById'],
  ['AllowedEvidence', 'byId'],
  ['Announcement', 'writtenById'],
  ['AnnouncementVersion', 'changedById'],
  ['ApplicationDeed', 'byId'],
  ['AuditEvent', 'actorId'],
  ['Change', 'actorId'],
  ['ChainCheck', 'askedById'],
  ['Changeover', 'doingById'],
  ['Changeover', 'uploadedById'],
  ['CompletionDate', 'byId'],
  ['CompletionDate', 'lookedById'],
  ['CompletionDecision', 'createdById'],
  ['CompletionDecision', 'withdrawnById'],
  ['CorrectedAccreditation', 'correctedById'],
  ['CorrectedPlacement', 'correctedById'],
  ['CorrectedSupervision', 'correctedById'],
  ['CorrectedSupervision', 'personId'],
  ['Correction', 'decidedById'],
  ['Dispute', 'raisedById'],
  ['Dispute', 'resolvedById'],
  ['FteChange', 'createdById'],
  ['FteChange', 'withdrawnById'],
  ['Judgement', 'byId'],
  ['Link', 'createdById'],
  ['PackUpload', 'uploadedById'],
  ['PackVersion', 'publishedById'],
  ['Person', 'mergedIntoId'],
  ['RecordVersion', 'signerId'],
  ['Reply', 'authorId'],
  ['StatusPeriod', 'createdById'],
  ['StatusPeriod', 'withdrawnById'],
  ['SupervisorObjection', 'closedById'],
].map(([table, column]) => ({ table: table!, column: column! }))
