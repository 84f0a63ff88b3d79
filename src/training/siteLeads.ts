import { mailAddress } from '../identity/index.ts'
import type { Ctx } from '../kit/context.ts'
import type { Standing } from '../policy/index.ts'
import { followsPortfolio } from '../programmes/index.ts'
import type { PortfolioBase } from './queries.ts'

/** Somebody who reaches the portfolios of a hospital, with their address. */
export interface SiteLead {
  siteId: string
  personId: string
  name: string
  roleKey: string
  relation: Standing
  email: string | null
}

/**
 * Whoever holds a role today at one of these hospitals for this programme, and reads portfolios in it. Whether a portfolio
 * is one of theirs depends on the trainee's posts.
 */
export async function siteLeads(
  ctx: Ctx,
  { programmeId, packVersionId, personId }: Pick<PortfolioBase, 'programmeId' | 'packVersionId' | 'personId'>,
  siteIds: readonly string[],
): Promise<SiteLead[]> {
  const today = ctx.today.toString()
  const rows = await ctx.db.$queryRaw<SiteLead[]>`
    select g."scopeId" as "siteId", g."personId", concat_ws(' ', p.title, p."givenName", p."familyName") as name,
      'grant:' || g.id as "roleKey", g.role as relation,
      ${mailAddress} as email
    from "Grant" g join "Person" p on p.id = g."personId" join "Account" a on a."personId" = p.id and a.state = 'active'
    where g."scopeKind" = 'site' and g."scopeId" = any(${[...siteIds]}::uuid[]) and g."personId" <> ${personId}::uuid
      and (g."programmeId" is null or g."programmeId" = ${programmeId}::uuid)
      and g."from" <= ${today}::date and (g.until is null or g.until > ${today}::date)
    order by p."familyName", p."givenName"`
  const { pack } = await ctx.services.packs.get(packVersionId)
  return rows.filter(({ relation }) => followsPortfolio(pack, relation))
}
