import type { Tone } from '../../kit/ui.ts'
import { plural } from '../../kit/ui.ts'
import type { Difference, FileDifferences, TextChange } from '../compare.ts'

/** The differences of one file as a panel. */
export interface DifferencesPanel {
  id: string
  title: string
  count: string
  rows: {
    what: string
    word: string
    tone: Tone
    changes: { where: string; before: string | null; after: string | null }[]
  }[]
}

declare module '../../kit/partials.ts' {
  interface Partials {
    'programmes/differences': { p: { panels: readonly DifferencesPanel[] } }
  }
}

const words: Record<Difference['kind'], { word: string; tone: Tone }> = {
  added: { word: 'new', tone: 'ok' },
  removed: { word: 'gone', tone: 'stop' },
  moved: { word: 'moved', tone: 'info' },
  changed: { word: 'changed', tone: 'warn' },
}

const titles: Record<string, string> = {
  pack: 'The programme itself',
  curriculum: 'Curriculum',
  scales: 'Levels and expectations',
  procedures: 'Procedures',
  presentations: 'Presentations and conditions',
  rights: 'Who sees what',
  requirements: 'Requirements',
  help: 'Help',
}

/** Differences for reading: file by file, thing by thing, with what was and what is. */
export function differencesPanels(differences: readonly FileDifferences[]): DifferencesPanel[] {
  const forms = differences.filter(({ file }) => file.startsWith('forms/'))
  const rest = differences.filter(({ file }) => !file.startsWith('forms/'))
  const all = forms.length ? [...rest, { file: 'forms', differences: forms.flatMap((one) => one.differences) }] : rest
  return all.map(({ file, differences: own }) => ({
    id: `changes-${file}`,
    title: titles[file] ?? (file === 'forms' ? 'Forms' : file),
    count: plural(own.length, 'difference'),
    rows: own.map(({ kind, what, changes }) => ({
      what: what || 'As a whole',
      ...words[kind],
      changes: changes.map(readable),
    })),
  }))
}

/** Names of data as words: "sections › theRatings › showIf" → "sections › the ratings › show if". */
const readable = ({ where, before, after }: TextChange) => ({
  where: where.replace(/([a-z])([A-Z])/g, (_all, a: string, b: string) => `${a} ${b.toLowerCase()}`) || 'text',
  before,
  after,
})
