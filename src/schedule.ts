import type { Periodic } from './kit/jobs.ts'

/** Everything that comes round by itself. Times are UTC; each sweep may run twice or late without harm. */
export const schedule: readonly Periodic[] = []
