import { Temporal } from 'temporal-polyfill'
import type { DbOrTx } from '../kit/context.ts'
import { lastDay, type Period, plainDate } from '../kit/periods.ts'
import { date } from '../kit/ui.ts'
import { type Pack, postsIn } from '../programmes/index.ts'
import type { RecordedPost } from './postPlan.ts'

/** Where a post stands today, in the words in which it is found (R65). */
export type PostState = 'active' | 'future' | 'ended'
export const postStates: readonly PostState[] = ['active', 'future', 'ended']

/** A post at a site, as it is on record. */
export interface Post extends RecordedPost {
  site: string
  state: PostState
}

/** Whether a post holds, is to come, or is over. */
export function postState({ from, until }: Period, today: Temporal.PlainDate): PostState {
  if (Temporal.PlainDate.compare(today, from) < 0) return 'future'
  return until && Temporal.PlainDate.compare(until, today) <= 0 ? 'ended' : 'active'
}

/** All posts of an enrolment, the latest first: one query. The caller has established that the actor reaches it. */
export async function postsOf(db: DbOrTx, enrolmentId: string, today: Temporal.PlainDate): Promise<Post[]> {
  const rows = await db.placement.findMany({
    where: { enrolmentId },
    orderBy: [{ from: 'desc' }, { track: 'asc' }],
    select: {
      id: true,
      title: true,
      siteId: true,
      specialty: true,
      track: true,
      share: true,
      from: true,
      until: true,
      site: { select: { name: true } },
    },
  })
  return rows.map(({ site, from, until, ...row }) => {
    const period = { from: plainDate(from), until: until && plainDate(until) }
    return { ...row, ...period, site: site.name, state: postState(period, today) }
  })
}

/** "3 Aug 2026 to 31 Jan 2027". */
export function periodWords({ from, until }: Period): string {
  return until ? `${date(from)} to ${date(lastDay(until))}` : `from ${date(from)}`
}

/** "Nothing is on record from 16 Nov 2026 to 17 Nov 2026." */
export const nothingWords = (gap: Period): string =>
  `Nothing is on record ${gap.until ? 'from ' : ''}${periodWords(gap)}.`

/** "Current Site: Bayside Hospital", with what the trainee does there where that was said. */
export function postTitle(pack: Pick<Pack, 'pack'>, { title, site }: Pick<Post, 'title' | 'site'>): string {
  const { one } = postsIn(pack).words
  return title === one ? `${one}: ${site}` : `${one}: ${title}, ${site}`
}

/** "60 % of the week", for a post beside others. */
export function shareWords({ share, track }: Pick<Post, 'share' | 'track'>): string | null {
  if (share !== null) return `${share} % of the week`
  return track === 'main' ? null : 'part of the time'
}
