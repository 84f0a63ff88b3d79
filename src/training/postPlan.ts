import { Temporal } from 'temporal-polyfill'
import { overlap, type Period } from '../kit/periods.ts'

type Day = Temporal.PlainDate

/** What a post says of itself. */
export interface Stated extends Period {
  siteId: string
  title: string
  specialty: string | null
  /** Posts of one track never overlap; a declared split lies on further ones. */
  track: string
  /** Per cent of the week where it is split; null for whatever the others leave. */
  share: number | null
}

/** A post on record, as far as a change of it needs. */
export interface RecordedPost extends Stated {
  id: string
}

/** What is asked for: this post at this site, from and until, on this track. */
export interface PostWish {
  /** The post on record that is meant; null for a new one. */
  postId: string | null
  /** What it is to be; null takes it off the record. Without a track it concerns all posts of these days. */
  is: (Omit<Stated, 'track'> & { track?: string | undefined }) | null
  /** What becomes of others in the same days: they are named and stay, the time is split, or they give way. */
  meeting: 'name' | 'split' | 'cut'
}

/** What a wish does to the posts on record. Nothing is written yet. */
export interface PostPlan {
  /** What the wish itself makes: among `created` or `changed`; null where it takes one off the record. */
  post: RecordedPost | null
  /** Off the record, as if they had never been. */
  withdrawn: RecordedPost[]
  /** End earlier, begin later, or are corrected: in the order in which they can be written. */
  changed: { was: RecordedPost; is: RecordedPost }[]
  /** New ones; `remainsOf` is the one whose later days it keeps. */
  created: (RecordedPost & { remainsOf?: string })[]
  /** Those that stand in the way, where nothing was said about them, or where no track is left for a split. */
  overlaps: RecordedPost[]
  /** Days in which declared shares come to more than a week. */
  overfull: Period | null
  /** Days without any post next to what changes. */
  gaps: Period[]
  /** Whether a day before today gets another answer. */
  changesPast: boolean
}

const compare = Temporal.PlainDate.compare
const before = (a: Day, b: Day | null): boolean => b === null || compare(a, b) < 0
/** Ends by their order; an open one is the last. */
const endsBefore = (a: Day | null, b: Day | null): boolean => a !== null && before(a, b)

/** Tracks in the order in which a split takes them. */
export const tracks = ['main', 'split', 'split-2'] as const

/**
 * What a wish does to the posts on record (R118, R124; decision 19). Pure.
 * @param newId where ids of new posts come from
 * @returns null where nothing would change
 */
export function planPost(
  posts: readonly RecordedPost[],
  wish: PostWish,
  { today, newId }: { today: Day; newId: () => string },
): PostPlan | null {
  const was = meant(posts, wish)
  const others = posts.filter((one) => one !== was)
  const plan: PostPlan = { ...{ post: null, withdrawn: [], changed: [], created: [] }, ...nothingFound }
  if (!wish.is) {
    if (!was) return null
    plan.withdrawn = [was]
  } else {
    const period = { from: wish.is.from, until: wish.is.until }
    const meeting = others.filter((one) => overlap(period, one))
    const track = trackOf(wish, was, meeting)
    const blocking = meeting.filter((one) => wish.is!.track === undefined || one.track === track)
    if (wish.meeting === 'cut') for (const one of blocking) cut(plan, one, period, newId)
    else plan.overlaps = track && wish.meeting === 'split' ? meeting.filter((one) => one.track === track) : blocking
    if (!track) plan.overlaps = meeting
    const post: RecordedPost = { ...wish.is, id: was?.id ?? newId(), track: track ?? 'main' }
    plan.post = post
    if (!was) plan.created.unshift(post)
    else if (!sameAs(was, post)) plan.changed.push({ was, is: post })
    else if (plan.changed.length + plan.withdrawn.length + plan.overlaps.length === 0) return null
  }
  return { ...plan, ...found(posts, plan, today) }
}

const nothingFound = { overlaps: [], overfull: null, gaps: [], changesPast: false }

/** The post that is meant: the one named, or the one that begins there on that day already. */
function meant(posts: readonly RecordedPost[], { postId, is, meeting }: PostWish): RecordedPost | undefined {
  if (postId) return posts.find(({ id }) => id === postId)
  if (!is || meeting !== 'cut') return undefined
  const there = posts.filter((one) => one.siteId === is.siteId && one.from.equals(is.from))
  return there.find(({ track }) => track === (is.track ?? track))
}

/** The track asked for, its own, or the first that is free; null where a split finds none. */
function trackOf({ is, meeting }: PostWish, was: RecordedPost | undefined, among: readonly RecordedPost[]) {
  const free = (track: string) => !among.some((one) => one.track === track)
  if (is?.track) return is.track
  if (meeting !== 'split' || among.length === 0) return 'main'
  if (was && free(was.track)) return was.track
  return tracks.find(free) ?? null
}

export const sameDays = (a: Period, b: Period): boolean =>
  a.from.equals(b.from) && (a.until === b.until || Boolean(a.until && b.until?.equals(a.until)))

