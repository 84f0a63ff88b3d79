export { tellEndedDelegates } from './ending.ts'
export { mayDelegate } from './policy.ts'
export { delegatesRoom } from './routes.ts'
export { giveDelegation } from './service.ts'
