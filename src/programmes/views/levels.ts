import type { Table } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import type { VersionFound } from '../queries.ts'
import { sourceWords } from '../words.ts'
import { frameOf, type VersionFrame } from './frame.ts'

interface LevelsPage {
  title: string
  frame: VersionFrame
  scales: {
    id: string
    title: string
    summary: string | null
    source: string
    levels: {
      label: string
      meaning: string
      mark: string | null
      aspects: readonly { aspect: string; text: string }[]
    }[]
  }[]
  procedures: Table | null
}

declare module '../../kit/render.ts' {
  interface Pages {
    'programmes/levels': LevelsPage
  }
}

/** Scales with what each level means, and the procedures with what is asked at each stage. */
export function levelsPage(found: VersionFound): View {
  const { pack } = found.published
  const frame = frameOf(found, 'levels')
  const { procedures } = pack.procedures
  const { stages } = pack.pack
  return view(
    'programmes/levels',
    {
      title: frame.head.title,
      frame,
      scales: pack.scales.scales.map((scale) => ({
        id: `scale-${scale.key}`,
        title: scale.title,
        summary: scale.summary ?? null,
        source: sourceWords(pack, scale),
        levels: scale.values.map(({ value, label, meaning, readyMark, descriptors }) => ({
          label: scale.numbered ? `${value} · ${label}` : label,
          meaning,
          mark: readyMark ?? null,
          aspects: descriptors ?? [],
        })),
      })),
      procedures:
        procedures.length === 0
          ? null
          : {
              caption: 'Procedures and what is asked at each stage',
              columns: [{ label: 'Procedure', card: 'title' }, ...stages.map(({ short }) => ({ label: short }))],
              rows: procedures.map(({ key, title, perStage, summative, note }) => ({
                id: key,
                name: title,
                cells: [
                  {
                    text: title,
                    hint: summative
                      ? `${summative.count} summative by ${summative.assessors} assessors`
                      : (note ?? null),
                  },
                  ...stages.map((stage) => ({ text: perStage[stage.key] ?? '–' })),
                ],
              })),
            },
    },
    { title: `Levels, ${frame.head.title}` },
  )
}
