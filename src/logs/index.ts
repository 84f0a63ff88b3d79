/** The door of logs. */
export { noteListener } from './listener.ts'
export { logSections } from './queries.ts'
export { logsRoom } from './routes.ts'
