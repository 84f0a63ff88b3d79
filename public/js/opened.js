import { all, post } from './dom.js'

/**
 * Tells that a page was really opened, as soon as somebody can see it: programs that fetch links out of mails run no
 * scripts, so the first fetch of an address says nothing yet. Without scripts the first thing that is sent says it.
 */
export function reportOpened() {
  const [element] = all('[data-opened]')
  if (!element) return
  const report = () => {
    if (document.visibilityState !== 'visible') return
    document.removeEventListener('visibilitychange', report)
    post(element.dataset.opened, {}, { keepalive: true })
  }
  document.addEventListener('visibilitychange', report)
  report()
}
