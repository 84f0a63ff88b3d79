/** The door of progress: what a portfolio comes to. */
export { progressListener } from './figures/listener.ts'
export { type Figure, figuresOf, recompute } from './figures/store.ts'
export { checkFigures, type Difference, sweepFigures } from './figures/sweep.ts'
export { type Reading, readingsOf } from './queries/readings.ts'
export { progressRoom } from './routes.ts'
export { type Evaluation, formsOf, type Part } from './rules/index.ts'
export { meterOf } from './views/requirements.ts'
