import type { Fact } from '../../kit/partials.ts'
import { type View, view } from '../../kit/render.ts'
import { list, plural } from '../../kit/ui.ts'
import { countPack } from '../counts.ts'
import type { Pack } from '../pack.ts'
import type { VersionFound } from '../queries.ts'
import { approverWords } from '../words.ts'
import { frameOf, type VersionFrame } from './frame.ts'

interface OverviewPage {
  title: string
  frame: VersionFrame
  notice: string
  about: Fact[]
  stages: Fact[]
  holds: Fact[]
  sources: Fact[]
  awaited: string[]
  /** What trainees apply for about training time, and who decides. */
  applications: Fact[]
}

declare module '../../kit/render.ts' {
  interface Pages {
    'programmes/overview': OverviewPage
  }
}

/** What a version is, what it holds, and where its statements come from. */
export function overviewPage(found: VersionFound): View {
  const { pack } = found.published
  const info = pack.pack
  const frame = frameOf(found, '')
  return view('programmes/overview', {
    title: frame.head.title,
    frame,
    notice: info.notice,
    about: [
      { label: 'College', value: info.college.title },
      { label: 'Enrolled on it', value: found.row.pinned === 0 ? 'nobody' : plural(found.row.pinned, 'trainee') },
      {
        label: 'Yearly review',
        value: `${info.review.title}; evidence is due ${plural(info.review.evidenceDueDaysBefore, 'day')} before`,
      },
      { label: 'Signs items off', value: list(info.signOffBy.map((relation) => labelOf(pack, relation))) },
      {
        label: 'Evidence for an item',
        value: `usually ${info.evidence.target[0]} to ${info.evidence.target[1]} pieces`,
        lines: null,
      },
      { label: 'A record is linked to', value: `at most ${plural(info.links.max, 'item')}` },
    ],
    stages: info.stages.map(({ title, months, summary }) => ({
      label: title,
      value: [plural(months, 'month'), summary].filter(Boolean).join('. '),
    })),
    holds: countPack(pack).map(([label, value]) => ({ label, value })),
    sources: Object.entries(info.sources).map(([label, value]) => ({ label, value })),
    applications: (pack.applications?.kinds ?? []).map((kind) => ({
      label: kind.title,
      value: `${plural(kind.noticeWeeks, 'week')} of notice; ${approverWords(pack, kind)}`,
    })),
    awaited: info.awaitedForms.map(({ title }) => title),
  })
}

const labelOf = ({ pack }: Pack, relation: string) =>
  pack.roles.find((role) => role.relation === relation)?.label ?? relation
