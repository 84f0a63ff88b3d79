import type { Pack } from '../pack.ts'
import { type Finding, Findings } from './finding.ts'

/** Every `source` of the pack's own files is one that pack.json explains. (Forms say theirs in words.) */
export function lintSources(pack: Pack): Finding[] {
  const known = Object.keys(pack.pack.sources)
  const files = ['curriculum', 'scales', 'procedures', 'presentations', 'requirements'] as const
  return files.flatMap((name) => {
    const found = new Findings(`${name}.json`)
    walk(pack[name], '', (source, path) => found.known([source], known, path, 'source'))
    return found.all
  })
}

function walk(value: unknown, path: string, visit: (source: string, path: string) => void): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, part] of Object.entries(value)) {
    const here = path === '' ? key : `${path}.${key}`
    if (key === 'source' && typeof part === 'string') visit(part, here)
    else walk(part, here, visit)
  }
}
