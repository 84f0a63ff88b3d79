import { Temporal } from 'temporal-polyfill'
import type { Ctx } from '../kit/context.ts'
import { plainDate } from '../kit/periods.ts'
import { scoped } from '../kit/scope.ts'
import { depth, type Standing, visibleRecords } from '../policy/index.ts'
import { followsPortfolio } from '../programmes/index.ts'
import { awaitedOf } from './awaited.ts'
import { portfolioOf } from './find.ts'
import { foundIn, type PostsFound } from './findPosts.ts'
import { graceOf, lastOfGrace } from './grace.ts'
import { endings, type Leaving, leavingOf, rotateDays } from './leaving.ts'
import { portfolioPolicy } from './policy.ts'
import type { PortfolioBase } from './queries.ts'
import { siteLeads } from './siteLeads.ts'

/** One thing that waits for somebody who leaves, in words of its kind. */
export interface Waits {
  kind: 'assessment' | 'appraisal' | 'confirm' | 'signOff' | 'draft' | 'application' | 'review'
  title: string
  /** What becomes of it after the last day, where nobody has a grace for it. */
  after?: string
  /** Where its reader does it. */
  href: string
}

/** Somebody whose relation to the portfolio ends soon, or has ended within the grace. */
export interface Leaver {
  personId: string
  name: string
  relation: Standing
  roleKey: string
  /** Their last day. */
  last: Temporal.PlainDate
  /** The last day on which they may still finish what waits on it. */
  grace: Temporal.PlainDate
  waits: Waits[]
  /** When somebody last asked them to see to it. */
  nudgedAt: Date | null
}

/** What has to be done before the trainee moves on. */
export interface RotationFound extends PostsFound {
  leaving: Leaving | null
  leavers: Leaver[]
}

type Ending = Pick<Leaver, 'personId' | 'name' | 'relation' | 'roleKey'> & { until: Temporal.PlainDate }

/** Finder of what waits before a rotation (`:enrolmentId`), as far as the reader sees it (R123, D4). */
export const findRotation = scoped(portfolioPolicy, async (visible, ctx): Promise<RotationFound | null> => {
  const portfolio = await portfolioOf(visible, ctx, ctx.params.enrolmentId)
  if (!portfolio) return null
  const found = await foundIn(ctx, portfolio)
  const ends = await endingsOf(ctx, found)
  const leavers: Leaver[] = []
  for (const end of ends) leavers.push(await leaverOf(ctx, found, end))
  return { ...found, leaving: leavingOf(found.posts, found.today), leavers: await nudged(ctx, portfolio, leavers) }
})

/** Who leaves: those who answer for training at a site that is left, and supervisors whose time ends. */
export async function endingsOf(ctx: Ctx, { portfolio, pack, posts, today }: PostsFound): Promise<Ending[]> {
  const left = endings(posts, today)
  const leads = await siteLeads(ctx, portfolio, [...new Set(left.map(({ siteId }) => siteId))])
  const sites = leads.map(({ siteId, ...lead }) => ({
    ...lead,
    until: left
      .filter((post) => post.siteId === siteId)
      .map(({ until }) => until!)
      .sort(Temporal.PlainDate.compare)
      .at(-1)!,
  }))
  const supervisors = await supervisorsLeaving(ctx, portfolio, today)
  return [...supervisors.filter(({ relation }) => followsPortfolio(pack.pack, relation)), ...sites]
}

async function supervisorsLeaving(
  ctx: Ctx,
  { id, endsOn }: PortfolioBase,
  today: Temporal.PlainDate,
): Promise<Ending[]> {
  const rows = await ctx.db.$queryRaw<{ personId: string; name: string; kind: string; until: Date }[]>`
    select s."personId", s.kind::text, max(s.until) as until, concat_ws(' ', p.title, p."givenName", p."familyName") as name
    from "Supervision" s join "Person" p on p.id = s."personId"
    where s."enrolmentId" = ${id}::uuid and s.until < ${endsOn.toString()}::date
      and s.until > ${today.subtract({ days: 28 }).toString()}::date and s.until <= ${today.add({ days: rotateDays + 1 }).toString()}::date
      and not exists (select 1 from "Supervision" n where n."enrolmentId" = s."enrolmentId" and n."personId" = s."personId"
        and n.kind = s.kind and n.id <> s.id and n."from" <= s.until and (n.until is null or n.until > s.until))
    group by s."personId", s.kind, p.id order by until`
  return rows.map(({ kind, until, ...row }) => {
    const relation = kind === 'educational' ? 'educationalSupervisor' : 'clinicalSupervisor'
    return { ...row, relation, roleKey: relation, until: plainDate(until) }
  })
}

