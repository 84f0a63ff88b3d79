import { Temporal } from 'temporal-polyfill'
import { lastDay } from '../kit/periods.ts'
import { graceDays } from './grace.ts'
import type { Post } from './posts.ts'

/** From how many days before the last one what waits is shown and reminded of (R121, R123). */
export const rotateDays = 28
/** On which days before the last one everybody concerned is reminded. */
export const reminderDays = [28, 14, 3] as const

const compare = Temporal.PlainDate.compare

/** A post that ends soon, and where the trainee goes next. */
export interface Leaving {
  post: Post
  last: Temporal.PlainDate
  /** Days from today to the last one. */
  days: number
  next: Post | null
}

/** Whether the trainee stays at the site without a day between, whatever the post is called. */
const staysOn = (posts: readonly Post[], { id, siteId, until }: Post): boolean =>
  posts.some(
    (one) =>
      one.id !== id &&
      one.siteId === siteId &&
      compare(one.from, until!) <= 0 &&
      (!one.until || compare(until!, one.until) < 0),
  )

/** The post of today that the trainee leaves first, from 28 days before its end. */
export function leavingOf(posts: readonly Post[], today: Temporal.PlainDate): Leaving | null {
  const soon = posts
    .filter(
      ({ state, until }) => state === 'active' && until && compare(until, today.add({ days: rotateDays + 1 })) <= 0,
    )
    .filter((post) => !staysOn(posts, post))
    .sort((a, b) => compare(a.until!, b.until!))
  const [post] = soon
  if (!post) return null
  const last = lastDay(post.until)!
  const next = [...posts].reverse().find(({ from, id }) => id !== post.id && compare(from, post.until!) >= 0) ?? null
  return { post, last, days: today.until(last).days, next }
}

/** Posts whose directors leave the portfolio soon, or left it within the grace. */
export function endings(posts: readonly Post[], today: Temporal.PlainDate): Post[] {
  const first = today.subtract({ days: graceDays })
  const end = today.add({ days: rotateDays + 1 })
  return posts.filter(
    (post) => post.until && compare(first, post.until) < 0 && compare(post.until, end) <= 0 && !staysOn(posts, post),
  )
}

/** Which reminder is due so many days before the last one: the nearest that has come and was not sent. */
export function dueReminder(days: number, reminded: number | null): number | null {
  const due = reminderDays.filter((one) => days <= one).at(-1)
  return due !== undefined && days >= 0 && (reminded === null || due < reminded) ? due : null
}

/** "today", "in one day", "in 12 days". */
export function inDays(days: number): string {
  if (days <= 0) return 'today'
  return days === 1 ? 'tomorrow' : `in ${days} days`
}
