import { grantPlace, grantZone, mailAddressOf } from '../identity/index.ts'
import { toJsDate } from '../kit/clock.ts'
import { command, execute, type Listener } from '../kit/command.ts'
import type { Ctx, WriteCtx } from '../kit/context.ts'
import { scoped } from '../kit/scope.ts'
import { date } from '../kit/ui.ts'
import { definePolicy } from '../policy/index.ts'

interface Ended {
  personId: string
  name: string
  /** The director. */
  of: string
  /** "was withdrawn on 22 Nov 2026. The reason given: …" */
  how: string
}

/** Tells somebody by notice and mail that they no longer prepare for a director (C15). */
export async function tellDelegate(ctx: WriteCtx, { personId, name, of, how }: Ended): Promise<void> {
  const text = `Your right to prepare for ${of} ${how}`
  const after = 'What you left ready stays with them; what you had begun stays yours and goes nowhere.'
  await ctx.services.notices.notify(ctx, { personId, roleKey: '*', kind: 'delegate.ended', text, detail: after })
  const to = await mailAddressOf(ctx.db, personId, 'confirmed')
  if (!to) return
  await ctx.services.notices.queueMail(ctx, {
    ...{ to, toPersonId: personId, purpose: 'delegation' },
    subject: 'You no longer prepare for a director in Attest',
    text: `Dear ${name},\n\n${text}${/[.!?]$/.test(text) ? '' : '.'}\n\n${after}`,
    link: { label: 'Open Attest', path: '/' },
  })
}

interface Over {
  id: string
  personId: string
  name: string
  of: string
  /** Its last day, or that of the role that was lent. */
  last: string
}

/** For how many days after the end somebody is still told, should no work have been done meanwhile. */
const lateDays = 14
const told = 'delegation.over'
const systemPolicy = definePolicy({ visible: () => true, actions: {} })

/** What ended by date, in the days of its programme, and was not told of yet; null where that is nothing. */
const findOver = scoped(systemPolicy, async (_visible, ctx): Promise<Over[] | null> => {
  const rows = await ctx.db.$queryRaw<Over[]>`
    select d.id, p.id as "personId", concat_ws(' ', p.title, p."givenName", p."familyName") as name,
      concat_ws(' ', o.title, o."givenName", o."familyName") as of, (least(d.until, g.until) - 1)::text as last
    from "Delegation" d join "Grant" g on g.id = d."grantId" ${grantPlace}
      cross join lateral (select (${toJsDate(ctx.now)}::timestamptz at time zone ${grantZone})::date as day) there
      join "Person" p on p.id = d."toPersonId" join "Person" o on o.id = d."fromPersonId"
    where d."endedAt" is null and least(d.until, g.until) <= there.day
      and least(d.until, g.until) > there.day - ${lateDays}::int
      and not exists (select 1 from "AuditEvent" a where a.type = ${told} and a."subjectId" = p.id
        and a.data->>'delegationId' = d.id::text)
    order by d.id limit 200`
  return rows.length > 0 ? rows : null
})

const tellOver = command({
  find: findOver,
  may: () => true,
  run: async (ctx: WriteCtx, rows) => {
    for (const row of rows) await tellDelegate(ctx, { ...row, how: `ended: its last day was ${date(row.last)}` })
    return rows
  },
  audit: (rows) => rows.map(({ id, personId }) => ({ type: told, subjectId: personId, data: { delegationId: id } })),
})

/** Tells delegates, once each, that their days are over. May run twice or late without harm. */
export async function tellEndedDelegates(ctx: Ctx, listeners: readonly Listener[]): Promise<void> {
  if (await findOver(ctx)) await execute(tellOver, ctx, {}, listeners)
}
