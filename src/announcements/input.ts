import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { day, line, lines } from '../kit/inputs.ts'
import { type AudienceKey, audienceKeys } from './audiences.ts'

/** Ticks of one name: none, one or several of these values. */
const ticks = <T extends string>(values: readonly T[], needed: string) =>
  z
    .preprocess((sent) => [sent ?? []].flat(), z.array(z.string(needed), needed))
    .transform((typed, issues) => {
      const known = values.filter((value) => typed.includes(value))
      if (known.length > 0 && typed.every((value) => (values as readonly string[]).includes(value))) return known
      issues.addIssue({ code: 'custom', message: needed })
      return z.NEVER
    })

/** An announcement to write or to change. `today` is the day before which nothing new may end. */
export const announcementForm = (programmeIds: readonly string[], today: Temporal.PlainDate) =>
  z
    .object({
      title: line(120, 'Say in a few words what it is about.'),
      text: lines(3000, 'Write what people should know.'),
      programmes: ticks(programmeIds, 'Choose at least one of your programmes.'),
      audiences: ticks<AudienceKey>(audienceKeys, 'Choose at least one audience.'),
      from: day('Enter the first day.'),
      last: day('Enter the last day.'),
      mail: line(10),
      again: line(10),
    })
    .superRefine(({ from, last }, ctx) => {
      const [first, end] = [from, last] as (Temporal.PlainDate | undefined)[]
      if (!first || !end) return
      const say = (message: string) => ctx.addIssue({ code: 'custom', path: ['last'], message })
      if (Temporal.PlainDate.compare(end, first) < 0) say('The last day lies before the first one.')
      else if (Temporal.PlainDate.compare(end, today) < 0) say('The last day is past: nobody would be shown it.')
    })
export type AnnouncementInput = z.output<ReturnType<typeof announcementForm>>

export const withdrawalForm = z.object({ reason: line(500, 'Say why; it is kept with the announcement.') })
