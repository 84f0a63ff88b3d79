/** The door of what keeps signatures trustworthy: chains checked, signatures disputed, signs worth a look. */
export { besideDisputes } from './beside.ts'
export { runChainCheck } from './checks.ts'
export { receiptListener } from './receipt.ts'
export { counterRoom, integrityRoom } from './routes.ts'
