export { cohortsRoom, ownSupervisorsRoom } from './routes.ts'
