import type { Ctx } from '../kit/context.ts'
import { Forbidden } from '../kit/errors.ts'
import { scoped } from '../kit/scope.ts'
import type { PublishedPack } from '../programmes/index.ts'
import { type PortfolioBase, portfolioOf } from '../training/index.ts'
import { trailPolicy } from './policy.ts'

export const pageSize = 50

/** One person's looks on one day, in one role. */
export interface Look {
  day: string
  name: string
  role: string
  /** Each page once, in the order in which it was first opened. */
  pages: LookedAt[]
}

export interface LookedAt {
  /** ISO instant of the first time that day. */
  at: string
  times: number
  what: string
  record: { id: string; title: string } | null
}

export interface Trail<R> {
  portfolio: PortfolioBase
  pack: PublishedPack
  rows: R[]
  page: number
  more: boolean
}

const pageOf = ({ query }: Ctx) => Math.max(1, Math.min(2000, Number.parseInt(query.page ?? '1', 10) || 1))

/** The portfolio of the path for its own trainee; others who can see it are told why not. */
async function ownTrail<R>(
  visible: ReturnType<typeof trailPolicy.visible>,
  ctx: Ctx,
  read: (portfolio: PortfolioBase, skip: number) => Promise<R[]>,
): Promise<Trail<R> | null> {
  const portfolio = await portfolioOf(visible, ctx, ctx.params.enrolmentId)
  if (!portfolio) return null
  const decision = trailPolicy.actions.read(ctx.actor, portfolio)
  if (decision !== true) throw new Forbidden(decision)
  const page = pageOf(ctx)
  const [rows, pack] = await Promise.all([
    read(portfolio, (page - 1) * pageSize),
    ctx.services.packs.get(portfolio.packVersionId),
  ])
  return { portfolio, pack, rows: rows.slice(0, pageSize), page, more: rows.length > pageSize }
}

/** Who looked at one's portfolio: one line per person, role and day, the latest first. */
export const findLooks = scoped(trailPolicy, (visible, ctx) =>
  ownTrail<Look>(
    visible,
    ctx,
    ({ id, personId, timeZone }, skip) =>
      ctx.db.$queryRaw<Look[]>`
    with seen as (
      select to_char(a.at at time zone ${timeZone}, 'YYYY-MM-DD') as day, a."actorId", a."actorName" as name,
        a."actorRole" as role, coalesce(a.data->>'what', '') as what, r.id, r.title, min(a.at) as at, max(a.at) as last,
        count(*)::int as times
      from "AuditEvent" a left join "Record" r on r.id = a."recordId" and r.status <> 'held'
      where a."subjectId" = ${personId}::uuid and a.type = 'portfolio.viewed'
        and (a."enrolmentId" = ${id}::uuid or a."enrolmentId" is null)
      group by 1, 2, 3, 4, 5, 6, 7
    )
    select day, name, role, json_agg(json_build_object('at', at, 'times', times, 'what', what,
        'record', case when id is null then null else json_build_object('id', id, 'title', title) end) order by at) as pages
    from seen group by day, "actorId", name, role
    order by max(last) desc, name limit ${pageSize + 1} offset ${skip}`,
  ),
)

/** One thing that was done in a portfolio. */
export interface Deed {
  id: string
  at: Date
  type: string
  actorId: string | null
  name: string
  role: string
  ip: string | null
  device: string | null
  recordId: string | null
  title: string | null
  kind: string | null
  data: Record<string, unknown>
  /** Where a supervisor changed: who it was and who it is. */
  supervisors: { was: string | null; is: string | null } | null
}

/** What was done in one's portfolio and with one's account, the latest first; reports still held back stay hidden. */
export const findActivity = scoped(trailPolicy, (visible, ctx) =>
  ownTrail<Deed>(
    visible,
    ctx,
    ({ id, personId }, skip) =>
      ctx.db.$queryRaw<Deed[]>`
    select a.id, a.at, a.type, a."actorId", a."actorName" as name, a."actorRole" as role, a.ip, a.device, r.id as "recordId", r.title, r.kind, a.data,
      case when a.type = 'supervision.changed' then (select json_build_object(
          'was', max(concat_ws(' ', p.title, p."givenName", p."familyName")) filter (where p.id::text = a.data->>'previousId'),
          'is', max(concat_ws(' ', p.title, p."givenName", p."familyName")) filter (where p.id::text = a.data->>'personId'))
        from "Person" p where p.id in ((a.data->>'previousId')::uuid, (a.data->>'personId')::uuid)) end as supervisors
    from "AuditEvent" a left join "Record" r on r.id = a."recordId"
    where a."subjectId" = ${personId}::uuid and a.type <> 'portfolio.viewed'
      and (a."enrolmentId" = ${id}::uuid or a."enrolmentId" is null)
      and (r.id is null or r.status <> 'held')
      -- A judgement says it better than the record that carries it.
      and not (r.kind in ('selfAssessment', 'signoff') and a.type in ('record.submitted', 'record.signed'))
    order by a.at desc, a.id desc limit ${pageSize + 1} offset ${skip}`,
  ),
)
