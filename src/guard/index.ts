/** The identifier guard: pure, and open to every room. How it is used: docs/guard.md. */
export { guardBox } from './box.ts'
export { identifiersIn } from './detect.ts'
export { textGuard } from './guard.ts'
export type { Hit, Kind } from './kinds.ts'
