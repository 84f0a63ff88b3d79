import type { Temporal } from 'temporal-polyfill'
import { endAfter } from '../kit/window.ts'

/** How long a request lives where its form does not say. */
const usualDays = 28

/** The end of a request asked now. */
export const expiryFrom = (now: Temporal.Instant, days: number | undefined, timeZone: string): Temporal.Instant =>
  endAfter(now, days ?? usualDays, timeZone)
