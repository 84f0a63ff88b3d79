import { Temporal } from 'temporal-polyfill'
import { lastDay, overlap, type Period } from '../kit/periods.ts'
import { date, plural } from '../kit/ui.ts'
import { lapseWords } from '../places/index.ts'
import { aloneWords, overfullIn, type PostPlan, planPost, postsAfter, type RecordedPost } from '../training/index.ts'
import { noteBegun } from './begun.ts'
import { overCapacity } from './capacity.ts'
import type { Finding } from './findings.ts'
import { groupBy } from './grouping.ts'
import { type Line, linesOf } from './lines.ts'
import { supervised } from './supervise.ts'
import type { Wish } from './wishes.ts'
import type { OnRecord, RecordedSpan, World } from './world.ts'

/** What becomes of one trainee's posts and supervisors, as it is to be written and as it can be taken back. */
export interface Change {
  enrolmentId: string
  personId: string
  posts: { withdrawn: RecordedPost[]; changed: { was: RecordedPost; is: RecordedPost }[]; created: RecordedPost[] }
  spans: { corrected: RecordedSpan[]; moved: { was: RecordedSpan; is: RecordedSpan }[]; created: RecordedSpan[] }
  reason: string | null
}

/** What a whole sheet does. Nothing is written yet. */
export interface Plan {
  changes: Change[]
  lines: Line[]
  findings: Finding[]
  /** Trainees of the programme who are in no row. */
  untouched: string[]
}

/** State of one trainee while the rows about them are gone through. */
export interface Desk {
  posts: RecordedPost[]
  spans: RecordedSpan[]
  newId: () => string
}

/**
 * What the wishes of a sheet do to a programme, row by row in the order of their days, and what is to be said about it
 * (D15; decision 69). Pure: the same sheet and the same state give the same plan, ids of new rows included.
 * @param named enrolments that any row names, also one that cannot be taken
 */
export function planOf(wishes: readonly Wish[], named: ReadonlySet<string>, world: World, record: OnRecord): Plan {
  let made = 0
  const newId = () => `new-${++made}`
  const byTrainee = groupBy(wishes, ({ trainee }) => trainee.enrolmentId)
  const changes: Change[] = []
  const lines: Line[] = []
  /** Trainees whom the sheet leaves as they are, and without a supervisor. */
  const left = new Set<string>()
  const after: { enrolmentId: string; posts: RecordedPost[] }[] = []
  for (const [enrolmentId, rows] of byTrainee) {
    const before = { posts: record.posts.get(enrolmentId) ?? [], spans: record.spans.get(enrolmentId) ?? [] }
    const desk: Desk = { ...before, newId }
    const sorted = [...rows].sort((a, b) => Temporal.PlainDate.compare(a.from, b.from) || a.row - b.row)
    for (const wish of sorted) if (wish.post) takePost(desk, wish, wish.post, rows, world, record)
    for (const wish of sorted) judgeWeek(wish, desk.posts)
    // Those of the main post first: whoever has it may have the one beside it as well.
    for (const wish of sorted.toSorted((a, b) => Number(isBeside(a)) - Number(isBeside(b))))
      for (const kind of world.kinds) desk.spans = supervised(desk, wish, kind, world)
    const change = { enrolmentId, personId: rows[0]!.trainee.personId, ...netOf(before, desk), reason: reasonOf(rows) }
    noteBegun(sorted, { was: before.spans, is: desk.spans }, record.begun, world)
    after.push({ enrolmentId, posts: desk.posts })
    lines.push(...linesOf(sorted, change, world))
    if (isChange(change)) changes.push(change)
    else for (const { findings } of rows) if (findings.drop('noSupervisor')) left.add(enrolmentId)
  }
  return {
    changes,
    lines,
    findings: [
      ...wishes.flatMap(({ findings }) => findings.list),
      ...overCapacity(changes, after, world, record),
      ...leftWithout(left.size),
    ],
    untouched: world.trainees.filter(({ enrolmentId }) => !named.has(enrolmentId)).map(({ name }) => name),
  }
}

/** One line for all of them, whom no row makes otherwise: it is the gap board that names whoever has none. */
function leftWithout(trainees: number): Finding[] {
  if (trainees === 0) return []
  const text = `${plural(trainees, 'trainee')} whom this sheet leaves as they are ${trainees === 1 ? 'has' : 'have'} no educational or no clinical supervisor already. The gap board names them.`
  return [{ kind: 'noSupervisor', level: 'note', row: null, cell: null, text }]
}

const reasonOf = (rows: readonly Wish[]) => rows.map(({ reason }) => reason).find((reason) => reason !== null) ?? null

function isChange({ posts, spans }: Pick<Change, 'posts' | 'spans'>): boolean {
  return [posts.withdrawn, posts.changed, posts.created, spans.corrected, spans.moved, spans.created].some(
    (list) => list.length > 0,
  )
}

const isBeside = ({ post }: Wish): boolean => Boolean(post && post.track !== 'main')

