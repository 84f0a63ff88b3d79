import { toJsDate } from '../../kit/clock.ts'
import { scoped } from '../../kit/scope.ts'
import { peoplePolicy } from '../policy.ts'
import { peopleOf } from './people.ts'

/** Where the accounts of a college stand, for its administrator's home. */
export interface AccountsToDo {
  active: number
  invited: number
  /** Invited people whose link has run out, or who never got one. */
  runOut: number
  suspended: number
  /** People whose grade or numbers wait to be confirmed, by name. */
  toConfirm: { id: string; name: string; grade: boolean; numbers: number }[]
}

/** One query over the people of the administrator's programmes. */
export const findAccountsToDo = scoped(peoplePolicy, async (reach, ctx): Promise<AccountsToDo | null> => {
  if (!reach) return null
  const [row] = await ctx.db.$queryRaw<(Omit<AccountsToDo, 'toConfirm'> & Partial<AccountsToDo>)[]>`
    with people as materialized (
      select p.id, p."familyName", concat_ws(' ', p.title, p."givenName", p."familyName") as name, a.state,
        p."claimedGrade" is not null as grade,
        (select count(*)::int from "Identifier" i where i."personId" = p.id and i.kind <> 'email' and i."verifiedAt" is null) as numbers
      from "Person" p left join "Account" a on a."personId" = p.id where p.id in (${peopleOf(reach)}))
    select count(*) filter (where state = 'active')::int as active, count(*) filter (where state = 'invited')::int as invited,
      count(*) filter (where state = 'suspended')::int as suspended,
      count(*) filter (where state = 'invited' and not exists (select 1 from "LinkToken" l where l."personId" = people.id
        and l.purpose = 'invitation' and l."spentAt" is null and l."expiresAt" > ${toJsDate(ctx.now)}))::int as "runOut",
      (select json_agg(c) from (select id, name, grade, numbers from people
        where id <> ${ctx.actor.personId}::uuid and state is not null and (grade or numbers > 0)
        order by "familyName" limit 10) c) as "toConfirm"
    from people`
  return { ...row!, toConfirm: row!.toConfirm ?? [] }
})
