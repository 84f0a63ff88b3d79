import { room } from '../kit/http.ts'
import { findReflections, findTemplates } from './queries.ts'
import { listPage, newPage } from './views.ts'

/** Mounted below /reflections. Writing itself, reading and sharing are the record spine's. */
export const reflectionsRoom = room(({ page }) => {
  page('/', findReflections, listPage)
  page('/new', findTemplates, newPage)
})
