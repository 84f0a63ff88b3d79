import { toJsDate } from '../../kit/clock.ts'
import { scoped } from '../../kit/scope.ts'
import { peoplePolicy } from '../policy.ts'
import { peopleOf, statesSomething } from './people.ts'

/** Where the accounts of a college stand, for its administrator's home. */
export interface AccountsToDo {
  active: number
  invited: number
  /** Invited people whose link has run out, or who never got one. */
  runOut: number
  suspended: number
  /** How many state a grade or a number that waits to be confirmed, and the first of them. */
  toConfirm: { count: number; first: { id: string; name: string }[] }
}

/** One query over the people of the administrator's programmes. */
export const findAccountsToDo = scoped(peoplePolicy, async (reach, ctx): Promise<AccountsToDo | null> => {
  if (!reach) return null
  const [row] = await ctx.db.$queryRaw<AccountsToDo[]>`
    with people as materialized (
      select p.id, p."familyName", concat_ws(' ', p.title, p."givenName", p."familyName") as name, a.state,
        a.state is not null and p.id <> ${ctx.actor.personId}::uuid and ${statesSomething(reach, ctx.today.toString())} as states
      from "Person" p left join "Account" a on a."personId" = p.id where p.id in (${peopleOf(reach)}))
    select count(*) filter (where state = 'active')::int as active, count(*) filter (where state = 'invited')::int as invited,
      count(*) filter (where state = 'suspended')::int as suspended,
      count(*) filter (where state = 'invited' and not exists (select 1 from "LinkToken" l where l."personId" = people.id
        and l.purpose = 'invitation' and l."spentAt" is null and l."expiresAt" > ${toJsDate(ctx.now)}))::int as "runOut",
      json_build_object('count', count(*) filter (where states), 'first', coalesce((select json_agg(c) from (
        select id, name from people where states order by "familyName" collate "und-x-icu" limit 3) c), '[]')) as "toConfirm"
    from people`
  return row!
})
