/** The door of applications: trainees ask for a change of training time, and others decide in their order (R126). */
export { type ApplicationRow, findWaiting } from './queries.ts'
export { applicationsRoom } from './routes.ts'
export { urls as applicationUrls } from './states.ts'
