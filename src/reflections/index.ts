/** The door of reflections. */
export { reflectionsRoom } from './routes.ts'
