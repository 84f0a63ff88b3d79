/** The door of appraisals: meetings that trainees begin, and appraisals that supervisors alone write. */
export { askableFor } from './forms.ts'
export { appraisalsRoom, beginRoom } from './routes.ts'
export { beginMeeting } from './service/begin.ts'
export { completeAppraisal, releaseAppraisal, writeAppraisal } from './service/write.ts'
