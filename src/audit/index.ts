export { auditRoom } from './routes.ts'
