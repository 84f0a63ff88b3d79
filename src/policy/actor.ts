/**
 * The vocabulary of who. An actor is one person acting in one role (docs/decisions, "The actor acts in one role").
 * `relation` is the role's name in a pack's rights; `reach` says which portfolios that role reaches today;
 * `sight` says which sections of those portfolios it sees, per pack version.
 */
export type Relation =
  | 'trainee'
  | 'educationalSupervisor'
  | 'clinicalSupervisor'
  | 'collegeTutor'
  | 'coordinator'
  | 'director'
  | 'siteDirector'
  | 'networkDirector'
  | 'supportOfficer'
  | 'regionalAdvisor'
  | 'localCommittee'
  | 'networkCommittee'
  | 'collegeAdmin'
  | 'guest'
  | 'none'

/** Every relation but that of nobody: the ones that packs give rights to. */
export type Standing = Exclude<Relation, 'none'>

export const relations = [
  'trainee',
  'educationalSupervisor',
  'clinicalSupervisor',
  'collegeTutor',
  'coordinator',
  'director',
  'siteDirector',
  'networkDirector',
  'supportOfficer',
  'regionalAdvisor',
  'localCommittee',
  'networkCommittee',
  'collegeAdmin',
  'guest',
] as const

/**
 * How a role reaches portfolios; exactly one branch per acting role (never an OR over grounds). `sent` are portfolios of
 * which the role sees what was sent to it and nothing else: they have no page for it (R6, R99).
 */
export type Reach =
  | { by: 'self'; personId: string; enrolmentId: string }
  | { by: 'enrolments'; ids: string[]; sent: string[]; grace?: Grace[] }
  | { by: 'programmes'; ids: string[] }
  | { by: 'record'; id: string }
  | { by: 'nothing' }

/**
 * What somebody whose relation to a portfolio has ended may still finish there (decision 67): what waited for them on the
 * day of leaving, what they have made of it since, and nothing else. The portfolio itself has no page for them.
 */
export interface Grace {
  enrolmentId: string
  /** The last day of the grace. */
  last: string
  /** Records that waited for them, and what they have finished since. */
  records: string[]
  /** What they need to read for the items. */
  evidence: string[]
  /** Items of the curriculum that were ready for their sign-off. */
  items: string[]
  /** Keys of reports that they had begun to write. */
  drafts: string[]
}

/** What a role sees of one pack version: section keys by depth. `sent` sections show only what was sent to the actor. */
export interface Sight {
  packVersionId: string
  full: string[]
  facts: string[]
  sent: string[]
  write: string[]
  sign: string[]
}

/** One of the roles a person can switch to. */
export interface RoleChoice {
  key: string
  relation: Relation
  label: string
  detail: string
}

/**
 * Records of another enrolment of the same person that are evidence for an item within reach (dual training): how deep they
 * are read is settled when the actor is made.
 */
export interface Lent {
  full: string[]
  facts: string[]
}

export interface Actor {
  personId: string
  name: string
  relation: Relation
  /** Identifies the acting role within the person's roles; every form carries it. */
  roleKey: string
  roleLabel: string
  reach: Reach
  sight: Sight[]
  lent: Lent
  roles: RoleChoice[]
  /** The acting trainee's own enrolment, with what pages need of it. */
  own: OwnEnrolment | null
  sessionId: string | null
  /** For whom somebody prepares in this role, where it is lent to them: they reach what that person reaches, and sign nothing. */
  delegate?: Delegate
  /** Whether this session was begun with a second factor beside the password. */
  secondFactor?: boolean
  theme: string
  photoFileId: string | null
}

/** A role lent by a director to prepare in (C15). */
export interface Delegate {
  id: string
  /** Whose role it is. */
  of: string
  ofId: string
  /** The role's key as its holder has it. */
  roleKey: string
}

export interface OwnEnrolment {
  enrolmentId: string
  programmeId: string
  packVersionId: string
  state: string
}

/** Somebody who has not signed in. */
export const nobody: Actor = {
  personId: '00000000-0000-0000-0000-000000000000',
  name: 'Visitor',
  relation: 'none',
  roleKey: 'none',
  roleLabel: 'visitor',
  reach: { by: 'nothing' },
  sight: [],
  lent: { full: [], facts: [] },
  roles: [],
  own: null,
  sessionId: null,
  theme: 'auto',
  photoFileId: null,
}

/** Whoever was asked for one record and came by a link: that record is all that they reach. */
export const guestFor = ({ id, name }: { id: string; name: string }, recordId: string): Actor => ({
  ...nobody,
  personId: id,
  name,
  relation: 'guest',
  roleKey: 'guest',
  roleLabel: 'assessor',
  reach: { by: 'record', id: recordId },
})

/** Whether somebody is signed in (guests by link are not). */
export function signedIn(actor: Actor): boolean {
  return actor.sessionId !== null
}
