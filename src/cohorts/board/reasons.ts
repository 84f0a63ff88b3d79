import type { Actor, Relation } from '../../policy/index.ts'

const readers: readonly Relation[] = ['coordinator', 'director', 'networkDirector', 'collegeAdmin']
const overseers: readonly Relation[] = [...readers, 'supportOfficer', 'regionalAdvisor']

/** Whether a role that looks after a programme may read in a list why somebody is away; others read until when. */
export const seesReasons = (relation: Relation): boolean => readers.includes(relation)

/** Whether a role looks after how a whole programme is staffed: its gaps, and the load of its supervisors. Committees do not. */
export const seesStaffing = ({ reach, relation }: Actor): boolean =>
  reach.by === 'programmes' && overseers.includes(relation)
