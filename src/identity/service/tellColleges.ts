import { Prisma } from '../../generated/client.ts'
import type { WriteCtx } from '../../kit/context.ts'
import { grantPlace, grantProgrammes } from '../queries/grants.ts'
import { peopleOf } from '../queries/people.ts'

/**
 * Tells the administrators of other colleges who have somebody among their people, too, that the account was suspended or
 * is open again: they read the fact, not the reason.
 */
export async function tellColleges(ctx: WriteCtx, personId: string, text: string): Promise<void> {
  const today = Prisma.sql`${ctx.today.toString()}::date`
  const grants = await ctx.db.$queryRaw<{ id: string; personId: string; programmeIds: string[] }[]>`
    select g.id, g."personId", ${grantProgrammes} as "programmeIds" from "Grant" g ${grantPlace}
    where g.role = 'collegeAdmin' and g."from" <= ${today} and (g.until is null or g.until > ${today})
      and g."personId" not in (${personId}::uuid, ${ctx.actor.personId}::uuid) order by g."from", g.id`
  const told = new Set<string>()
  for (const one of grants) {
    if (told.has(one.personId) || !(await hasThem(ctx, one.programmeIds, personId))) continue
    told.add(one.personId)
    await ctx.services.notices.notify(ctx, {
      personId: one.personId,
      roleKey: `grant:${one.id}`,
      kind: 'account.state',
      text,
      href: `/people/${personId}`,
    })
  }
}

/** Whether somebody is among the people of these programmes, none of which is of the acting administrator's colleges. */
async function hasThem({ db, actor }: WriteCtx, programmeIds: string[], personId: string): Promise<boolean> {
  const own = actor.reach.by === 'programmes' ? [...actor.reach.ids] : []
  const [row] = await db.$queryRaw<{ has: boolean }[]>`
    select ${personId}::uuid in (${peopleOf({ programmeIds })}) and not exists (
      select 1 from "Programme" a join "Programme" b on b."collegeId" = a."collegeId"
      where a.id = any(${programmeIds}::uuid[]) and b.id = any(${own}::uuid[])) as has`
  return row!.has
}
