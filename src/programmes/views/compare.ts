import type { Chip, Head } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import type { Comparison } from '../queries.ts'
import { type DifferencesPanel, differencesPanels } from './differences.ts'
import { url } from './frame.ts'

interface ComparePage {
  head: Head
  others: Chip[]
  panels: DifferencesPanel[]
  same: boolean
}

declare module '../../kit/render.ts' {
  interface Pages {
    'programmes/compare': ComparePage
  }
}

/** What changed from one version to another; what is the same is not mentioned. */
export function comparePage({ row, before, after, versions, differences }: Comparison): View {
  const other = row.id === before.id ? after : before
  return view('programmes/compare', {
    head: {
      title: `${after.title}: ${before.version} and ${after.version}`,
      sub: `What ${after.version} says otherwise than ${before.version}; everything else is the same`,
      over: { link: { label: `${row.title} ${row.version}`, href: url.version(row.id) }, text: null },
    },
    others: versions
      .filter(({ id }) => id !== row.id)
      .map(({ id, version }) => ({
        label: `with ${version}`,
        href: url.compare(row.id, id),
        current: id === other.id,
      })),
    panels: differencesPanels(differences),
    same: differences.length === 0,
  })
}
