/** `data-reload="2"`: looks again after so many seconds, for pages that show how far some work has come. */
export function startReload() {
  const waiting = document.querySelector('[data-reload]')
  if (waiting) setTimeout(() => location.reload(), Number(waiting.dataset.reload) * 1000)
}
