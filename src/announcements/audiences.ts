import type { Relation } from '../policy/index.ts'

/** Whom an announcement may be for (R148), and the roles that each means; assessors are known by what they were asked. */
export const audiences = {
  trainees: { label: 'Trainees', relations: ['trainee'] },
  supervisors: { label: 'Supervisors', relations: ['educationalSupervisor', 'clinicalSupervisor'] },
  directors: {
    label: 'Directors and tutors',
    relations: ['director', 'siteDirector', 'networkDirector', 'collegeTutor', 'regionalAdvisor'],
  },
  office: { label: 'The programme office', relations: ['coordinator', 'supportOfficer', 'collegeAdmin'] },
  committees: { label: 'Governance committees', relations: ['localCommittee', 'networkCommittee'] },
  assessors: { label: 'Assessors with an account', relations: [] },
} as const satisfies Record<string, { label: string; relations: readonly Relation[] }>

export type AudienceKey = keyof typeof audiences

export const audienceKeys = Object.keys(audiences) as AudienceKey[]

/** The audience to which a role belongs; null for roles that belong to none. */
export const audienceOf = (relation: Relation): AudienceKey | null =>
  audienceKeys.find((key) => (audiences[key].relations as readonly Relation[]).includes(relation)) ?? null

/** The words of an audience's key as it is stored. */
export const audienceLabel = (key: string): string => audiences[key as AudienceKey]?.label ?? key
