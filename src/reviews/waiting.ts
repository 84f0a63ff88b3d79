import { Prisma } from '../generated/client.ts'
import type { TodoRow } from '../kit/partials.ts'
import { date } from '../kit/ui.ts'
import type { Actor } from '../policy/index.ts'

/** A trainee's "ready for review" that was not looked at yet, as one JSON value of a wider query gives it. */
export interface WaitingReview {
  id: string
  enrolmentId: string
  trainee: string
  words: string | null
  /** 2026-11-22. */
  askedOn: string
}

const shown = 10

/** R135: whoever was asked to look, until they have marked as seen what was new then; the latest call of each trainee. */
export function reviewsFor({ personId, roleKey, reach }: Actor): Prisma.Sql {
  const ids = reach.by === 'enrolments' ? reach.ids : []
  return Prisma.sql`(select json_agg(x) from (select distinct on (v."enrolmentId") v.id, v."enrolmentId", v.words,
      to_char(v.at, 'YYYY-MM-DD') as "askedOn", concat_ws(' ', p.title, p."givenName", p."familyName") as trainee
    from "Review" v join "Enrolment" e on e.id = v."enrolmentId" join "Person" p on p.id = e."personId"
    where v."askedOfId" = ${personId}::uuid and v."enrolmentId" = any(${ids}::uuid[])
      and not exists (select 1 from "ChangeMark" m where m."personId" = ${personId}::uuid and m."roleKey" = ${roleKey}
        and m."enrolmentId" = v."enrolmentId" and m.seq >= v."toSeq")
    order by v."enrolmentId", v.at desc limit ${shown}) x)`
}

/** The same as lines of a home page. */
export const reviewRows = (rows: readonly WaitingReview[]): TodoRow[] =>
  rows.map(({ id, enrolmentId, trainee, words, askedOn }) => ({
    ...{ icon: 'eye', tone: 'info', title: `${trainee} is ready for review` },
    why: [`Asked on ${date(askedOn)}`, words].filter(Boolean).join(' · '),
    action: { label: 'See what is new', href: `/portfolios/${enrolmentId}/reviews/${id}`, kind: 'main' },
  }))
