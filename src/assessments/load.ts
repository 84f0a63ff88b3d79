import { toJsDate } from '../kit/clock.ts'
import type { Ctx } from '../kit/context.ts'
import { plural } from '../kit/ui.ts'
import type { PublishedPack } from '../programmes/index.ts'

/** How much waits for an assessor, over all programmes, and how soon they usually answer (B6, D24). */
export interface Load {
  open: number
  /** Median days from asking to completing, of the last year; null where it were a guess. */
  days: number | null
}

/** How much a trainee has asked lately. */
export interface Pace {
  month: number
  open: number
}

export interface Loads {
  of: ReadonlyMap<string, Load>
  pace: Pace
}

/** Fewer answers than these are no habit. */
const leastAnswers = 3

/**
 * The load of people whom the trainee may ask anyway, and the trainee's own pace, in one query. Whoever calls this has
 * established that the people are of the trainee's circle, or were named by the trainee: nobody else's load is told.
 */
export async function loadsOf(
  ctx: Pick<Ctx, 'db' | 'now'>,
  enrolmentId: string,
  personIds: readonly string[],
): Promise<Loads> {
  const now = toJsDate(ctx.now)
  const [row] = await ctx.db.$queryRaw<{ loads: ({ id: string; answers: number } & Load)[]; pace: Pace }[]>`
    select
      (select coalesce(json_agg(l), '[]'::json) from (
        select r."assessorId" as id,
          count(*) filter (where q.state in ('sent', 'started') and q."expiresAt" > ${now}::timestamptz)::int as open,
          count(*) filter (where q.state = 'completed')::int as answers,
          percentile_cont(0.5) within group (order by extract(epoch from r."completedAt" - q."sentAt") / 86400)
            filter (where q.state = 'completed') as days
        from "Record" r join "AssessmentRequest" q on q."recordId" = r.id
        where r."assessorId" = any(${[...personIds]}::uuid[])
          and (q.state in ('sent', 'started') or (q.state = 'completed' and r."completedAt" > ${now}::timestamptz - interval '1 year'))
        group by r."assessorId") l) as loads,
      (select json_build_object(
          'month', count(*) filter (where q."sentAt" > ${now}::timestamptz - interval '30 days'),
          'open', count(*) filter (where q.state in ('sent', 'started') and q."expiresAt" > ${now}::timestamptz))
        from "AssessmentRequest" q join "Record" r on r.id = q."recordId" where r."enrolmentId" = ${enrolmentId}::uuid) as pace`
  const of = row!.loads.map(({ id, open, answers, days }): [string, Load] => [
    id,
    { open, days: answers >= leastAnswers ? days : null },
  ])
  return { of: new Map(of), pace: row!.pace }
}

const usual = { busyFrom: 8, perMonth: 12, open: 10 }

/** From which numbers on a programme says so, kindly; packs may set their own. */
const limitsOf = ({ pack }: PublishedPack) => pack.pack.requests ?? usual

/** Whether an assessor has more open than a programme thinks good for anybody. */
export const isBusy = (load: Load | undefined, pack: PublishedPack): boolean =>
  load !== undefined && load.open >= limitsOf(pack).busyFrom

/** "2 open requests, usually answers within 3 days"; null where nothing is known. */
export function loadWords(load: Load | undefined): string | null {
  if (!load) return null
  const parts = [load.open > 0 ? plural(load.open, 'open request') : null, soonWords(load.days)]
  return parts.filter(Boolean).join(', ') || null
}

function soonWords(days: number | null): string | null {
  if (days === null) return null
  if (days <= 1) return 'usually answers within a day'
  const weeks = Math.ceil(days / 7)
  return days > 10
    ? `usually takes ${plural(weeks, 'week')}`
    : `usually answers within ${plural(Math.ceil(days), 'day')}`
}

/** What is said to a trainee who has asked much; null as long as there is nothing to say. */
export function paceWords({ month, open }: Pace, pack: PublishedPack): string | null {
  const limits = limitsOf(pack)
  if (month < limits.perMonth && open < limits.open) return null
  const what =
    open >= limits.open
      ? `${plural(open, 'request')} of yours ${open === 1 ? 'is' : 'are'} still open`
      : `You have asked ${month} times in the last 30 days`
  return `${what}. You can ask all the same; requests that are spread out, each soon after the case, tend to be answered sooner.`
}
