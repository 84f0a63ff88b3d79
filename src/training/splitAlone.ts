import { Temporal } from 'temporal-polyfill'
import { overlap, type Period } from '../kit/periods.ts'
import { type Post, periodWords } from './posts.ts'

const compare = Temporal.PlainDate.compare

/** What says where else somebody is in the same weeks. */
type Part = Pick<Post, 'id' | 'share' | 'track' | 'from' | 'until'>

/**
 * The first days of a post that takes a part of the week only, in which nothing else is on record; null where the week is
 * whole. Without a share it takes whatever others leave, so only one that never meets another is alone.
 */
function aloneIn(post: Part, posts: readonly Part[]): Period | null {
  const beside = posts.filter((one) => one.id !== post.id && overlap(one, post))
  if (post.share === null) return post.track !== 'main' && beside.length === 0 ? post : null
  let from = post.from
  for (const one of beside.toSorted((a, b) => compare(a.from, b.from))) {
    if (compare(from, one.from) < 0) return { from, until: one.from }
    if (one.until === null) return null
    if (compare(from, one.until) < 0) from = one.until
  }
  return post.until && compare(from, post.until) >= 0 ? null : { from, until: post.until }
}

/** The same as words to stand beside the post: "nothing else is on record from …". */
export function aloneWords(post: Part, posts: readonly Part[]): string | null {
  const days = aloneIn(post, posts)
  return days && `nothing else is on record for the rest of the week (${periodWords(days)})`
}
