/** The door of logs. */
export { noteListener } from './listener.ts'
export { logsRoom } from './routes.ts'