/** Whether two say the same. */
export function sameAs(a: Stated, b: Stated): boolean {
  const words = ({ siteId, title, specialty, track, share }: Stated) =>
    [siteId, title, specialty, track, share].join('|')
  return sameDays(a, b) && words(a) === words(b)
}

/** A short name of what a set of posts says, in whatever order. */
export function seenOf(posts: readonly RecordedPost[]): string {
  const words = posts.map((post) =>
    [post.id, post.siteId, post.track, post.share, post.from, post.until, post.title].join(' '),
  )
  let hash = 5381
  for (const letter of words.sort().join('|')) hash = (Math.imul(hash, 33) ^ letter.charCodeAt(0)) >>> 0
  return `${posts.length}-${hash.toString(36)}`
}

/** Makes room for a period in a post: it ends before, begins after, falls into two, or goes. */
function cut(plan: PostPlan, post: RecordedPost, { from, until }: Period, newId: () => string): void {
  const after = until && endsBefore(until, post.until) ? until : null
  if (before(post.from, from)) {
    plan.changed.push({ was: post, is: { ...post, until: from } })
    if (after) plan.created.push({ ...post, id: newId(), from: after, remainsOf: post.id })
  } else if (after) plan.changed.push({ was: post, is: { ...post, from: after } })
  else plan.withdrawn.push(post)
}

/** The posts on record once a plan is written. */
export function postsAfter(
  posts: readonly RecordedPost[],
  { withdrawn, changed, created }: Pick<PostPlan, 'withdrawn' | 'changed' | 'created'>,
): RecordedPost[] {
  const gone = new Set(withdrawn.map(({ id }) => id))
  const now = new Map(changed.map(({ is }) => [is.id, is]))
  return [...posts.filter(({ id }) => !gone.has(id)).map((one) => now.get(one.id) ?? one), ...created]
}

/** The plan that takes another one back. */
export function reversed(plan: PostPlan): PostPlan {
  return {
    ...{ ...plan, ...nothingFound, post: null },
    withdrawn: plan.created,
    created: plan.withdrawn,
    changed: plan.changed.map(({ was, is }) => ({ was: is, is: was })).reverse(),
  }
}

function found(posts: readonly RecordedPost[], plan: PostPlan, today: Day) {
  const after = postsAfter(posts, plan)
  return {
    overfull: plan.post && overfullIn(plan.post, after),
    gaps: gapsBeside(affected(plan), after, [...posts, ...after]),
    changesPast: differ(posts, after, today),
  }
}

const holds = ({ from, until }: Period, day: Day): boolean => compare(from, day) <= 0 && before(day, until)

/** The first days of a post in which the shares of all that hold come to more than a week. */
export function overfullIn(post: RecordedPost, after: readonly RecordedPost[]): Period | null {
  const beside = after.filter((one) => one.id !== post.id && overlap(one, post))
  const starts = [post.from, ...beside.map(({ from }) => from)].filter((day) => holds(post, day)).sort(compare)
  for (const day of starts) {
    const there = [post, ...beside.filter((one) => holds(one, day))]
    const sum = there.reduce((all, { share }) => all + (share ?? 0), 0)
    // Whoever takes what the others leave needs something to be left.
    if (there.length > 1 && (sum > 100 || (sum === 100 && there.some(({ share }) => share === null)))) {
      const ends = there.flatMap(({ until }) => (until ? [until] : []))
      return { from: day, until: ends.sort(compare)[0] ?? null }
    }
  }
  return null
}

const affected = ({ withdrawn, changed, created }: PostPlan): Period[] => [
  ...withdrawn,
  ...created,
  ...changed.flatMap(({ was, is }) => [was, is]),
]

/**
 * Days from the first day that ever had a post to the last post in which there is none, as far as they touch one of these
 * changes: a first post that begins later leaves some, too.
 */
function gapsBeside(changes: readonly Period[], after: readonly Period[], ever: readonly Period[]): Period[] {
  const gaps: { from: Day; until: Day }[] = []
  const sorted = [...after].sort((a, b) => compare(a.from, b.from))
  let covered: Day | null = ever.map(({ from }) => from).sort(compare)[0] ?? null
  for (const { from, until } of sorted) {
    if (covered === null) break
    if (compare(covered, from) < 0) gaps.push({ from: covered, until: from })
    if (until === null || compare(covered, until) < 0) covered = until
  }
  return gaps.filter(({ from, until }) =>
    changes.some((one) => compare(one.from, until) <= 0 && (one.until === null || compare(from, one.until) <= 0)),
  )
}

/** Whether some day before today would be answered otherwise: where, and for how much of the week. */
function differ(was: readonly RecordedPost[], is: readonly RecordedPost[], today: Day): boolean {
  const turns = [...was, ...is].flatMap(({ from, until }) => (until ? [from, until] : [from]))
  const on = (posts: readonly RecordedPost[], day: Day) =>
    posts
      .filter((one) => holds(one, day))
      .map(({ siteId, share }) => `${siteId} ${share}`)
      .sort()
      .join()
  return turns.some((day) => compare(day, today) < 0 && on(was, day) !== on(is, day))
}
