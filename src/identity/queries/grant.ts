import { Prisma } from '../../generated/client.ts'
import type { Ctx } from '../../kit/context.ts'
import { scoped } from '../../kit/scope.ts'
import { peoplePolicy } from '../policy.ts'
import { grantPlace } from './grants.ts'
import { findPersonOf, type GrantRow, type PersonOf } from './people.ts'

/** What hangs on a role that was given, to be shown before it ends. */
export interface GrantEffects {
  /** The trainees whom it reaches now or who come while it would hold. */
  trainees: number
  names: string[]
  /** Who else holds the same role there, open or as long. */
  others: string[]
  /** Requests that wait for the person. */
  waiting: number
  /** What they have begun to write in this role. */
  drafts: number
  /** Applications about training time that wait for the role. */
  applications: number
  /** Who prepares for the person in this role, today or later. */
  delegates: string[]
}

export interface GrantFound {
  person: PersonOf
  grant: GrantRow
  effects: GrantEffects
}

/** A role of a person (`:grantId`) that is for the administrator's programmes, with what hangs on it. */
export const findGrantOf = scoped(peoplePolicy, async (_reach, ctx): Promise<GrantFound | null> => {
  const person = await findPersonOf(ctx)
  const grant = person?.grants.find(
    ({ id, theirs, now, toCome }) => theirs && (now || toCome) && id === ctx.params.grantId,
  )
  return person && grant ? { person, grant, effects: await effectsOf(ctx, grant.id, person.id) } : null
})

/** The enrolments that a grant `g` reaches or will reach, as a clause over "Enrolment" e with its programme pr. */
const reached = (
  today: string,
) => Prisma.sql`e.state <> 'closed' and (g."programmeId" is null or pr.id = g."programmeId")
  and (g."scopeKind" = 'installation' or pr.id = gp.id or pr."networkId" = n.id or pr."collegeId" = c.id
    or (si.id is not null and exists (select 1 from "Placement" pl where pl."enrolmentId" = e.id and pl."siteId" = si.id
      and (pl.until is null or pl.until > ${today}::date) and (g.until is null or pl."from" < g.until))))`

async function effectsOf(ctx: Ctx, grantId: string, personId: string): Promise<GrantEffects> {
  const today = ctx.today.toString()
  const [row] = await ctx.db.$queryRaw<GrantEffects[]>`
    with g as (select * from "Grant" where id = ${grantId}::uuid),
    near as (select e.id, concat_ws(' ', p."givenName", p."familyName") as name, p."familyName" as family
      from g ${grantPlace} join "Enrolment" e on true join "Programme" pr on pr.id = e."programmeId"
        join "Person" p on p.id = e."personId"
      where ${reached(today)})
    select (select count(*)::int from near) as trainees,
      (select coalesce(json_agg(x.name), '[]') from (select name from near order by family, name limit 5) x) as names,
      (select coalesce(json_agg(distinct concat_ws(' ', p.title, p."givenName", p."familyName")), '[]')
        from g join "Grant" o on o.role = g.role and o."scopeKind" = g."scopeKind" and o."scopeId" is not distinct from g."scopeId"
          and o."personId" <> g."personId" and (o."programmeId" is null or o."programmeId" is not distinct from g."programmeId")
          and (o.until is null or o.until > greatest(g."from", ${today}::date))
        join "Person" p on p.id = o."personId") as others,
      (select count(*)::int from "Record" r where r."assessorId" = ${personId}::uuid and r.status = 'requested'
        and r."enrolmentId" in (select id from near)) as waiting,
      (select count(*)::int from "Draft" d where d."personId" = ${personId}::uuid and d."roleKey" = ${`grant:${grantId}`}) as drafts,
      (select count(*)::int from "Application" a, g where a.state = 'submitted' and a."enrolmentId" in (select id from near)
        and coalesce(a.decider, a.steps[a."stepAt" + 1]) = g.role::text) as applications,
      (select coalesce(json_agg(distinct concat_ws(' ', p.title, p."givenName", p."familyName")), '[]')
        from "Delegation" d join "Person" p on p.id = d."toPersonId"
        where d."grantId" = ${grantId}::uuid and d."endedAt" is null and d.until > ${today}::date) as delegates`
  return row!
}