async function leaverOf(ctx: Ctx, { portfolio, today }: PostsFound, { until, ...end }: Ending): Promise<Leaver> {
  const tomorrow = today.add({ days: 1 })
  const at = Temporal.PlainDate.compare(until, tomorrow) < 0 ? until : tomorrow
  const { id: enrolmentId, packVersionId, timeZone } = portfolio
  const ended = [{ enrolmentId, packVersionId, timeZone, until: at.toString() }]
  const { personId, relation } = end
  const [grace] = await graceOf(ctx.db, ctx.services.packs, { personId, relation, ended })
  const waits = grace ? await waitsOf(ctx, portfolio, personId, grace) : []
  const awaited = Temporal.PlainDate.compare(today, until) < 0 ? await awaitedOf(ctx, portfolio, end) : []
  return {
    ...{ ...end, last: until.subtract({ days: 1 }), grace: lastOfGrace(until.toString()) },
    ...{ waits: [...waits, ...awaited], nudgedAt: null },
  }
}

type Grace = Awaited<ReturnType<typeof graceOf>>[number]

/** What the reader sees of what waits for somebody: their own reports that nobody knows of are theirs alone. */
async function waitsOf(ctx: Ctx, portfolio: PortfolioBase, personId: string, grace: Grace): Promise<Waits[]> {
  const own = ctx.actor.personId === personId
  const [records, drafts] = await Promise.all([
    ctx.db.record.findMany({
      where: {
        AND: [
          { id: { in: grace.records }, status: { in: ['requested', 'held', 'submitted'] } },
          ctx.actor.personId === portfolio.personId ? { status: { not: 'held' } } : {},
          ctx.actor.relation === 'none' ? {} : visibleRecords(ctx.actor),
        ],
      },
      orderBy: { createdAt: 'asc' },
      select: { id: true, kind: true, title: true, status: true },
    }),
    own ? ctx.db.draft.findMany({ where: { personId, key: { in: grace.drafts }, href: { not: '' } } }) : [],
  ])
  const sees = depth(ctx.actor, { section: 'progress', ...portfolio }) !== 'none' || ctx.actor.relation === 'none'
  return [
    ...records.map(({ id, kind, title, status }): Waits => {
      if (status === 'submitted') return { kind: 'confirm', title, href: `/records/${id}` }
      if (kind === 'appraisal') return { kind, title, href: `/portfolios/${portfolio.id}/appraisals/${id}` }
      return { kind: 'assessment', title, href: `/assess/${id}` }
    }),
    ...(sees ? grace.items : []).slice(0, 1).map(
      (item): Waits => ({
        kind: 'signOff',
        title:
          grace.items.length === 1
            ? 'One item is ready to be signed off'
            : `${grace.items.length} items are ready to be signed off`,
        href: `/portfolios/${portfolio.id}/sign-off/${item}`,
      }),
    ),
    ...drafts.map(({ label, href }): Waits => ({ kind: 'draft', title: `Unfinished: ${label}`, href })),
  ]
}

async function nudged(ctx: Ctx, { id }: PortfolioBase, leavers: Leaver[]): Promise<Leaver[]> {
  if (leavers.length === 0) return leavers
  const rows = await ctx.db.$queryRaw<{ personId: string; at: Date }[]>`
    select data->>'personId' as "personId", max(at) as at from "AuditEvent"
    where "enrolmentId" = ${id}::uuid and type = 'rotation.nudged' group by 1`
  return leavers.map((one) => ({
    ...one,
    nudgedAt: rows.find(({ personId }) => personId === one.personId)?.at ?? null,
  }))
}
