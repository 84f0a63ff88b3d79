export { cohortsRoom } from './routes.ts'
