import type { Temporal } from 'temporal-polyfill'
import type { DbOrTx } from '../kit/context.ts'
import { type Period, plainDate } from '../kit/periods.ts'
import { type Pack, unplacedIn } from '../programmes/index.ts'

/** Days in training of which nobody can say that they were spent in an approved post at an approved site (domain 7.5). */
export interface UnplacedDays extends Period {
  until: Temporal.PlainDate
  /** Without any post, or in one at a hospital that was not accredited for the programme. */
  what: 'siteless' | 'unaccredited'
  /** The post and where it is; null without one. */
  post: { id: string; siteId: string; site: string; accreditedBefore: boolean } | null
}

interface Row {
  id: string
  what: UnplacedDays['what']
  postId: string | null
  siteId: string | null
  site: string | null
  accreditedBefore: boolean
  from: Date
  until: Date
}

/**
 * Such days of some portfolios, the earliest first; one query whatever their number. Days away are nobody's question, nor
 * is training out of programme, which was approved for where it was. Days without a post are those until today; hospitals
 * are looked at for as long as somebody is to be there. Where a programme has no accreditation on record at all, nobody
 * has begun to enter any, and no hospital is asked for it. The caller has established that the actor reaches the portfolios.
 * @param asked each portfolio with the pack of its programme, which says how short a gap between posts is none
 */
export async function unplacedDays(
  db: DbOrTx,
  asked: readonly { enrolmentId: string; pack: Pick<Pack, 'pack'> }[],
  today: Temporal.PlainDate,
): Promise<Map<string, UnplacedDays[]>> {
  if (asked.length === 0) return new Map()
  const tomorrow = today.add({ days: 1 }).toString()
  const rows = await db.$queryRaw<Row[]>`
    with asked as materialized (
      select e.id, e."programmeId", daterange(e."startsOn", e."endsOn") as training,
        coalesce((select range_agg(daterange(s."from", s.until)) from "StatusPeriod" s
          where s."enrolmentId" = e.id and s."withdrawnAt" is null and s.kind <> 'actingUp'), '{}') as elsewhere,
        coalesce((select range_agg(daterange(pl."from", pl.until)) from "Placement" pl where pl."enrolmentId" = e.id), '{}') as posts
      from "Enrolment" e where e.id = any(${asked.map(({ enrolmentId }) => enrolmentId)}::uuid[])),
    keeping as materialized (select distinct "programmeId" from "SiteAccreditation"
      where "programmeId" in (select "programmeId" from asked)),
    accredited as materialized (select "siteId", "programmeId", range_agg(daterange("from", until)) as days, min("from") as first
      from "SiteAccreditation" where "programmeId" in (select "programmeId" from asked) group by 1, 2)
    select a.id, 'siteless' as what, null::uuid as "postId", null::uuid as "siteId", null as site, false as "accreditedBefore",
        lower(gap) as "from", upper(gap) as until
      from asked a, unnest(datemultirange(a.training * daterange(null, ${tomorrow}::date)) - a.posts - a.elsewhere) gap
    union all
    select a.id, 'unaccredited', pl.id, si.id, si.name, coalesce(ac.first < lower(gap), false), lower(gap), upper(gap)
      from asked a join keeping k on k."programmeId" = a."programmeId"
        join "Placement" pl on pl."enrolmentId" = a.id join "Site" si on si.id = pl."siteId"
        left join accredited ac on ac."siteId" = pl."siteId" and ac."programmeId" = a."programmeId",
        unnest(datemultirange(a.training * daterange(pl."from", pl.until)) - coalesce(ac.days, '{}') - a.elsewhere) gap
    order by "from", until, what, "postId"`
  const rules = new Map(asked.map(({ enrolmentId, pack }) => [enrolmentId, unplacedIn(pack)]))
  const found = new Map<string, UnplacedDays[]>()
  for (const { id, what, postId, siteId, site, accreditedBefore, ...row } of rows) {
    const days = { from: plainDate(row.from), until: plainDate(row.until) }
    if (what === 'siteless' && days.until.since(days.from).days <= rules.get(id)!.between) continue
    const post = postId === null ? null : { id: postId, siteId: siteId!, site: site!, accreditedBefore }
    found.set(id, [...(found.get(id) ?? []), { ...days, what, post }])
  }
  return found
}

/** Those of them that have begun and that the programme wants somebody to rule on. */
export function toRuleOn(
  days: readonly UnplacedDays[],
  pack: Pick<Pack, 'pack'>,
  today: Temporal.PlainDate,
): UnplacedDays[] {
  const rule = unplacedIn(pack)
  return days.filter(({ what, from }) => rule[what] === 'ruling' && from.since(today).sign <= 0)
}
