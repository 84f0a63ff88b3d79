import { Temporal } from 'temporal-polyfill'
import { contains, type Period } from '../kit/periods.ts'
import type { Accreditation } from './accreditation.ts'
import { type Crowding, crowdings, type Guest, type Limit } from './crowding.ts'

/** Somebody's days at a site. */
export interface Stay extends Period {
  enrolmentId: string
}

/** How many trainees are at a place, and when it takes more than it can. */
export interface Load {
  now: number
  toCome: number
  /** The first day from today on with more trainees than there is room for, with the most there are until that is over. */
  over: { on: Temporal.PlainDate; count: number } | null
}

/**
 * Counts the trainees at a place today and those who come later; somebody with two posts there at once is one trainee. Pure.
 * @param crowded when it is too full, by the one rule of capacity
 */
export function loadOf(stays: readonly Stay[], crowded: readonly Crowding[], today: Temporal.PlainDate): Load {
  const here = new Set(stays.filter((stay) => contains(stay, today)).map(({ enrolmentId }) => enrolmentId))
  const later = stays.filter(({ from, enrolmentId }) => isAfter(from, today) && !here.has(enrolmentId))
  const [first] = [...crowded].sort((a, b) => (a.from < b.from ? -1 : 1))
  return {
    now: here.size,
    toCome: new Set(later.map(({ enrolmentId }) => enrolmentId)).size,
    over: first ? { on: Temporal.PlainDate.from(first.from), count: first.count } : null,
  }
}

const isAfter = (a: Temporal.PlainDate, b: Temporal.PlainDate) => Temporal.PlainDate.compare(a, b) > 0

/** When sites are too full: by what each takes of all programmes, and by its accreditations. */
export function crowdedAt(
  sites: readonly { id: string; capacity: number | null }[],
  accredited: readonly Accreditation[],
  stays: ReadonlyMap<string, (Stay & { programmeId: string })[]>,
  today: Temporal.PlainDate,
): Crowding[] {
  const iso = ({ from, until }: Period) => ({ from: from.toString(), until: until?.toString() ?? null })
  const always = { from: today.toString(), until: null }
  const limits = [
    ...sites.flatMap(({ id, capacity }): Limit[] =>
      capacity === null ? [] : [{ siteId: id, programmeId: null, capacity, ...always }],
    ),
    ...accredited.flatMap(({ siteId, programmeId, capacity, ...days }): Limit[] =>
      capacity === null ? [] : [{ siteId, programmeId, capacity, ...iso(days) }],
    ),
  ]
  const guests = [...stays].flatMap(([siteId, here]) =>
    here.map(({ enrolmentId, programmeId, ...days }): Guest => ({ siteId, programmeId, enrolmentId, ...iso(days) })),
  )
  return crowdings({ limits, guests }, today.toString())
}
