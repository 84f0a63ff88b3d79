import { Prisma } from '../generated/client.ts'
import type { TodoRow } from '../kit/partials.ts'
import { date } from '../kit/ui.ts'
import type { Actor } from '../policy/index.ts'

/** A round in which the next step is the actor's, as one JSON value of a wider query gives it. */
export interface WaitingRound {
  id: string
  state: 'short' | 'closed'
  trainee: string
  /** 2026-11-22: since when it waits. */
  since: string
}

const shown = 10

/** Rounds that fell short, for the trainee; rounds that are closed to be read, for whoever releases them. */
export function roundsFor({ personId, relation, reach, delegate }: Actor): Prisma.Sql {
  // Whoever prepares for somebody releases nothing in their place.
  if (delegate) return Prisma.sql`null::json`
  const mine =
    reach.by === 'self'
      ? Prisma.sql`o."personId" = ${personId}::uuid and o."enrolmentId" = ${reach.enrolmentId}::uuid and o.state = 'short'`
      : reach.by === 'enrolments'
        ? Prisma.sql`o."enrolmentId" = any(${reach.ids}::uuid[]) and o.state = 'closed' and ${relation} = any(o."releasedBy")
            and o."personId" <> ${personId}::uuid`
        : Prisma.sql`false`
  return Prisma.sql`(select json_agg(x) from (select o.id, o.state, concat_ws(' ', p.title, p."givenName", p."familyName") as trainee,
      to_char(coalesce(o."closedAt", o."endsAt", o."createdAt"), 'YYYY-MM-DD') as since
    from "Round" o join "Person" p on p.id = o."personId" where ${mine}
    order by coalesce(o."closedAt", o."endsAt", o."createdAt") limit ${shown}) x)`
}

/** The same as lines of a home page. */
export const roundRows = (rows: readonly WaitingRound[]): TodoRow[] =>
  rows.map(({ id, state, trainee, since }) =>
    state === 'short'
      ? {
          ...{ icon: 'hourglass-split', tone: 'stop', title: 'Too few have answered your round of feedback' },
          why: `Its time was over on ${date(since)}. Give it more time, or end it and begin again.`,
          action: { label: 'Decide', href: `/rounds/${id}`, kind: 'main' },
        }
      : {
          ...{ icon: 'people', tone: 'warn', title: `The feedback on ${trainee} is ready to be read` },
          why: `All answers are in since ${date(since)}; ${trainee} reads nothing before you release it.`,
          action: { label: 'Read and release', href: `/rounds/${id}/read`, kind: 'main' },
        },
  )
