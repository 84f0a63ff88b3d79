import type { Pack } from '../pack.ts'
import { type Finding, Findings } from './finding.ts'

/** Every `source` is one that pack.json explains. A form may have several, separated by commas. */
export function lintSources(pack: Pack): Finding[] {
  const known = Object.keys(pack.pack.sources)
  const files = ['curriculum', 'scales', 'procedures', 'presentations', 'requirements'] as const
  const parts = files.flatMap((name) => {
    const found = new Findings(`${name}.json`)
    walk(pack[name], '', (source, path) => found.known([source], known, path, 'source'))
    return found.all
  })
  const forms = pack.forms.flatMap((form) => {
    const found = new Findings(`forms/${form.key}.json`)
    found.known(form.source.split(/,\s*/), known, 'source', 'source')
    return found.all
  })
  return [...parts, ...forms]
}

function walk(value: unknown, path: string, visit: (source: string, path: string) => void): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, part] of Object.entries(value)) {
    const here = path === '' ? key : `${path}.${key}`
    if (key === 'source' && typeof part === 'string') visit(part, here)
    else walk(part, here, visit)
  }
}
