import { Temporal } from 'temporal-polyfill'
import type { PostFact, Span } from './facts.ts'

type Day = Temporal.PlainDate
const compare = Temporal.PlainDate.compare
const later = (a: Day, b: Day) => (compare(a, b) > 0 ? a : b)
const earlier = (a: Day, b: Day) => (compare(a, b) < 0 ? a : b)

export const daysIn = ({ from, until }: Span): number => from.until(until, { largestUnit: 'days' }).days

/** Months of the calendar with what is left over as a part of the month it falls into: 15 Jan to 1 Mar is 1.5. */
export function monthsOf({ from, until }: Span): number {
  const { months } = from.until(until, { largestUnit: 'months' })
  const whole = from.add({ months })
  const next = from.add({ months: months + 1 })
  return months + daysIn({ from: whole, until }) / daysIn({ from: whole, until: next })
}

/** A span as far as it lies before a day. */
export const clip = ({ from, until }: Span, day: Day): Span => ({ from, until: later(from, earlier(until, day)) })

/**
 * The time of these posts that falls into a span, as blocks: posts that touch or overlap (split posts run side by side)
 * are one block, so that no day counts twice.
 */
export function blocksIn(posts: readonly { from: Day; until: Day | null }[], span: Span): Span[] {
  const within = posts
    .map(({ from, until }) => ({ from: later(from, span.from), until: earlier(until ?? span.until, span.until) }))
    .filter(({ from, until }) => compare(from, until) < 0)
    .sort((a, b) => compare(a.from, b.from))
  const blocks: Span[] = []
  for (const one of within) {
    const last = blocks.at(-1)
    if (last && compare(one.from, last.until) <= 0) last.until = later(last.until, one.until)
    else blocks.push(one)
  }
  return blocks
}

/** The home site: where most of a span's time in posts was spent; null where there was none. */
export function siteOfMost(posts: readonly PostFact[], span: Span): string | null {
  const days = (siteId: string) =>
    blocksIn(
      posts.filter((post) => post.siteId === siteId),
      span,
    ).reduce((sum, block) => sum + daysIn(block), 0)
  const sites = [...new Set(posts.map(({ siteId }) => siteId))].map((siteId) => ({ siteId, spent: days(siteId) }))
  return sites.filter(({ spent }) => spent > 0).sort((a, b) => b.spent - a.spent)[0]?.siteId ?? null
}
