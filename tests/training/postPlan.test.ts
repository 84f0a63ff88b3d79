import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { type PostWish, planPost, postsAfter, type RecordedPost, reversedPosts } from '../../src/training/index.ts'

/** Sequences of wishes over generated posts, day by day. */

const start = Temporal.PlainDate.from('2026-08-01')
const day = (offset: number) => start.add({ days: offset })
const compare = Temporal.PlainDate.compare
const holds = ({ from, until }: RecordedPost, on: Temporal.PlainDate) =>
  compare(from, on) <= 0 && (until === null || compare(on, until) < 0)
const length = 30

const wishes = fc.array(
  fc.record({
    /** Which post on record is meant, by its place; beyond them a new one. */
    which: fc.nat(5),
    site: fc.constantFrom('north', 'south', 'east'),
    from: fc.nat(length - 1),
    days: fc.option(fc.integer({ min: 1, max: 12 }), { freq: 8 }),
    share: fc.option(fc.constantFrom(30, 50, 70)),
    meeting: fc.constantFrom('name' as const, 'split' as const, 'cut' as const),
    goes: fc.integer({ min: 0, max: 6 }).map((one) => one === 0),
    today: fc.nat(length - 1),
  }),
  { minLength: 1, maxLength: 10 },
)
type Wished = ReturnType<typeof wishes.generate>['value'][number]

let count = 0
const newId = () => `p${count++}`
const wishOf = (
  posts: readonly RecordedPost[],
  { which, site, from, days, share, meeting, goes }: Wished,
): PostWish => ({
  postId: posts[which]?.id ?? null,
  is: goes
    ? null
    : {
        ...{ siteId: site, title: 'Post', specialty: null },
        share: meeting === 'split' ? share : null,
        ...{ from: day(from), until: days === null ? null : day(from + days) },
      },
  meeting,
})

/** Does each wish that nothing stands against, and looks at every step. */
function walk(
  list: readonly Wished[],
  look: (
    before: RecordedPost[],
    after: RecordedPost[],
    wish: PostWish,
    plan: NonNullable<ReturnType<typeof planPost>>,
    today: Temporal.PlainDate,
  ) => void,
) {
  let posts: RecordedPost[] = []
  for (const one of list) {
    const wish = wishOf(posts, one)
    const plan = planPost(posts, wish, { today: day(one.today), newId })
    if (!plan || plan.overlaps.length > 0 || plan.overfull) continue
    const after = postsAfter(posts, plan)
    look(posts, after, wish, plan, day(one.today))
    posts = after
  }
}

const days = Array.from({ length: length + 15 }, (_, offset) => day(offset))
const sitesOn = (posts: readonly RecordedPost[], on: Temporal.PlainDate) =>
  posts
    .filter((post) => holds(post, on))
    .map(({ siteId }) => siteId)
    .sort()

const inOrder = (posts: readonly RecordedPost[]) =>
  posts
    .map((post) => ({ ...post, from: post.from.toString(), until: post.until?.toString() ?? null }))
    .sort((a, b) => a.id.localeCompare(b.id))

describe('R118: a wish for a post', () => {
  it('never makes posts of one track overlap, nor a week of more than a week', () => {
    fc.assert(
      fc.property(wishes, (list) =>
        walk(list, (_before, after) => {
          const wrong = days.filter((on) => {
            const there = after.filter((post) => holds(post, on))
            const share = there.reduce((sum, one) => sum + (one.share ?? 0), 0)
            return new Set(there.map(({ track }) => track)).size < there.length || share > 100
          })
          expect(wrong).toEqual([])
          expect(after.filter(({ from, until }) => until && compare(from, until) >= 0)).toEqual([])
        }),
      ),
    )
  })

  it('puts the post there on each of its days and leaves other days as they were', () => {
    fc.assert(
      fc.property(wishes, (list) =>
        walk(list, (before, after, wish, plan) => {
          const was = plan.changed.find(({ is }) => is === plan.post)?.was ?? null
          const own = was ?? (wish.is ? null : (plan.withdrawn[0] ?? null))
          const wrong = days.filter((on) => {
            const [was, is] = [sitesOn(before, on), sitesOn(after, on)]
            if (!plan.post || !holds(plan.post, on)) return !(own && holds(own, on)) && String(is) !== String(was)
            return wish.meeting === 'cut' ? String(is) !== wish.is!.siteId : !is.includes(wish.is!.siteId)
          })
          expect(wrong).toEqual([])
        }),
      ),
    )
  })

  it('D4, decision 19: is taken back by its reverse, exactly', () => {
    fc.assert(
      fc.property(wishes, (list) =>
        walk(list, (before, after, _wish, plan) =>
          expect(inOrder(postsAfter(after, reversedPosts(plan)))).toEqual(inOrder(before)),
        ),
      ),
    )
  })

  it('says whether days that have passed read otherwise', () => {
    fc.assert(
      fc.property(wishes, (list) =>
        walk(list, (before, after, _wish, plan, today) => {
          const past = (posts: readonly RecordedPost[]) =>
            Array.from({ length: today.since(start).days }, (_, offset) =>
              posts
                .filter((post) => holds(post, day(offset)))
                .map(({ siteId, share }) => `${siteId} ${share}`)
                .sort()
                .join(),
            )
          expect(plan.changesPast).toBe(String(past(before)) !== String(past(after)))
        }),
      ),
    )
  })

  it('R121: names posts in the way, and days without any', () => {
    const post = (id: string, from: number, until: number): RecordedPost => ({
      ...{ id, siteId: id, title: 'Post', specialty: null, track: 'main', share: null },
      ...{ from: day(from), until: day(until) },
    })
    const circumstances = { today: start, newId }
    const wish = (from: number, until: number, meeting: PostWish['meeting']): PostWish => ({
      postId: null,
      is: post('east', from, until),
      meeting,
    })
    const posts = [post('north', 0, 10), post('south', 10, 20)]
    expect(planPost(posts, wish(8, 12, 'name'), circumstances)!.overlaps.map(({ id }) => id)).toEqual([
      'north',
      'south',
    ])
    const cut = planPost(posts, wish(8, 12, 'cut'), circumstances)!
    expect(cut.changed.map(({ is }) => [is.id, is.from.toString(), is.until!.toString()])).toEqual([
      ['north', '2026-08-01', '2026-08-09'],
      ['south', '2026-08-13', '2026-08-21'],
    ])
    expect(cut.gaps).toEqual([])
    const late = planPost(posts, wish(23, 30, 'name'), circumstances)!
    expect(late.gaps.map(({ from, until }) => [from.toString(), until!.toString()])).toEqual([
      ['2026-08-21', '2026-08-24'],
    ])
    // A first post that begins later leaves days behind it, too.
    const later: PostWish = { postId: 'north', is: post('north', 4, 10), meeting: 'name' }
    expect(
      planPost(posts, later, circumstances)!.gaps.map(({ from, until }) => [from.toString(), until!.toString()]),
    ).toEqual([['2026-08-01', '2026-08-05']])
    expect(planPost(posts, { ...wish(0, 10, 'cut'), is: post('north', 0, 10) }, circumstances)).toBeNull()
  })
})
