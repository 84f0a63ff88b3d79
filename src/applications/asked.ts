import type { Application } from '../generated/client.ts'
import type { Problems } from '../kit/errors.ts'
import { readDay } from '../kit/inputs.ts'
import { lastDay, overlap, plainDate, untilAfter } from '../kit/periods.ts'
import { date } from '../kit/ui.ts'
import type { Standing } from '../policy/index.ts'
import type { ApplicationKind, PublishedPack } from '../programmes/index.ts'
import { readWish } from '../progress/index.ts'
import {
  firstDayOf,
  isBefore,
  type StatusEvent,
  type TimeHistory,
  type TimeWish,
  timeProblems,
} from '../training/index.ts'

type Day = ReturnType<typeof untilAfter>

/** What an address, or an application on record, asks for: a wish, or what is wrong with it. */
export interface Asked {
  wish: TimeWish | null
  problems: Problems
  typed: Readonly<Record<AskedField, string>>
}

const fields = ['from', 'last', 'percent', 'counts', 'status'] as const
export type AskedField = (typeof fields)[number]

/** What an application stands on. */
export interface Ground {
  history: TimeHistory
  pack: PublishedPack
  today: Day
  /** Applications of the same person that wait. */
  pending: readonly Application[]
}

/** Reads what is asked for. No free words stand in an address. */
export function readAsked(ground: Ground, kind: ApplicationKind, query: Record<string, string | undefined>): Asked {
  const typed = Object.fromEntries(fields.map((key) => [key, (query[key] ?? '').trim()])) as Asked['typed']
  if (fields.every((key) => typed[key] === '')) return { wish: null, problems: {}, typed }
  const read =
    kind.change === 'return'
      ? readReturn(ground, typed)
      : readWish(ground, { ...typed, what: kind.change, months: undefined })
  const problems: Problems = Object.fromEntries(Object.entries(read.problems).filter(([, words]) => words))
  if (!read.wish) return { wish: null, problems, typed }
  const waits = meets(read.wish, ground)
  return waits ? { wish: null, problems: { from: waits }, typed } : { wish: read.wish, problems, typed }
}

function readReturn({ history }: Ground, { status, last }: Asked['typed']): Pick<Asked, 'wish' | 'problems'> {
  const day = last ? readDay(last) : null
  const problems: Problems = {}
  if (!history.statuses.some(({ id }) => id === status)) problems.status = 'Choose from what you come back.'
  if (!day) problems.last = last ? 'Enter a real date, such as 4 Aug 2026.' : 'Enter the last day away.'
  if (!day || Object.keys(problems).length > 0) return { wish: null, problems }
  const wish: TimeWish = { what: 'return', id: status, until: untilAfter(day) }
  const { what, ...wrong } = timeProblems(history, wish)
  const found: Problems = { ...(what ? { status: what } : {}), ...wrong }
  return Object.keys(found).length > 0 ? { wish: null, problems: found } : { wish, problems }
}

/** Why it cannot be asked for beside what waits already; null where it can. */
function meets(wish: TimeWish, { pending }: Ground): string | null {
  const met = pending.find((one) => {
    if (wish.what === 'fte') return one.percent !== null && one.from && plainDate(one.from).equals(wish.from)
    if (wish.what === 'return') return one.statusId === wish.id
    if (wish.what !== 'status' || !one.from || !one.until || one.statusId) return false
    return overlap({ from: plainDate(one.from), until: plainDate(one.until) }, wish)
  })
  return met ? `You have applied for that already (${met.title}): withdraw that application first.` : null
}

/** An application on record as an address would say it. */
export function queryOf({ from, until, percent, counts, statusId }: Application): Record<string, string> {
  return {
    from: from ? plainDate(from).toString() : '',
    last: until ? lastDay(plainDate(until))!.toString() : '',
    percent: percent === null ? '' : String(percent),
    counts: counts === null ? '' : String(counts),
    status: statusId ?? '',
  }
}

/** What has to be explained, and who decides, for a wish of a kind. */
export interface Weighed {
  /** Why it is more than usual, in words; null where it is usual. */
  rare: string | null
  /** How much notice is asked for, in words, where there is less; else null. */
  late: string | null
  /** Whether it changes days that have passed. */
  past: boolean
  /** Who decides, in this order. */
  chain: Standing[]
}

/** The relation whose office confirms what changes the past. */
export const OFFICE: Standing = 'coordinator'

/**
 * Weighs a wish against the rules of its kind. Pure.
 * @param since the day from which notice is counted: that of the first sending, or today
 */
export function weigh(
  kind: ApplicationKind,
  wish: TimeWish,
  { history, today, since }: { history: TimeHistory; today: Day; since: Day },
): Weighed {
  const first = firstDayOf(history, wish)
  const past = isBefore(first, today)
  const rare = rareWords(kind, wish)
  const least = since.add({ weeks: kind.noticeWeeks })
  const asked = kind.approvers
    .filter(({ overMonths, unusual }) => {
      if (overMonths === undefined && !unusual) return true
      return (unusual === true && rare !== null) || (overMonths !== undefined && lasts(wish, overMonths))
    })
    .map(({ relation }) => relation)
  return {
    rare,
    late: isBefore(first, least)
      ? `${kind.noticeWeeks} weeks of notice would be ${date(least)} at the earliest.`
      : null,
    past,
    chain: withOffice(asked, past),
  }
}

/** Days that have passed are changed by the programme office last of all, with a reason. */
export const withOffice = (chain: readonly Standing[], past: boolean): Standing[] =>
  past && chain.at(-1) !== OFFICE ? [...chain, OFFICE] : [...chain]

const lasts = (wish: TimeWish, months: number): boolean =>
  wish.what === 'status' && isBefore(wish.from.add({ months }), wish.until)

function rareWords({ shares, mostMonths }: ApplicationKind, wish: TimeWish): string | null {
  if (wish.what === 'fte' && shares && !shares.includes(wish.percent))
    return `${wish.percent} % is not one of the usual shares (${shares.map((share) => `${share} %`).join(', ')}).`
  if (mostMonths && lasts(wish, mostMonths)) return `It lasts longer than the usual ${mostMonths} months.`
  return null
}

/** What one can come back from on another day: what runs or is to come. */
export const returnable = ({ statuses }: TimeHistory, today: Day): StatusEvent[] =>
  statuses.filter(({ until }) => isBefore(today, until))
