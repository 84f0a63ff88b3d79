import { Temporal } from 'temporal-polyfill'
import { date } from '../kit/ui.ts'
import type { Announced } from './feed.ts'
import { linked, type Piece } from './linked.ts'
import { url } from './urls.ts'

/** An announcement as it is read. */
export interface Band {
  id: string
  title: string
  paragraphs: Piece[][]
  /** Who says so, and until when. */
  by: string
  /** Where it is put away; null where it no longer runs. */
  away: string | null
}

declare module '../kit/partials.ts' {
  interface Partials {
    'announcements/band': { p: { items: readonly Band[] } }
    'announcements/text': { p: { paragraphs: readonly Piece[][] } }
  }
}

/** What runs today, as a quiet band that each reader puts away for themselves. */
export const bandOf = (items: readonly Announced[]): Band[] => items.map((one) => cardOf(one, true))

/** One announcement as it is read. */
export function cardOf({ id, title, text, from, until, writtenByName, writtenByRole }: Announced, away: boolean): Band {
  const last = Temporal.PlainDate.from(until).subtract({ days: 1 })
  return {
    id,
    title,
    paragraphs: linked(text),
    by: `${writtenByName}, ${writtenByRole} · ${date(Temporal.PlainDate.from(from))} to ${date(last)}`,
    away: away ? url.away(id) : null,
  }
}
