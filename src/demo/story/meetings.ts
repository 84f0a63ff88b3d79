import type { Teller, Year } from './teller.ts'

/** Induction, mid-point and end-of-placement meetings of a year. */
export function meetings(_teller: Teller, _year: Year, _options: { midPoint?: boolean } = {}): void {}
