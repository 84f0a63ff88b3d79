import { Prisma } from '../../generated/client.ts'

/** The place where a grant `g` holds, joined as site si, programme gp, network n or college c; the others are null. */
export const grantPlace = Prisma.sql`
  left join "Site" si on g."scopeKind" = 'site' and si.id = g."scopeId"
  left join "Programme" gp on g."scopeKind" = 'programme' and gp.id = g."scopeId"
  left join "Network" n on g."scopeKind" = 'network' and n.id = g."scopeId"
  left join "College" c on g."scopeKind" = 'college' and c.id = g."scopeId"`

/** The name of that place. */
export const grantPlaceName = Prisma.sql`coalesce(si.name, gp.name, n.name, c.name)`

/** Whether a programme `pr` is one that a grant `g` is for. */
export const grantIsFor = Prisma.sql`(pr.id = coalesce(g."programmeId", gp.id) or (g."programmeId" is null and gp.id is null
    and (pr."networkId" in (n.id, si."networkId") or pr."collegeId" = c.id or g."scopeKind" = 'installation')))`

/** The programmes that a grant `g` is for (JSON array of ids). */
export const grantProgrammes = Prisma.sql`coalesce((select json_agg(pr.id) from "Programme" pr where ${grantIsFor}), '[]'::json)`

/** The newest pack versions of the programmes that a grant `g` is for (JSON array): they say what the role is called. */
export const grantPacks = Prisma.sql`coalesce((
  select json_agg(v.id) from "Programme" pr
    cross join lateral (select pv.id from "PackVersion" pv where pv."packKey" = pr."packKey" order by pv."publishedAt" desc limit 1) v
  where ${grantIsFor}), '[]'::json)`

/** Where the clocks of a grant `g` stand: in its programmes (decision 18). */
export const grantZone = Prisma.sql`coalesce((select min(pr."timeZone") from "Programme" pr where ${grantIsFor}), 'UTC')`
