import type { Table } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import type { Pack } from '../pack.ts'
import type { VersionFound } from '../queries.ts'
import { type RightsSection, type RightsState, rightsRow, rightWords } from '../rights.ts'
import { frameOf, type VersionFrame } from './frame.ts'

interface RightsPage {
  title: string
  frame: VersionFrame
  relations: { label: string; value: string }[]
  sections: { id: string; title: string; summary: string; startsAs: string | null; writers: string; table: Table }[]
}

declare module '../../kit/render.ts' {
  interface Pages {
    'programmes/rights': RightsPage
  }
}

const stateWords: Record<RightsState, string> = {
  new: 'To begin one',
  current: 'As it stands',
  requested: 'Asked for',
  submitted: 'Entered',
  held: 'Held back',
  signed: 'Signed',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
  expired: 'Run out',
  void: 'Void',
}

/** Who sees, writes and signs which section in which state; what is not granted does not exist for them. */
export function rightsPage(found: VersionFound): View {
  const { pack } = found.published
  const frame = frameOf(found, 'rights')
  return view(
    'programmes/rights',
    {
      title: frame.head.title,
      frame,
      relations: pack.rights.relations.map(({ label, summary, facts }) => ({
        label,
        value: facts ? `${summary} Of what they may not read they know ${facts}.` : summary,
      })),
      sections: pack.rights.sections.map((section) => ({
        id: `rights-${section.key}`,
        title: section.title,
        summary: section.summary,
        startsAs: section.startsAs === 'private' ? 'Private until it is shared or linked.' : null,
        writers: section.writers,
        table: tableOf(pack, section),
      })),
    },
    { title: `Who sees what, ${frame.head.title}` },
  )
}

function tableOf(pack: Pack, section: RightsSection): Table {
  const relations = pack.rights.relations.filter(({ key }) =>
    pack.rights.rows.some((row) => row.relation === key && row.section === section.key),
  )
  return {
    caption: `Who sees ${section.title}`,
    columns: [{ label: 'Who', card: 'title' }, ...section.states.map((state) => ({ label: stateWords[state] }))],
    rows: relations.map(({ key, label }) => ({
      id: key,
      name: label,
      cells: [
        { text: label },
        ...section.states.map((state) => {
          const row = rightsRow(pack.rights, key, section.key, state)
          return row ? { text: rightWords(row) } : { text: '–', quiet: true }
        }),
      ],
    })),
  }
}
