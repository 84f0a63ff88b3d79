import type { Relation } from './actor.ts'

/**
 * What a role is called where no programme is at hand, or where several programmes call it differently. Everywhere else
 * the words come from the pack (`roleWords` in programmes).
 */
export const plainRoleWords: Record<Relation | 'asked', string> = {
  trainee: 'trainee',
  educationalSupervisor: 'educational supervisor',
  clinicalSupervisor: 'clinical supervisor',
  collegeTutor: 'college tutor',
  coordinator: 'programme coordinator',
  director: 'training programme director',
  siteDirector: 'director of training',
  networkDirector: 'network training director',
  supportOfficer: 'education support officer',
  regionalAdvisor: 'regional advisor',
  localCommittee: 'member of the local governance committee',
  networkCommittee: 'member of the network governance committee',
  collegeAdmin: 'college administrator',
  guest: 'assessor',
  asked: 'asked to write this',
  none: 'assessor',
}

/** Where a role holds that is given to a person, rather than following from supervision or a request. */
export type GrantPlace = 'site' | 'network' | 'programme' | 'college'

/** Roles that are given, each with its place (R7, R10, R11, R13–R16). The others are relations between two people. */
export const grantPlaces: Partial<Record<Relation, GrantPlace>> = {
  collegeTutor: 'site',
  siteDirector: 'site',
  clinicalSupervisor: 'site',
  networkDirector: 'network',
  supportOfficer: 'network',
  regionalAdvisor: 'network',
  localCommittee: 'network',
  networkCommittee: 'network',
  coordinator: 'programme',
  director: 'programme',
  collegeAdmin: 'college',
}
