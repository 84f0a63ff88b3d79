import type { Application } from '../generated/client.ts'
import { dateIn, fromJsDate, toJsDate } from '../kit/clock.ts'
import { type AuditEntry, command, execute, type Listener } from '../kit/command.ts'
import type { Ctx } from '../kit/context.ts'
import { isId } from '../kit/ids.ts'
import { scoped } from '../kit/scope.ts'
import { plural } from '../kit/ui.ts'
import { definePolicy } from '../policy/index.ts'
import { portfolioHead } from '../training/index.ts'
import type { Holder, Told } from './holders.ts'
import { askedBefore, askToDecide, tellNext } from './tell.ts'
import { type Turn, turnOf } from './turn.ts'

/** An application that waits, with whose turn it is today. */
interface Waiting extends Told {
  application: Application
  turn: Turn
  /** Those whose turn it is and whom nobody has asked yet. */
  fresh: Holder[]
  /** Since how many days it waits for them, where they are to be reminded of that; else null. */
  remind: number | null
}

const usualDays = 7
const systemPolicy = definePolicy({ visible: () => true, actions: {} })

const findWaiting = scoped(systemPolicy, async (_visible, ctx): Promise<Waiting | null> => {
  const { id } = ctx.params
  const application = isId(id) ? await ctx.db.application.findUnique({ where: { id } }) : null
  const portfolio = application && (await portfolioHead(ctx.db, application.enrolmentId, ctx.today))
  if (!portfolio || portfolio.state === 'closed') return null
  const told = { portfolio, today: dateIn(ctx.now, portfolio.timeZone) }
  const turn = await turnOf(ctx, told, application)
  if (!turn) return null
  const asked = await askedBefore(ctx, application, turn.holders)
  const { pack } = await ctx.services.packs.get(portfolio.packVersionId)
  return {
    ...{ ...told, application, turn },
    fresh: turn.holders.filter(({ personId }) => !asked.has(personId)),
    remind:
      turn.holders.length === 0 ? null : remindAfter(application, ctx.now, pack.applications?.remindDays ?? usualDays),
  }
})

/** Whole days since it came to whoever decides, where so many have passed since then and since the last reminder. */
function remindAfter({ waitsSince, remindedAt }: Application, now: Ctx['now'], days: number): number | null {
  if (!waitsSince) return null
  const since = (moment: Date) => Math.floor(now.since(fromJsDate(moment)).total('hours') / 24)
  return since(remindedAt ?? waitsSince) >= days ? since(waitsSince) : null
}

type Done = { type: 'application.passedOn' | 'application.reminded'; count: number }

/**
 * Sees to it that a waiting application waits for somebody: when whoever decided has left, the next is asked; whoever has
 * come to the role since is asked as well; and all of them are reminded after the days that the programme names.
 */
const settle = command({
  find: findWaiting,
  may: () => true,
  async run(ctx, found): Promise<Done> {
    const { application, turn, fresh, remind } = found
    if (turn.by !== application.decider) {
      await tellNext(ctx, found, application)
      return { type: 'application.passedOn', count: turn.holders.length }
    }
    if (fresh.length > 0) {
      await askToDecide(ctx, found, application, turn, fresh)
      return { type: 'application.passedOn', count: fresh.length }
    }
    await ctx.db.application.update({ where: { id: application.id }, data: { remindedAt: toJsDate(ctx.now) } })
    await askToDecide(ctx, found, application, turn, turn.holders, `since ${plural(remind ?? 0, 'day')}`)
    return { type: 'application.reminded', count: turn.holders.length }
  },
  audit: ({ type, count }, { application, portfolio, turn }): AuditEntry => ({
    ...{ type, subjectId: portfolio.personId, enrolmentId: portfolio.id },
    data: { application: application.id, kind: application.kind, to: turn.by, count },
  }),
})

/**
 * Looks after every application that waits; running twice or late does no harm.
 * @returns for how many somebody was told
 */
export async function sweepApplications(ctx: Ctx, listeners: readonly Listener[]): Promise<number> {
  const rows = await ctx.db.application.findMany({
    where: { state: 'submitted' },
    orderBy: [{ sentAt: 'asc' }, { id: 'asc' }],
    select: { id: true },
  })
  let count = 0
  for (const { id } of rows) {
    const one = { ...ctx, params: { id } }
    const found = await findWaiting(one)
    if (!found) continue
    const { turn, application, fresh, remind } = found
    if (turn.by === application.decider && fresh.length === 0 && remind === null) continue
    await execute(settle, one, {}, listeners)
    count++
  }
  return count
}
