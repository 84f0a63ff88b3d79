import { Temporal } from 'temporal-polyfill'
import { lastDay, type Period } from '../kit/periods.ts'
import { date } from '../kit/ui.ts'

const compare = Temporal.PlainDate.compare

/**
 * The days of a post on which its hospital is not accredited for the programme, as words; null where it is all along, or
 * where nobody has ever said that it is (domain.md 3.6). Days that have passed are left out.
 * @param accredited the hospital's periods, the earliest first
 */
export function lapseWords(post: Period, accredited: readonly Period[], today: Temporal.PlainDate): string | null {
  if (accredited.length === 0) return null
  let day = compare(post.from, today) < 0 ? today : post.from
  for (const { from, until } of accredited) {
    if (compare(from, day) > 0) break
    if (until === null) return null
    if (compare(until, day) > 0) day = until
  }
  if (post.until && compare(day, post.until) >= 0) return null
  const again = accredited.find(({ from }) => compare(from, day) > 0)?.from
  const end = again && (!post.until || compare(again, post.until) < 0) ? again : post.until
  return `from ${date(day)}${end ? ` to ${date(lastDay(end))}` : ''}`
}
