import type { Cell, Tag } from '../../kit/partials.ts'
import { date } from '../../kit/ui.ts'
import { timeUrl } from '../../progress/index.ts'
import { kinds, postUrl } from '../../training/index.ts'
import { url } from '../urls.ts'
import { states } from './columns.ts'
import { flagsOf } from './flags.ts'
import type { TraineeRow } from './rows.ts'

/** What a cell needs beside its row. */
export interface CellFrame {
  stages: Record<string, string>
  /** Whether the role looks after whole programmes: gaps then lead to where they are mended. */
  office: boolean
  /** Whether the role may know why somebody is away, and not only until when. */
  reasons: boolean
}

/** Keeps a short text on one line of a narrow column. */
const unbroken = (text: string): string => text.replaceAll(' ', '\u00a0')

const quietDay = (day: string | null, href: string): Cell => ({
  text: day ? unbroken(date(day)) : '–',
  quiet: true,
  href,
})

const counted = (count: number, href: string, tone: Tag['tone']): Cell =>
  count > 0 ? { tag: { words: String(count), tone, href } } : { text: '0', quiet: true }

const stageOf = (row: TraineeRow, { stages }: CellFrame): string =>
  stages[`${row.packVersionId} ${row.stageKey}`] ?? '–'

const stateLabel = ({ state }: TraineeRow): string => states.find(({ value }) => value === state)?.label ?? state

/** Something that is missing, as a tag that leads to its mend. */
const missing = (words: string, tone: 'stop' | 'warn', href: string): Cell => ({ tag: { words, tone, href } })

function supervisor(name: string | null, wanted: boolean, row: TraineeRow, kind: string, { office }: CellFrame): Cell {
  const href = `${url.supervisors(row.enrolmentId)}?kind=${kind}`
  if (name) return office ? { text: name, href } : { text: name }
  return wanted ? missing('none', 'stop', href) : { text: '–', quiet: true }
}

const postOf = (row: TraineeRow, frame: CellFrame): Cell => {
  if (row.post) return { text: row.post, hint: row.site, href: postUrl.posts(row.enrolmentId) }
  if (row.away) return { text: awayWords(row, frame), quiet: true, href: timeUrl.page(row.enrolmentId) }
  return missing('no post', 'warn', postUrl.posts(row.enrolmentId))
}

function awayWords({ away, awayUntil }: TraineeRow, { reasons }: CellFrame): string {
  if (!away) return '–'
  return `${reasons ? kinds[away].words : 'Away'}${awayUntil ? ` until ${date(awayUntil)}` : ''}`
}

/** The worst as a tag, the rest in small print. */
function flagCell(row: TraineeRow): Cell {
  const [worst, ...rest] = flagsOf(row)
  return { tag: worst ?? null, hint: rest.length > 0 ? rest.map(({ words }) => words).join(', ') : null }
}

/** What stands in each column, by its key. */
export const cells: Record<string, (row: TraineeRow, frame: CellFrame) => Cell> = {
  name: (row) => ({ text: row.name, href: url.portfolio(row.enrolmentId) }),
  programme: (row) => ({ text: row.programme }),
  stage: (row, frame) => ({ text: unbroken(stageOf(row, frame)), href: timeUrl.page(row.enrolmentId) }),
  enrolment: (row) =>
    row.state === 'enrolled'
      ? { text: stateLabel(row), quiet: true, href: url.portfolio(row.enrolmentId) }
      : missing(stateLabel(row), row.state === 'frozen' ? 'stop' : 'warn', url.portfolio(row.enrolmentId)),
  fte: (row) => ({ text: `${row.ftePercent}\u00a0%`, href: timeUrl.page(row.enrolmentId) }),
  post: postOf,
  site: (row) =>
    row.site
      ? { text: row.site, href: postUrl.posts(row.enrolmentId) }
      : row.away
        ? { text: '–', quiet: true }
        : missing('no site', 'warn', postUrl.posts(row.enrolmentId)),
  educational: (row, frame) => supervisor(row.educational, row.supervised, row, 'educational', frame),
  clinical: (row, frame) => supervisor(row.clinical, row.supervisedClinically, row, 'clinical', frame),
  attention: flagCell,
  overdue: (row) => counted(row.overdue, url.progress(row.enrolmentId), 'stop'),
  behind: (row) => counted(row.behind, url.progress(row.enrolmentId), 'warn'),
  declarations: (row) => counted(row.declarations, url.progress(row.enrolmentId), 'warn'),
  away: (row, frame) => ({ text: awayWords(row, frame), quiet: true, href: timeUrl.page(row.enrolmentId) }),
  review: (row) => quietDay(row.reviewOn, timeUrl.page(row.enrolmentId)),
  completion: (row) => quietDay(row.lastDay, timeUrl.page(row.enrolmentId)),
  active: (row) => quietDay(row.activeOn, `${url.portfolio(row.enrolmentId)}/timeline`),
}

/** The same as plain words, for a sheet: days as 2026-08-04, numbers bare, nothing where there is nothing. */
export const plainCells: Record<string, (row: TraineeRow, frame: CellFrame) => string> = {
  name: (row) => row.name,
  programme: (row) => row.programme,
  stage: (row, frame) => stageOf(row, frame).replace(/^–$/, ''),
  enrolment: stateLabel,
  fte: (row) => String(row.ftePercent),
  // With the hospital that stands below it on the page.
  post: (row) => [row.post, row.site].filter(Boolean).join(', '),
  site: (row) => row.site ?? '',
  educational: (row) => row.educational ?? '',
  clinical: (row) => row.clinical ?? '',
  attention: (row) =>
    flagsOf(row)
      .map(({ words }) => words.replaceAll('\u00a0', ' '))
      .join('; '),
  overdue: (row) => String(row.overdue),
  behind: (row) => String(row.behind),
  declarations: (row) => String(row.declarations),
  away: (row) => row.awayUntil ?? '',
  review: (row) => row.reviewOn ?? '',
  completion: (row) => row.lastDay,
  active: (row) => row.activeOn ?? '',
}
