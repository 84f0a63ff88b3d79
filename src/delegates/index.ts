export { mayDelegate } from './policy.ts'
export { delegatesRoom } from './routes.ts'
