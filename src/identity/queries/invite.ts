import { Prisma } from '../../generated/client.ts'
import type { Ctx } from '../../kit/context.ts'
import { scoped } from '../../kit/scope.ts'
import { actingGrant, type GrantPlace, grantPlaces, type Relation, seesPortfolios } from '../../policy/index.ts'
import { peoplePolicy } from '../policy.ts'
import { findPersonOf } from './people.ts'

/** A role that the administrator may give. */
export interface RoleOption {
  value: string
  label: string
  role: Relation | null
  /** Where it holds; at a `site` the hospital is chosen beside it. */
  place: GrantPlace | null
  /** What it is given for; null at a site, where the hospital chosen is. */
  scopeId: string | null
  /** Roles at a hospital or in a network are for the trainees of one programme. */
  programmeId: string | null
}

export interface InviteFound {
  roles: { group: string; options: RoleOption[] }[]
  sites: { id: string; name: string }[]
  /** The hospital from whose page the form was opened. */
  siteId: string | null
  collegeId: string
  /** All colleges of the administrator; nearly always the one. */
  collegeIds: string[]
  /** Who is to get the role, where the form was opened from their page. */
  person: { title: string | null; givenName: string; familyName: string; email: string } | null
}

interface Programme {
  id: string
  name: string
  networkId: string | null
  network: string | null
  packVersionId: string | null
}

interface Row {
  programmes: Programme[]
  sites: { id: string; name: string }[]
  /** The colleges, with whether the administrator answers for all of one. */
  colleges: { id: string; name: string; wide: boolean }[]
}

const noRole: RoleOption = {
  value: 'supervisor',
  label: 'Supervisor or assessor',
  role: null,
  place: null,
  scopeId: null,
  programmeId: null,
}

/**
 * The roles that the administrator may give: those of their own programmes, in the words of each, at their own hospitals.
 * An administrator of a whole college may make others; one of a single programme may not make themselves larger by that
 * door.
 */
export const findInvite = scoped(peoplePolicy, async (reach, ctx): Promise<InviteFound | null> => {
  if (!reach) return null
  const { programmes, sites, colleges } = await placesOf(ctx, reach.programmeIds)
  if (!colleges[0]) return null
  const groups = await Promise.all(
    programmes.map(async (one) => ({ group: one.name, options: await optionsOf(ctx, one) })),
  )
  const admins = colleges.filter(({ wide }) => wide).map(adminOf)
  const roles = [
    { group: 'Consultants and others', options: [noRole] },
    ...groups,
    { group: 'The college', options: admins },
  ]
  const person = await personOf(ctx)
  const siteId = sites.find(({ id }) => id === ctx.query.site)?.id ?? null
  const collegeIds = colleges.map(({ id }) => id)
  const groupsWithAny = roles.filter(({ options }) => options.length > 0)
  return { roles: groupsWithAny, sites, siteId, collegeId: colleges[0].id, collegeIds, person }
})

/** The person of `?person=`, if the administrator reaches them. */
async function personOf(ctx: Ctx): Promise<InviteFound['person']> {
  const { person: personId } = ctx.query
  const found = personId ? await findPersonOf({ ...ctx, params: { personId } }) : null
  const email = found?.identifiers.find(({ kind }) => kind === 'email')?.value
  return found && email ? { title: found.title, givenName: found.givenName, familyName: found.familyName, email } : null
}

const adminOf = ({ id, name }: { id: string; name: string }): RoleOption => ({
  value: `collegeAdmin:${id}`,
  label: `College administrator, ${name}`,
  role: 'collegeAdmin',
  place: 'college',
  scopeId: id,
  programmeId: null,
})

async function placesOf(ctx: Ctx, programmeIds: readonly string[]): Promise<Row> {
  const ids = Prisma.sql`any(${[...programmeIds]}::uuid[])`
  const grantId = actingGrant(ctx.actor) ?? ctx.actor.roleKey
  const [row] = await ctx.db.$queryRaw<Row[]>`
    select
      (select coalesce(json_agg(json_build_object('id', pr.id, 'name', pr.name, 'networkId', pr."networkId", 'network', n.name,
          'packVersionId', (select v.id from "PackVersion" v where v."packKey" = pr."packKey" order by v."publishedAt" desc limit 1))
          order by pr.name), '[]') from "Programme" pr left join "Network" n on n.id = pr."networkId" where pr.id = ${ids}) as programmes,
      (select coalesce(json_agg(json_build_object('id', si.id, 'name', si.name) order by si.name), '[]') from "Site" si
        where si."networkId" in (select coalesce(pr."networkId", n.id) from "Programme" pr
            left join "Network" n on n."collegeId" = pr."collegeId" where pr.id = ${ids})
          or si.id in (select pl."siteId" from "Placement" pl join "Enrolment" e on e.id = pl."enrolmentId"
            where e."programmeId" = ${ids})) as sites,
      (select coalesce(json_agg(json_build_object('id', c.id, 'name', c.name, 'wide', exists (select 1 from "Grant" g where g.id = ${grantId}::uuid
          and (g."scopeKind" = 'installation' or (g."scopeKind" = 'college' and g."scopeId" = c.id)))) order by c.name), '[]')
        from "College" c where c.id in (select pr."collegeId" from "Programme" pr where pr.id = ${ids})) as colleges`
  return row!
}

/** What can be given in one programme: the roles of its pack that are given at all. */
async function optionsOf(ctx: Ctx, programme: Programme): Promise<RoleOption[]> {
  const { packVersionId } = programme
  if (!packVersionId) return []
  const { pack } = await ctx.services.packs.get(packVersionId)
  const options = await Promise.all(
    pack.pack.roles.map(async ({ relation, label }) => {
      const place = grantPlaces[relation]
      if (!place || place === 'college' || !(await isGiven(ctx, packVersionId, relation))) return []
      return [optionIn(programme, { relation, label }, place)]
    }),
  )
  return options.flat()
}

/** Clinical supervisors see what they supervise; a standing one at a hospital is for programmes where they see what is sent. */
async function isGiven(ctx: Ctx, packVersionId: string, relation: Relation): Promise<boolean> {
  if (relation !== 'clinicalSupervisor') return true
  const sight = await ctx.services.packs.sight(packVersionId, relation)
  return sight.sent.length > 0 && !seesPortfolios(sight)
}

function optionIn(
  { id, name, networkId, network }: Programme,
  { relation, label }: { relation: Relation; label: string },
  place: GrantPlace,
): RoleOption {
  const base = { value: `${relation}:${id}`, role: relation }
  if (place === 'site') return { ...base, label: `${label} at a hospital`, place, scopeId: null, programmeId: id }
  if (place === 'network' && networkId)
    return { ...base, label: `${label}, ${network}`, place, scopeId: networkId, programmeId: id }
  return { ...base, label: `${label}, ${name}`, place: 'programme', scopeId: id, programmeId: null }
}
