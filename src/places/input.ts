import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { day, line } from '../kit/inputs.ts'
import type { Period } from '../kit/periods.ts'

/** A whole number from `least`; empty is null. */
export const whole = (least: number, words: string) =>
  z
    .preprocess((value) => value ?? '', z.string(words))
    .transform((text, issues) => {
      const typed = text.trim()
      if (!typed) return null
      if (/^\d{1,4}$/.test(typed) && Number(typed) >= least) return Number(typed)
      issues.addIssue({ code: 'custom', message: words })
      return z.NEVER
    })

export const capacityForm = z.object({
  capacity: whole(0, 'Enter a whole number of trainees, or leave it empty.'),
})

/** Why it goes, and that what depends on it is known. */
export const withdrawalForm = z.object({ reason: line(500), sure: line(400) })

/** An accreditation to enter or to change: people name last days. */
export const accreditationForm = (programmeIds: readonly string[]) =>
  z
    .object({
      programme: line(60, 'Choose the programme.').refine(
        (id) => !id || programmeIds.includes(id),
        'Choose one of your programmes from the list.',
      ),
      level: line(120, 'Say what it is accredited for.'),
      maxMonths: whole(1, 'Enter whole months, or leave it empty.'),
      capacity: whole(0, 'Enter a whole number of trainees, or leave it empty.'),
      from: day('Enter the first day.'),
      last: day(),
      reason: line(500),
      follows: line(10),
      sure: line(400),
    })
    .superRefine(({ from, last }, ctx) => {
      const first = from as Temporal.PlainDate | undefined
      if (first && last && Temporal.PlainDate.compare(last, first) < 0)
        ctx.addIssue({ code: 'custom', path: ['last'], message: 'The last day lies before the first one.' })
    })
export type AccreditationInput = z.output<ReturnType<typeof accreditationForm>>

/** Whether every day of a span lies in one of the periods. */
export function covered(span: Period, periods: readonly Period[]): boolean {
  let day = span.from
  for (const { from, until } of [...periods].sort((a, b) => Temporal.PlainDate.compare(a.from, b.from))) {
    if (Temporal.PlainDate.compare(from, day) > 0) break
    if (until === null) return true
    if (Temporal.PlainDate.compare(until, day) > 0) day = until
  }
  return span.until !== null && Temporal.PlainDate.compare(day, span.until) >= 0
}
