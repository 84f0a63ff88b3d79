/** The door of applications: trainees ask for a change of training time, and others decide in their order (R126). */
export { approve, sendBack } from './decide.ts'
export { followsApplications } from './policy.ts'
export { applicationsRoom } from './routes.ts'
export { applyFor } from './service.ts'
export { urls as applicationUrls } from './states.ts'
export { sweepApplications } from './sweep.ts'
export { applicationWaits } from './tell.ts'
export { applicationRows, applicationsFor, type WaitingApplication } from './waiting.ts'
