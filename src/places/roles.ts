import { grantPacks, grantPlace, grantPlaceName } from '../identity/index.ts'
import type { Ctx } from '../kit/context.ts'
import type { Relation } from '../policy/index.ts'

/** A role that somebody holds at a site or in its network, is to hold or held. */
export interface RoleHere {
  id: string
  personId: string
  name: string
  role: Relation
  /** In the words of its programme. */
  words: string
  scopeKind: 'site' | 'network'
  scope: string
  programme: string | null
  from: string
  until: string | null
  state: 'now' | 'toCome' | 'past'
}

interface Where {
  siteId: string
  networkId: string
  programmeIds: readonly string[]
}

/** Who looks after training at a site for these programmes: those of today first, then those to come, then past ones. */
export async function rolesHere(ctx: Ctx, { siteId, networkId, programmeIds }: Where): Promise<RoleHere[]> {
  const today = ctx.today.toString()
  const rows = await ctx.db.$queryRaw<(Omit<RoleHere, 'words'> & { packs: string[] })[]>`
    with given as (
      select g.id, g."personId", concat_ws(' ', p.title, p."givenName", p."familyName") as name, p."familyName", g.role,
        g."scopeKind", ${grantPlaceName} as scope, ${grantPacks} as packs,
        (select pr.name from "Programme" pr where pr.id = g."programmeId") as programme,
        g."from"::text as "from", g.until::text as until,
        case when g."from" > ${today}::date then 'toCome'
          when g.until is not null and g.until <= ${today}::date then 'past' else 'now' end as state
      from "Grant" g ${grantPlace} join "Person" p on p.id = g."personId"
      where ((g."scopeKind" = 'site' and g."scopeId" = ${siteId}::uuid)
          or (g."scopeKind" = 'network' and g."scopeId" = ${networkId}::uuid))
        and (g."programmeId" is null or g."programmeId" = any(${[...programmeIds]}::uuid[])))
    select id, "personId", name, role, "scopeKind", scope, packs, programme, "from", until, state from given
    order by array_position(array['now', 'toCome', 'past'], state), "scopeKind" desc, "familyName", "from", id limit 200`
  return Promise.all(
    rows.map(async ({ packs, ...row }) => ({ ...row, words: await ctx.services.packs.roleWords(packs, row.role) })),
  )
}
