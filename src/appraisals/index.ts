/** The door of appraisals: meetings that trainees begin, and appraisals that supervisors alone write. */
export { appraisalsRoom, beginRoom } from './routes.ts'
export { beginMeeting } from './service/begin.ts'
export { completeAppraisal, releaseAppraisal, writeAppraisal } from './service/write.ts'
