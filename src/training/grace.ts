import { Temporal } from 'temporal-polyfill'
import { isConfirmed } from '../forms/index.ts'
import { Prisma } from '../generated/client.ts'
import type { DbOrTx } from '../kit/context.ts'
import type { Grace, Relation, Sight } from '../policy/index.ts'
import type { PackLibrary } from '../programmes/index.ts'

/** How long after the last day of a relation what waited may still be finished (decision 67). */
export const graceDays = 28

/** A relation to a portfolio that is over: since when (first day without), in the programme's own time. */
export interface Ended {
  enrolmentId: string
  packVersionId: string
  until: string
  timeZone: string
}

type Packs = Pick<PackLibrary, 'sight' | 'get'>

interface Row {
  enrolmentId: string
  records: string[] | null
  items: { itemKey: string; evidence: string[] | null }[] | null
  drafts: string[] | null
}

/** Last day of the grace after a relation that ended so (first day without). */
export const lastOfGrace = (until: string): Temporal.PlainDate =>
  Temporal.PlainDate.from(until).add({ days: graceDays - 1 })

/**
 * What somebody may still finish in portfolios that they have left (D4, decision 67): what waited for them on the day of
 * leaving and waits still, and what they have made of it since. Nothing is remembered at the end itself: what waits today
 * and began to wait before that day is what waited then. Drafts are theirs whenever they were begun: a change that holds
 * from today, or from a day that has passed, cuts off nothing that was being written; afterwards none can be begun. One query.
 */
export async function graceOf(
  db: DbOrTx,
  packs: Packs,
  { personId, relation, ended }: { personId: string; relation: Relation; ended: readonly Ended[] },
): Promise<Grace[]> {
  if (ended.length === 0) return []
  const asked = await Promise.all(ended.map(async (one) => ({ ...one, ...(await duties(packs, one, relation)) })))
  const values = asked.map(
    ({ enrolmentId, until, timeZone, confirms, signs }) =>
      Prisma.sql`(${enrolmentId}::uuid, (${until}::date)::timestamp at time zone ${timeZone}, ${confirms}::text[], ${signs}::boolean)`,
  )
  const rows = await db.$queryRaw<Row[]>`
    with ended(id, at, confirms, signs) as (values ${Prisma.join(values)})
    select x.id as "enrolmentId",
      (select json_agg(r.id) from "Record" r where r."enrolmentId" = x.id
        and ((r."createdAt" < x.at and ((r.status = 'requested' and r."assessorId" = ${personId}::uuid)
              or (r.status = 'held' and r."authorId" = ${personId}::uuid)
              or (r.status = 'submitted' and r."sharedState" = 'shared' and r."formKey" = any(x.confirms))
              or exists (select 1 from "RecordVersion" v where v."recordId" = r.id and person_now(v."signerId") = ${personId}::uuid
                and v."signedAt" >= x.at)))
          or (r."authorId" = ${personId}::uuid and r."createdAt" >= x.at))) as records,
      (select json_agg(json_build_object('itemKey', w."itemKey", 'evidence', (select json_agg(l."recordId") from "Link" l
          where l."enrolmentId" = x.id and l."itemKey" = w."itemKey" and l."createdAt" < x.at)))
        from (select distinct on (j."itemKey") j."itemKey", j.at, j.kind from "Judgement" j
          where j."enrolmentId" = x.id and j.kind in ('self', 'supervisor') order by j."itemKey", j.at desc) w
        where x.signs and w.kind = 'self' and w.at < x.at) as items,
      (select json_agg(d.key) from "Draft" d where d."personId" = ${personId}::uuid and d.key like 'form:%:' || x.id || '%') as drafts
    from ended x`
  return rows.map((row) =>
    graceFrom(row, lastOfGrace(ended.find(({ enrolmentId }) => enrolmentId === row.enrolmentId)!.until)),
  )
}

function graceFrom({ enrolmentId, records, items, drafts }: Row, last: Temporal.PlainDate): Grace {
  // Without evidence there was nothing to sign off yet (R111).
  const ready = (items ?? []).filter(({ evidence }) => evidence !== null)
  return {
    ...{ enrolmentId, last: last.toString(), drafts: drafts ?? [] },
    records: records ?? [],
    evidence: [...new Set(ready.flatMap(({ evidence }) => evidence ?? []))],
    items: ready.map(({ itemKey }) => itemKey),
  }
}

/** Which forms a role confirms, and whether it signs items off, in a version of a pack. */
async function duties(packs: Packs, { packVersionId }: Ended, relation: Relation) {
  const { pack } = await packs.get(packVersionId)
  const sight: Sight = await packs.sight(packVersionId, relation)
  const signsIn = (section: string) => sight.sign.includes(section) && sight.full.includes(section)
  const signOff = pack.forms.find(({ kind }) => kind === 'signoff')
  const allowed: readonly string[] = pack.pack.signOffBy
  return {
    confirms: pack.forms.filter((form) => isConfirmed(form) && signsIn(form.section)).map(({ key }) => key),
    signs: Boolean(signOff && allowed.includes(relation) && sight.sign.includes(signOff.section)),
  }
}
