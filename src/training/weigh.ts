import { Prisma } from '../generated/client.ts'
import type { Ctx } from '../kit/context.ts'
import { roomsAt } from '../places/index.ts'
import type { PublishedPack } from '../programmes/index.ts'
import type { Weighed } from './postEffects.ts'
import type { PortfolioBase } from './queries.ts'
import { siteLeads } from './siteLeads.ts'

/**
 * What an office or the trainee needs to know before they change posts: who reaches, who signed, who has begun. Five queries.
 * What others have begun and not sent is theirs alone, and nothing to the trainee; nor is what is held back from them.
 */
export async function weighedIn(
  ctx: Ctx,
  portfolio: PortfolioBase,
  pack: PublishedPack,
  sites: Weighed['sites'],
): Promise<Omit<Weighed, 'posts' | 'sites'>> {
  const ids = sites.map(({ id }) => id)
  const own = ctx.actor.personId === portfolio.personId
  const signed = await ctx.db.$queryRaw<Weighed['signed']>`
    select person_now(v."signerId") as "signerId", max(v."signerName") as name, count(*)::int as count,
      to_char(v."signedAt" at time zone ${portfolio.timeZone}, 'YYYY-MM-DD') as day
    from "RecordVersion" v join "Record" r on r.id = v."recordId"
    where r."enrolmentId" = ${portfolio.id}::uuid and person_now(v."signerId") <> r."personId"
      and not (${own} and r.status = 'held') group by 1, day`
  const begun = own
    ? []
    : await ctx.db.$queryRaw<Weighed['begun']>`
    select distinct d."personId", concat_ws(' ', p.title, p."givenName", p."familyName") as name
    from "Draft" d join "Person" p on p.id = d."personId"
    where d.key like 'form:%:' || ${portfolio.id} || '%' and d."personId" <> ${portfolio.personId}::uuid`
  const resting = await ctx.db.$queryRaw<Weighed['resting']>`
    select a."placementId", count(*)::int as count from "Appraisal" a join "Placement" pl on pl.id = a."placementId"
    where pl."enrolmentId" = ${portfolio.id}::uuid group by 1`
  const rules = pack.pack.requirements.rules.filter(({ kind }) => kind === 'timeInPost').map(({ title }) => title)
  const here = Prisma.sql`select unnest(${ids}::uuid[])`
  // How full a hospital is, is for those who send people there.
  const rooms = own ? { limits: [], guests: [] } : await roomsAt(ctx.db, here, ctx.today.toString())
  const crowd = {
    ...{ enrolmentId: portfolio.id, programmeId: portfolio.programmeId },
    limits: rooms.limits.filter(({ programmeId }) => programmeId === null || programmeId === portfolio.programmeId),
    guests: rooms.guests.filter(({ enrolmentId }) => enrolmentId !== portfolio.id),
  }
  return { leads: await siteLeads(ctx, portfolio, ids), signed, begun, resting, rules, crowd }
}
