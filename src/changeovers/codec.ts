import { Temporal } from 'temporal-polyfill'
import type { Prisma } from '../generated/client.ts'

const days = new Set(['from', 'until', 'day'])

/** A value with calendar days as JSON that a column takes. */
export function asJson(value: unknown): Prisma.InputJsonObject {
  return JSON.parse(JSON.stringify(value)) as Prisma.InputJsonObject
}

/** The same back, with its calendar days. */
export function fromJson<T>(value: unknown): T {
  return JSON.parse(JSON.stringify(value), (key, part) =>
    days.has(key) && typeof part === 'string' ? Temporal.PlainDate.from(part) : part,
  ) as T
}
