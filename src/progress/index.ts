/** The door of progress: what a portfolio comes to. */
export { progressListener } from './figures/listener.ts'
export { figuresOf } from './figures/store.ts'
export { type Reading, readingsOf } from './queries/readings.ts'
export { type Evaluation, formsOf, type Part } from './rules/index.ts'
