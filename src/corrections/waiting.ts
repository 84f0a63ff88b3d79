import { Prisma } from '../generated/client.ts'
import type { TodoRow } from '../kit/partials.ts'
import { date } from '../kit/ui.ts'
import type { Actor } from '../policy/index.ts'
import { isStaff } from './policy.ts'

/** A request for a correction that waits for somebody's decision, as one JSON value of a wider query gives it. */
export interface WaitingCorrection {
  id: string
  title: string
  askedBy: string
  /** 2026-11-22. */
  askedOn: string
}

const shown = 10

/** What waits for an actor to decide: the signer, or the staff of the college (R102). */
export function correctionsFor(actor: Actor): Prisma.Sql {
  // Whoever prepares for somebody decides nothing in their place.
  if (actor.delegate) return Prisma.sql`null::json`
  const staff = isStaff(actor) ? actor.reach.ids : []
  return Prisma.sql`(select json_agg(x) from (select c.id, r.title, c."askedByName" as "askedBy",
      to_char(c."askedAt", 'YYYY-MM-DD') as "askedOn"
    from "Correction" c join "Record" r on r.id = c."recordId"
    where c.state = 'asked' and c."askedById" <> ${actor.personId}::uuid
      and (c."signerId" = ${actor.personId}::uuid or c."programmeId" = any(${staff}::uuid[]))
    order by c."askedAt" limit ${shown}) x)`
}

/** The same as lines of a home page. */
export const correctionRows = (rows: readonly WaitingCorrection[]): TodoRow[] =>
  rows.map(({ id, title, askedBy, askedOn }) => ({
    ...{ icon: 'pencil', tone: 'warn', title: `${askedBy} asks for a correction: ${title}` },
    why: `Asked on ${date(askedOn)}; what is signed stays as it is until somebody decides`,
    action: { label: 'Read and decide', href: `/corrections/${id}`, kind: 'main' },
  }))
