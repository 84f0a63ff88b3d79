/** The identifier guard: pure, and open to every room. How it is used: docs/guard.md. */
export { guardBox } from './box.ts'
export { type Hit, identifiersIn, type Kind } from './detect.ts'
export { textGuard } from './guard.ts'
