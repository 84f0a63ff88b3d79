import type { Temporal } from 'temporal-polyfill'

/** When an assessor is reminded where the form does not say: once, on the third day. */
export const usualReminderDays: readonly number[] = [3]

/** What the sweep knows of an open request. */
export interface OpenRequest {
  recordId: string
  sentAt: Temporal.Instant
  expiresAt: Temporal.Instant
  /** The last day after sending on which a reminder went out; 0 for none. */
  remindedDay: number
  /** Days after sending on which the form wants its assessor reminded. */
  reminderDays: readonly number[]
  /** The weekly digest reaches who has an account, so after the first reminder it speaks for all that waits. */
  digested: boolean
}

export interface DueReminder {
  recordId: string
  day: number
}

/**
 * Which assessors to remind now: of the days that have come, the latest that has not been used. A sweep that ran late
 * sends one reminder, not several; one that runs twice sends none the second time.
 */
export function dueReminders(now: Temporal.Instant, requests: readonly OpenRequest[]): DueReminder[] {
  return requests.flatMap(({ recordId, sentAt, expiresAt, remindedDay, reminderDays, digested }) => {
    if (now.epochMilliseconds >= expiresAt.epochMilliseconds || (digested && remindedDay > 0)) return []
    const days = Math.floor((now.epochMilliseconds - sentAt.epochMilliseconds) / 86_400_000)
    const due = reminderDays.filter((day) => day <= days && day > remindedDay)
    return due.length > 0 ? [{ recordId, day: Math.max(...due) }] : []
  })
}