function takePost(
  desk: Desk,
  wish: Wish,
  asked: NonNullable<Wish['post']>,
  rows: readonly Wish[],
  world: World,
  record: OnRecord,
): void {
  const { findings, cells } = wish
  const meant = meantBy(desk.posts, asked, rows, world)
  const is = {
    siteId: asked.site.id,
    from: asked.from,
    until: asked.until,
    track: asked.track,
    title: asked.title ?? meant?.title ?? world.postWord,
    specialty: asked.specialty ?? meant?.specialty ?? null,
    share: asked.share ?? meant?.share ?? null,
  }
  const plan = planPost(
    desk.posts,
    { postId: meant?.id ?? null, is, meeting: 'cut' },
    { today: world.today, newId: desk.newId },
  )
  if (!plan) return
  judgePost(wish, plan, record)
  const lapse = lapseWords(asked, record.accredited.get(asked.site.id) ?? [], world.today)
  if (lapse)
    findings.add(
      'warning',
      'lapsed',
      `${asked.site.name} is not accredited for this programme ${lapse}.`,
      cells.site ?? cells.from ?? null,
    )
  if (plan.changesPast && !wish.reason)
    findings.error(
      'past',
      'This changes days that have passed. Say why, in the column “Reason”.',
      cells.reason ?? cells.from ?? null,
    )
  desk.posts = postsAfter(desk.posts, plan)
}

function judgePost({ findings, cells, trainee }: Wish, plan: PostPlan, record: OnRecord): void {
  const rested = plan.withdrawn.find(({ id }) => record.rested.has(id))
  if (rested)
    findings.error(
      'rested',
      `Appraisals rest on the post from ${date(rested.from)}, so it cannot go. Change its days instead.`,
      cells.from,
    )
  const inTwo = plan.created.find(({ remainsOf }) => remainsOf)
  if (inTwo)
    findings.add(
      'warning',
      'overlap',
      `This falls into a post that goes on afterwards, from ${date(inTwo.from)}.`,
      cells.from,
    )
  const [gap] = plan.gaps
  if (gap) findings.add('warning', 'gap', `${trainee.name} has no post ${spanWords(gap)}.`, cells.from)
}

/** What a row's post makes of its weeks, once all rows are taken: no more than the whole of each, and no less. */
function judgeWeek({ post: asked, findings, cells }: Wish, posts: readonly RecordedPost[]): void {
  const post = asked && posts.find(({ track, from }) => track === asked.track && from.equals(asked.from))
  if (!post) return
  const overfull = overfullIn(post, posts)
  if (overfull)
    findings.error(
      'overlap',
      `The shares of the week come to more than all of it from ${date(overfull.from)}.`,
      cells.share ?? cells.from,
    )
  const alone = aloneWords(post, posts)
  if (alone) findings.add('warning', 'week', `This is a part of the week, and ${alone}.`, cells.track ?? cells.share)
}

const spanWords = ({ from, until }: Period) => `from ${date(from)} to ${date(lastDay(until))}`

/**
 * The post on record that a row speaks of: the one that begins on that day; else one at the same hospital, of the same
 * name where both have one, in some of the same days, where no other row means it.
 */
function meantBy(
  posts: readonly RecordedPost[],
  asked: NonNullable<Wish['post']>,
  rows: readonly Wish[],
  { postWord }: World,
) {
  const there = posts.filter(({ track }) => track === asked.track)
  const begins = there.find(({ from }) => from.equals(asked.from))
  if (begins) return begins
  const taken = (post: RecordedPost) =>
    rows.some(
      (row) => row.post && row.post !== asked && row.post.track === post.track && row.post.from.equals(post.from),
    )
  const title = asked.title ?? postWord
  return there.find((one) => one.siteId === asked.site.id && one.title === title && overlap(one, asked) && !taken(one))
}

const sameEnd = (a: Period, b: Period) => a.until === b.until || Boolean(a.until && b.until?.equals(a.until))

/** What is different in the end, however many rows led there. */
function netOf(
  before: Pick<Desk, 'posts' | 'spans'>,
  after: Pick<Desk, 'posts' | 'spans'>,
): Pick<Change, 'posts' | 'spans'> {
  const posts = parted(before.posts, after.posts, (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b))
  const spans = parted(before.spans, after.spans, sameEnd)
  return {
    posts: { withdrawn: posts.gone, changed: posts.changed, created: posts.added },
    spans: { corrected: spans.gone, moved: spans.changed, created: spans.added },
  }
}

function parted<T extends { id: string }>(before: readonly T[], after: readonly T[], same: (a: T, b: T) => boolean) {
  const was = new Map(before.map((one) => [one.id, one]))
  const is = new Set(after.map(({ id }) => id))
  return {
    gone: before.filter(({ id }) => !is.has(id)),
    added: after.filter(({ id }) => !was.has(id)),
    changed: after.flatMap((one) => {
      const earlier = was.get(one.id)
      return earlier && !same(earlier, one) ? [{ was: earlier, is: one }] : []
    }),
  }
}
