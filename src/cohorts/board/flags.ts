import type { Tag } from '../../kit/partials.ts'
import { postUrl } from '../../training/index.ts'
import { url } from '../urls.ts'
import type { TraineeRow } from './rows.ts'

/** Keeps a short text on one line of a narrow column. */
const unbroken = (text: string): string => text.replaceAll(' ', '\u00a0')

/** What is to be seen to with a trainee, the worst first; each leads to where it is mended. */
export function flagsOf(row: TraineeRow): Tag[] {
  const flags = pressing(row)
  return flags.length > 0 ? flags : [{ words: 'on track', tone: 'ok' }]
}

function pressing(row: TraineeRow): Tag[] {
  const { enrolmentId: id } = row
  const flag = (holds: boolean, words: string, tone: Tag['tone'], href: string): Tag[] =>
    holds ? [{ words: unbroken(words), tone: tone!, href }] : []
  return [
    ...flag(row.supervised && !row.educational, 'no supervisor', 'stop', `${url.supervisors(id)}?kind=educational`),
    ...flag(row.state === 'frozen', 'frozen', 'stop', url.portfolio(id)),
    ...flag(row.overdue > 0, `${row.overdue} overdue`, 'stop', url.progress(id)),
    ...flag(
      row.supervisedClinically && !row.clinical,
      'no clinical supervisor',
      'warn',
      `${url.supervisors(id)}?kind=clinical`,
    ),
    ...flag(!row.post && !row.away, 'no post', 'warn', postUrl.posts(id)),
    ...flag(row.waiting > 0, `${row.waiting} waiting for you`, 'info', url.portfolio(id)),
    ...flag(row.absent !== null, `${row.absent} days away`, 'warn', postUrl.absences(id)),
    ...flag(row.unplaced, 'days not in an approved post', 'warn', `${url.time(id)}#unplaced`),
    ...flag(row.behind > 0, `${row.behind} behind pace`, 'warn', url.progress(id)),
    ...flag(row.state === 'invited' || row.state === 'unenrolled', 'not enrolled', 'warn', url.portfolio(id)),
    ...flag(row.away !== null, 'away', 'info', url.portfolio(id)),
  ]
}

/** One word for where a trainee stands: the worst. */
export function stateOf(row: TraineeRow): { words: string; tone: NonNullable<Tag['tone']> } {
  const { words, tone } = flagsOf(row)[0]!
  return { words, tone: tone ?? 'plain' }
}
