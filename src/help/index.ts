export { termOf } from './glossary.ts'
export { helpRoom } from './routes.ts'
