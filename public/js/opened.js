import { all, post } from './dom.js'

/**
 * Tells that a page was really opened: programs that fetch links out of mails run no scripts, so the first fetch of an
 * address says nothing yet. Without scripts the first thing that is sent says it.
 */
export function reportOpened() {
  for (const element of all('[data-opened]')) post(element.dataset.opened, {}, { keepalive: true })
}
