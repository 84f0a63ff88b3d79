export { countOpenBreaches } from './breach.ts'
export { termOf } from './glossary.ts'
export { helpRoom } from './routes.ts'
