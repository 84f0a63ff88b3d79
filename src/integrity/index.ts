/** The door of what keeps signatures trustworthy: chains checked, signatures disputed, signs worth a look. */
export { besideDoubts } from './beside.ts'
export { runChainCheck } from './checks.ts'
export { refreshFlags, sweepFlags } from './flagging.ts'
export { receiptListener } from './receipt.ts'
export { counterRoom, integrityRoom, signsRoom } from './routes.ts'
export { sweepTraces, traceListener } from './traces.ts'
