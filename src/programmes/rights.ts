/**
 * The shape of rights: who sees and writes which section of a portfolio, in which state of a record. Rights are pack
 * data because programmes differ; what is not granted by a row does not exist for that relation (deny by default).
 */
import { z } from 'zod'
import type { Party } from '../forms/definition.ts'
import { list } from '../kit/ui.ts'
import { Prose, Words } from './curriculum.ts'

/** How a reader stands to the trainee. `guest` is whoever was asked for one record, with or without an account. */
export const Relation = z.enum([
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
])
export type Relation = z.infer<typeof Relation>

/**
 * `new` is the act of beginning a record; `current` stands for what is no record (personal details, progress);
 * the others are the states of a record.
 */
export const RightsState = z.enum([
  'new',
  'current',
  'requested',
  'submitted',
  'held',
  'signed',
  'declined',
  'withdrawn',
  'expired',
  'void',
])
export type RightsState = z.infer<typeof RightsState>

/** States in which something is still to be written. The others are closed: they are read. */
export const OPEN_STATES: readonly RightsState[] = ['new', 'current', 'requested', 'submitted', 'held']

export const RightsSection = z.strictObject({
  key: z.string().regex(/^[a-z][A-Za-z0-9]{0,59}$/, 'must be camelCase'),
  title: Words,
  summary: Prose,
  /** The states that its records can be in. */
  states: z.array(RightsState).min(1),
  /** Whether a new record is seen by nobody but its owner until it is shared or linked. */
  startsAs: z.enum(['private', 'shared']),
  /** What a lock says: "Only your educational or clinical supervisor can write this." */
  writers: Prose,
  /** Worked out, not written: it needs no writer. */
  computed: z.literal(true).optional(),
  /** What a reader may be told of a private record of this section; it is nothing, in words. */
  privateWords: Prose.optional(),
})
export type RightsSection = z.infer<typeof RightsSection>

export const RightsRow = z.strictObject({
  relation: Relation,
  section: z.string(),
  states: z.array(RightsState).min(1),
  see: z.enum(['full', 'facts', 'none']),
  /**
   * May begin (`new`) or change records in these states; a form's own `filledBy` narrows it further. Sections of a form
   * that are written after signing are the form's affair.
   */
  write: z.boolean(),
  /** May put their name under records in these states. */
  sign: z.boolean(),
  /** Only what was sent to them, not the whole section (R6, R99). */
  scope: z.enum(['all', 'sentToThem']).optional(),
  /** Also while private. Only a trainee's own row may say so. */
  private: z.literal(true).optional(),
})
export type RightsRow = z.infer<typeof RightsRow>

export const Rights = z.strictObject({
  relations: z.array(z.strictObject({ key: Relation, label: Words, summary: Prose, facts: Prose.optional() })).min(1),
  sections: z.array(RightsSection).min(1),
  rows: z.array(RightsRow).min(1),
})
export type Rights = z.infer<typeof Rights>

/** The row that governs this relation, section and state, if there is one. */
export const rightsRow = (rights: Rights, relation: Relation, section: string, state: RightsState) =>
  rights.rows.find((row) => row.relation === relation && row.section === section && row.states.includes(state))

/** A section by its key. */
export const rightsSection = (rights: Rights, key: string) => rights.sections.find((section) => section.key === key)

/** The relations that a form's party stands for. */
export const partyRelations: Record<Party, readonly Relation[]> = {
  trainee: ['trainee'],
  assessor: ['guest'],
  supervisor: ['educationalSupervisor', 'clinicalSupervisor', 'collegeTutor', 'siteDirector'],
  director: ['director', 'siteDirector', 'networkDirector', 'regionalAdvisor'],
  office: ['supportOfficer', 'coordinator', 'collegeAdmin'],
  panel: [],
}

/** Who of the office enters records of this section for trainees: whom the rights let write and sign a new one (R15). */
export const enterers = (rights: Rights, section: string): Relation[] =>
  partyRelations.office.filter((relation) => {
    const row = rightsRow(rights, relation, section, 'new')
    return row?.write && row.sign
  })

/** What a row allows, in words: "reads, writes and signs", "knows of it". */
export function rightWords({ see, write, sign, scope }: RightsRow): string {
  const reads = { full: 'reads', facts: 'knows of it', none: 'does not see it' }[see]
  const deeds = [reads, ...(write ? ['writes'] : []), ...(sign ? ['signs'] : [])]
  const words = list(deeds)
  return scope === 'sentToThem' ? `${words}, only what was sent to them` : words
}
