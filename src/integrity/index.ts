/** The door of what keeps signatures trustworthy: chains checked, signatures disputed, signs worth a look. */
export { runChainCheck } from './checks.ts'
export { integrityRoom } from './routes.ts'
