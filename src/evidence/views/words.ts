import type { RecordStatus } from '../../generated/client.ts'
import type { Tag } from '../../kit/partials.ts'
import type { Flash } from '../../kit/session.ts'
import { dateTime, list } from '../../kit/ui.ts'
import type { Counting } from '../counting.ts'

interface Stateful {
  kind: string
  status: RecordStatus
  sharedState: 'private' | 'shared'
}

const confirmable = (kind: string) => kind === 'certificate' || kind === 'exam'

const words: Record<RecordStatus, string> = {
  requested: 'Waiting for the assessor',
  submitted: 'Entered',
  signed: 'Signed',
  held: 'Not released yet',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
  expired: 'Expired',
  void: 'Withdrawn',
  disputed: 'Disputed',
}

const tones: Record<RecordStatus, Tag['tone']> = {
  requested: 'info',
  submitted: 'plain',
  signed: 'ok',
  held: 'warn',
  declined: 'stop',
  withdrawn: 'plain',
  expired: 'warn',
  void: 'plain',
  disputed: 'stop',
}

/** A record's state in words, as a tag. */
export function statusTag({ kind, status }: Pick<Stateful, 'kind' | 'status'>): Tag {
  if ((confirmable(kind) || kind === 'log') && status === 'signed') return { words: 'Confirmed', tone: 'ok' }
  if (confirmable(kind) && status === 'submitted') return { words: 'Not confirmed yet', tone: 'warn' }
  return { words: words[status], tone: tones[status] ?? 'plain' }
}

/** State, and whether anybody else can see it. */
export function stateTags(record: Stateful): Tag[] {
  const hidden = record.sharedState === 'private' && record.status === 'submitted'
  return hidden ? [{ words: 'Private', tone: 'info' }] : [statusTag(record)]
}

/** What statuses are called in filters. */
export const statusWords = words

/** What is said after something was saved. */
export function savedWords(record: Pick<Stateful, 'kind' | 'sharedState'>, codes: readonly string[]): string {
  const linked = codes.length ? `, linked to ${list(codes)}` : ''
  if (record.sharedState === 'private' && codes.length === 0) return 'Saved. Nobody but you can see it.'
  if (confirmable(record.kind)) return `Saved${linked}. A supervisor can now confirm it.`
  return `Saved${linked}`
}

/** "Counts towards Clinics", or every reason why not. */
export function countingWords(counting: Counting): string {
  return counting.counts ? `It counts towards ${list(counting.towards)}.` : `It does not count: ${counting.why}.`
}

/** What was saved, and whether it counts (R89): said at once, not only in the log. */
export function withCounting(saved: string, counting: Counting | null): Pick<Flash, 'kind' | 'text'> {
  if (!counting) return { kind: 'ok', text: saved }
  const sentence = saved.endsWith('.') ? saved : `${saved}.`
  return { kind: counting.counts ? 'ok' : 'warn', text: `${sentence} ${countingWords(counting)}` }
}

/** Beside what a delegate left ready for whoever signs it (C15); none where nobody did. */
export const preparedTags = (preparedBy: string | null): Tag[] =>
  preparedBy ? [{ words: `prepared by ${preparedBy}`, tone: 'info' }] : []

/** "Ms Nina Cole, 22 Nov 2026, 20:00": who filled it in for whoever signs it; null where nobody did (C15). */
export function preparedWords(
  { preparedBy, preparedAt }: { preparedBy: string | null; preparedAt: Date | null },
  timeZone: string,
): string | null {
  return preparedBy && preparedAt ? `${preparedBy}, ${dateTime(preparedAt, timeZone)}` : null
}
