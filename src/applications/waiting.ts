import { Prisma } from '../generated/client.ts'
import type { TodoRow } from '../kit/partials.ts'
import { date } from '../kit/ui.ts'
import type { Actor } from '../policy/index.ts'
import { OFFICE } from './asked.ts'
import { isOffice } from './policy.ts'
import { urls } from './states.ts'

/** An application that waits for somebody, as one JSON value of a wider query gives it. */
export interface WaitingApplication {
  id: string
  title: string
  state: 'draft' | 'submitted' | 'returned'
  trainee: string
  sentAt: string | null
  /** Whether whoever decides stands in for a role that nobody holds. */
  standsIn: boolean
}

const shown = 20

const waiting = Prisma.sql`a.id, a.title, a.state, a."sentAt",
  a.decider is distinct from a.steps[a."stepAt" + 1] as "standsIn", concat_ws(' ', p.title, p."givenName", p."familyName") as trainee
  from "Application" a join "Person" p on p.id = a."personId"`

/** What waits for an actor, to select beside other things: to be decided, or to be changed and sent again. */
export function applicationsFor({ own, personId, relation, reach, delegate }: Actor): Prisma.Sql {
  // Whoever prepares for somebody decides nothing in their place.
  if (delegate) return Prisma.sql`null::json`
  if (own)
    return Prisma.sql`(select json_agg(x) from (select ${waiting}
      where a."enrolmentId" = ${own.enrolmentId}::uuid and a.state in ('draft', 'returned')
      order by a."createdAt" limit ${shown}) x)`
  const near = reach.by === 'enrolments' ? reach.ids : []
  const wide = reach.by === 'programmes' ? reach.ids : []
  const steps = isOffice(relation) ? [relation, OFFICE] : [relation]
  return Prisma.sql`(select json_agg(x) from (select ${waiting}
    where a.state = 'submitted' and a.decider = any(${steps}::text[]) and a."personId" <> ${personId}::uuid
      and (a."enrolmentId" = any(${near}::uuid[]) or a."programmeId" = any(${wide}::uuid[]))
    order by a."sentAt" limit ${shown}) x)`
}

/** The same as lines of a home page. */
export function applicationRows(rows: readonly WaitingApplication[]): TodoRow[] {
  return rows.map(({ id, title, state, trainee, sentAt, standsIn }): TodoRow => {
    if (state === 'submitted')
      return {
        ...{ icon: 'calendar-event', tone: 'warn', title: `${trainee} applies: ${title}` },
        why: sentAt
          ? `Sent on ${date(sentAt.slice(0, 10))}; ${standsIn ? 'nobody holds the role that decides, so ' : ''}it waits for you`
          : null,
        action: { label: 'Read and decide', href: urls.one(id), kind: 'main' },
      }
    const returned = state === 'returned'
    return {
      ...{ icon: 'calendar-event', tone: returned ? 'warn' : 'info' },
      title: returned ? `Change your application: ${title}` : `Not sent yet: ${title}`,
      why: returned ? 'It was sent back, with what should be changed.' : 'You kept it as a draft.',
      action: { label: returned ? 'Read it' : 'Continue', href: urls.one(id), kind: returned ? 'main' : 'quiet' },
    }
  })
}
