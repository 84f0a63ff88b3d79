import type { Relation } from '../../policy/index.ts'

const readers: readonly Relation[] = ['coordinator', 'director', 'networkDirector', 'collegeAdmin']

/** Whether a role that looks after a programme may read in a list why somebody is away; others read until when. */
export const seesReasons = (relation: Relation): boolean => readers.includes(relation)
