/** Where a person goes on after signing in or switching: a path of this site, else home. Never another site. */
export function localPath(back: unknown): string {
  if (typeof back !== 'string' || !back.startsWith('/') || back.length > 2000) return '/'
  const base = 'http://here.invalid'
  if (!URL.canParse(back, base)) return '/'
  const url = new URL(back, base)
  const path = url.pathname + url.search + url.hash
  // A second slash would make a host of the path.
  return url.origin === base && !path.startsWith('//') ? path : '/'
}
