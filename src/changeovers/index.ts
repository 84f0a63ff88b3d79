export { changeoversRoom } from './routes.ts'
export { changeoverTask } from './service.ts'
export { workOn } from './work.ts'
