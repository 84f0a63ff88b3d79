import { Prisma } from '../generated/client.ts'
import { grantIsFor, grantPacks, grantPlace, grantPlaceName, normaliseEmail } from '../identity/index.ts'
import type { Ctx } from '../kit/context.ts'
import { Invalid } from '../kit/errors.ts'
import { isId } from '../kit/ids.ts'
import { scoped } from '../kit/scope.ts'
import { list } from '../kit/ui.ts'
import { actingGrant, type Relation } from '../policy/index.ts'
import { delegatePolicy } from './policy.ts'
import { type Found, findDelegations } from './queries.ts'

/** Those who run things and sign nothing for a trainee: one of them may be a delegate (C15). */
const administrators: readonly Relation[] = ['coordinator', 'supportOfficer', 'collegeAdmin']

interface Role {
  role: Relation
  scope: string | null
  packs: string[]
  /** Colleges in which they hold it. */
  colleges: string[]
  /** Whether that is a college of the director’s role. */
  here: boolean
}

interface Row {
  id: string
  name: string
  address: string
  account: string | null
  trainee: boolean
  roles: Role[]
}

/** Somebody who may be named, as the director reads before doing it. */
export interface Nameable {
  id: string
  name: string
  address: string
  college: string
  /** "education support officer, Southern network". */
  roles: string[]
}

/** Somebody by an address that they have confirmed, or by id, with their roles of today. */
async function rowOf(ctx: Ctx, who: Prisma.Sql): Promise<Row | undefined> {
  const today = Prisma.sql`${ctx.today.toString()}::date`
  const colleges = Prisma.sql`coalesce((select json_agg(distinct co.name) from "College" co where co.id = c.id
    or co.id in (select pr."collegeId" from "Programme" pr where ${grantIsFor})), '[]'::json)`
  const [row] = await ctx.db.$queryRaw<Row[]>`
    with mine as (select pr."collegeId" as id from "Grant" g ${grantPlace} join "Programme" pr on ${grantIsFor}
      where g.id = ${actingGrant(ctx.actor)}::uuid)
    select p.id, concat_ws(' ', p.title, p."givenName", p."familyName") as name, i.value as address,
      (select a.state::text from "Account" a where a."personId" = p.id) as account,
      exists (select 1 from "Enrolment" e where e."personId" = p.id and e.state <> 'closed') as trainee,
      (select coalesce(json_agg(json_build_object('role', g.role, 'scope', ${grantPlaceName}, 'packs', ${grantPacks}, 'colleges', ${colleges},
          'here', c.id in (select id from mine) or exists (select 1 from "Programme" pr where ${grantIsFor}
            and pr."collegeId" in (select id from mine))) order by g."from", g.id), '[]')
        from "Grant" g ${grantPlace}
        where g."personId" = p.id and g."from" <= ${today} and (g.until is null or g.until > ${today})) as roles
    from "Person" p join "Identifier" i on i."personId" = p.id and i.kind = 'email' and i."verifiedAt" is not null
    where p."mergedIntoId" is null and ${who} order by i."primary" desc limit 1`
  return row
}

/** Why somebody cannot be named; null where they can. */
function hindranceOf(ctx: Ctx, row: Row | undefined): string | null {
  if (row?.account !== 'active') return 'Nobody with an account has this address.'
  if (row.id === ctx.actor.personId) return 'That is you: you need nobody’s leave to prepare for yourself.'
  if (row.trainee) return 'A trainee cannot prepare for those who look after trainees.'
  const office = row.roles.filter(({ role }) => administrators.includes(role))
  if (office.some(({ here }) => here)) return null
  const colleges = [...new Set(office.flatMap((one) => one.colleges))]
  return colleges.length > 0
    ? `${row.name} is an administrator of another college (${list(colleges)}), and cannot prepare in yours.`
    : `${row.name} is no administrator of your college. Only those whom it has made coordinator, support officer or administrator can be named; ask it to give them such a role first.`
}

/** @throws Invalid for nobody, for oneself, for trainees, and for whoever is no administrator of this college */
export async function personAt(ctx: Ctx, email: string): Promise<{ id: string; name: string }> {
  const row = await rowOf(ctx, Prisma.sql`i.normalised = ${normaliseEmail(email)}`)
  const problem = hindranceOf(ctx, row)
  if (problem || !row) throw new Invalid({ email: problem ?? '' })
  return row
}

export interface Naming extends Found {
  person: Nameable
}

/** Whom a director is about to name (`:personId`); nobody who cannot be. */
export const findNaming = scoped(delegatePolicy, async (side, ctx): Promise<Naming | null> => {
  const { personId } = ctx.params
  if (side?.by !== 'director' || !isId(personId)) return null
  const row = await rowOf(ctx, Prisma.sql`p.id = ${personId}::uuid`)
  if (!row || hindranceOf(ctx, row)) return null
  const found = await findDelegations(ctx)
  const here = row.roles.filter((one) => one.here)
  const roles = await Promise.all(
    here.map(async ({ role, scope, packs }) =>
      [await ctx.services.packs.roleWords(packs, role), scope].filter(Boolean).join(', '),
    ),
  )
  const colleges = list([...new Set(here.flatMap((one) => one.colleges))])
  const { id, name, address } = row
  return found && { ...found, person: { id, name, address, college: colleges, roles: [...new Set(roles)] } }
})
