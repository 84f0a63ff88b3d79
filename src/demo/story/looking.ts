import { Temporal } from 'temporal-polyfill'
import type { Player } from '../acting.ts'
import type { Portfolio } from '../portfolio.ts'
import type { Telling } from './teller.ts'

const early = new Temporal.PlainTime(7, 40)

/** Whoever signs items off looked twelve days ago, at a fixed hour, so that no other choice changes by it. */
export function looked(
  { deeds, anchor, world }: Omit<Telling, 'random'>,
  portfolio: Portfolio,
  startsOn: Temporal.PlainDate,
  by: Player | null,
): void {
  const on = anchor.subtract({ days: 12 })
  if (!by || startsOn.until(on).days < 14) return
  const at = on.toZonedDateTime({ timeZone: world.timeZone, plainTime: early }).toInstant()
  deeds.push({ at, run: (then) => portfolio.seen(then, by) })
}
