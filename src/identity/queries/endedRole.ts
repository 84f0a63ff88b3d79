import { mine } from '../../kit/scope.ts'
import { date } from '../../kit/ui.ts'
import type { Relation } from '../../policy/index.ts'
import { grantPacks, grantPlace, grantPlaceName } from './grants.ts'

/** For so many days after its end somebody is told that a role of theirs is over. */
const lateDays = 14

interface Over {
  role: Relation
  place: string | null
  /** Its last day. */
  last: string
  packs: string[]
}

/** The role of one's own that ended last and not long ago, in a sentence: why a page of it is no longer there (R31). One query. */
export const findEndedRole = mine<string>(async (personId, { db, today, services }) => {
  const day = today.toString()
  const [over] = await db.$queryRaw<Over[]>`
    select g.role, ${grantPlaceName} as place, (g.until - 1)::text as last, ${grantPacks} as packs
    from "Grant" g ${grantPlace}
    where g."personId" = ${personId}::uuid and g.until <= ${day}::date and g.until > ${day}::date - ${lateDays}::int
      and not exists (select 1 from "Grant" n where n."personId" = g."personId" and n.role = g.role
        and n."scopeId" is not distinct from g."scopeId" and n."programmeId" is not distinct from g."programmeId"
        and n."from" <= ${day}::date and (n.until is null or n.until > ${day}::date))
    order by g.until desc, g.id limit 1`
  if (!over) return null
  const words = await services.packs.roleWords(over.packs, over.role)
  const what = [words, over.place].filter(Boolean).join(', ')
  return `Your role ${what} has ended: its last day was ${date(over.last)}. What belonged to it is no longer here for you.`
})
