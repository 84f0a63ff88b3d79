/** The door of merging: two people on record who are one human being (R30). */
export { mergingRoom } from './routes.ts'
export { url as mergingUrl } from './urls.ts'
