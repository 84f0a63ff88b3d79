import type { Temporal } from 'temporal-polyfill'
import type { Prisma } from '../generated/client.ts'
import type { Ctx } from '../kit/context.ts'
import { dbDate, onDay } from '../kit/periods.ts'
import type { SitesReach } from './policy.ts'

/** The sites of a reach, as a clause: one query at most, for the hospital of a role. */
export async function sitesIn(ctx: Ctx, reach: SitesReach): Promise<Prisma.SiteWhereInput> {
  switch (reach.by) {
    case 'programmes':
      return ofProgrammes(reach.programmeIds)
    case 'own':
      return { placements: { some: { enrolmentId: reach.enrolmentId, ...notOver(ctx.today) } } }
    case 'portfolios': {
      const posts = { placements: { some: { enrolmentId: { in: reach.enrolmentIds } } } }
      const siteId = await siteOfGrant(ctx, reach.grantId)
      return siteId ? { OR: [{ id: siteId }, posts] } : posts
    }
  }
}

/** Those of the programmes' networks, or of the whole college where a programme has none; and where their trainees are. */
function ofProgrammes(ids: string[]): Prisma.SiteWhereInput {
  return {
    OR: [
      { network: { programmes: { some: { id: { in: ids } } } } },
      { network: { college: { programmes: { some: { id: { in: ids }, networkId: null } } } } },
      { placements: { some: { enrolment: { programmeId: { in: ids } } } } },
    ],
  }
}

/** The site at which a role holds today; null for a wider one. */
export async function siteOfGrant({ db, today }: Ctx, grantId: string | null): Promise<string | null> {
  // A role that is over is still there for what waited alone (decision 67).
  const grant = grantId && (await db.grant.findFirst({ where: { id: grantId, scopeKind: 'site', ...onDay(today) } }))
  return grant ? grant.scopeId : null
}

/** Periods that hold today or are to come. */
export function notOver(today: Temporal.PlainDate) {
  return { OR: [{ until: null }, { until: { gt: dbDate(today) } }] }
}

/** The programmes that a reach is concerned with. */
export async function programmesIn(ctx: Ctx, reach: SitesReach): Promise<string[]> {
  if (reach.by === 'programmes') return reach.programmeIds
  const ids = reach.by === 'own' ? [reach.enrolmentId] : reach.enrolmentIds
  const granted = reach.by === 'portfolios' && reach.grantId
  const [rows, grant] = await Promise.all([
    ctx.db.enrolment.findMany({ where: { id: { in: ids } }, distinct: ['programmeId'], select: { programmeId: true } }),
    granted
      ? ctx.db.grant.findFirst({ where: { id: granted, ...onDay(ctx.today) }, select: { programmeId: true } })
      : null,
  ])
  const found = [...rows.map(({ programmeId }) => programmeId), grant?.programmeId]
  return [...new Set(found.filter((id): id is string => Boolean(id)))]
}
