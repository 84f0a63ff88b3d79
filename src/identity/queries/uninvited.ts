import { open } from '../../kit/scope.ts'

/** After how many days each programme here is asked about an invitation that has not come; empty where none says. */
export interface Uninvited {
  waits: { programme: string; days: number }[]
}

/** What programmes say of their invitations (R22, R23): nothing about anybody. */
export const findUninvited = open(
  'what to do without an invitation is for everybody',
  async (ctx): Promise<Uninvited> => {
    const versions = await ctx.db.$queryRaw<{ id: string }[]>`
    select distinct on (pv."packKey") pv.id from "PackVersion" pv
    where exists (select 1 from "Programme" pr where pr."packKey" = pv."packKey")
    order by pv."packKey", pv."publishedAt" desc`
    const packs = await Promise.all(versions.map(({ id }) => ctx.services.packs.get(id)))
    const waits = packs.flatMap(({ pack: { pack } }) =>
      pack.admission ? [{ programme: pack.shortTitle, days: pack.admission.alert.days }] : [],
    )
    return { waits }
  },
)
