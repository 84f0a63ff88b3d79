import type { Period } from '../kit/periods.ts'
import { type Crowding, crowdedWords, crowdings, type Guest } from '../places/index.ts'
import type { RecordedPost } from '../training/index.ts'
import type { Finding } from './findings.ts'
import type { Change } from './plan.ts'
import type { OnRecord, World } from './world.ts'

/**
 * Hospitals that somebody comes to and that then have more trainees at once than they take (R131): which limit, from when
 * to when, and how many. A warning, never a refusal.
 * @param after the posts of everybody in the sheet, as they will be
 */
export function overCapacity(
  changes: readonly Change[],
  after: readonly { enrolmentId: string; posts: readonly RecordedPost[] }[],
  { sites, today, programmeId }: World,
  { limits, others }: OnRecord,
): Finding[] {
  const entered = changes.flatMap(({ posts }) => [...posts.created, ...posts.changed.map(({ is }) => is)]).map(isoOf)
  const names = new Map(sites.map(({ id, name }) => [id, name]))
  const guests = after.flatMap(({ enrolmentId, posts }) =>
    posts.map((post): Guest => ({ ...isoOf(post), programmeId, enrolmentId })),
  )
  return crowdings({ limits: [...limits], guests: [...others, ...guests] }, today.toString())
    .filter((one) => entered.some((post) => post.siteId === one.limit.siteId && meet(post, one)))
    .map((one) => ({
      ...{ kind: 'capacity', level: 'warning', row: null, cell: null },
      text: `${names.get(one.limit.siteId) ?? 'A hospital'}: ${crowdedWords(one)}`,
    }))
}

const isoOf = ({ siteId, from, until }: Period & { siteId: string }) => ({
  siteId,
  from: from.toString(),
  until: until?.toString() ?? null,
})

type Days = Pick<Crowding, 'from' | 'until'>
const meet = (a: Days, b: Days) => a.from < (b.until ?? '9') && b.from < (a.until ?? '9')
