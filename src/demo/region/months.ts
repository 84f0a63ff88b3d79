import type { Temporal } from 'temporal-polyfill'
import type { Pack } from '../../programmes/index.ts'

export interface Line {
  from: Temporal.PlainDate
  until: Temporal.PlainDate
}

/** The first day of a training that is so many months old: a Monday, some days into the month. */
export function monthsOf(anchor: Temporal.PlainDate, months: number): Temporal.PlainDate {
  const near = anchor.subtract({ months, days: 12 })
  return near.subtract({ days: near.dayOfWeek - 1 })
}

/** The stages of a pack from a first day on, each stretched by what is less than full time. */
export function stagesOf({ pack }: Pack, startsOn: Temporal.PlainDate, ftePercent: number): (Line & { key: string })[] {
  let from = startsOn
  return [...pack.stages]
    .sort((a, b) => a.order - b.order)
    .map(({ key, months }) => {
      const until = from.add({ months: Math.round((months * 100) / ftePercent) })
      const stage = { key, from, until }
      from = until
      return stage
    })
}
