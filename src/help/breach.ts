import { z } from 'zod'
import { personName } from '../identity/index.ts'
import { toJsDate } from '../kit/clock.ts'
import { command } from '../kit/command.ts'
import type { Ctx } from '../kit/context.ts'
import { isId, newId } from '../kit/ids.ts'
import { line, lines } from '../kit/inputs.ts'
import { open, scoped } from '../kit/scope.ts'
import { throttle } from '../kit/throttle.ts'
import { type Actor, definePolicy, refuse } from '../policy/index.ts'

const reports = throttle({ name: 'breach', points: 20, seconds: 3600 })

const reportForm = z.object({
  what: lines(5000, 'Say in a sentence or two what happened.'),
  contact: line(254),
})

/** Takes a report of misuse or of a breach, from anybody, signed in or not (R35). */
export const reportBreach = command({
  find: open('whoever sees misuse must be able to say so, also signed out', async () => ({})),
  may: () => true,
  input: () => reportForm,
  free: ({ what }) => ({ texts: { what } }),
  prepare: async (input, _found, ctx) => {
    await reports.take(ctx, ctx.ip)
    return input
  },
  run: async (ctx, _found, { what, contact }) => {
    const id = newId()
    const personId = ctx.actor.sessionId ? ctx.actor.personId : null
    await ctx.db.breachReport.create({ data: { id, personId, what, contact, createdAt: toJsDate(ctx.now) } })
    const admins = await ctx.db.grant.findMany({
      where: {
        role: 'collegeAdmin',
        from: { lte: toJsDate(ctx.now) },
        OR: [{ until: null }, { until: { gt: toJsDate(ctx.now) } }],
      },
      select: { id: true, personId: true },
    })
    for (const admin of admins) {
      await ctx.services.notices.notify(ctx, {
        personId: admin.personId,
        roleKey: `grant:${admin.id}`,
        kind: 'breach',
        text: 'Somebody reported misuse or a breach.',
        href: '/help/breaches',
      })
    }
    return id
  },
  audit: (id, _found, _input, ctx) => ({
    type: 'breach.reported',
    subjectId: ctx.actor.sessionId ? ctx.actor.personId : null,
    data: { report: id },
  }),
})

/** Reports are read by college administrators alone. */
export const breachPolicy = definePolicy({
  visible: (actor: Actor) => (actor.relation === 'collegeAdmin' ? {} : { id: { in: [] as string[] } }),
  actions: {
    handle: (_actor: Actor, report: { handledAt: Date | null }) =>
      report.handledAt ? refuse('breach.handled', 'This report has been dealt with already.') : true,
  },
})

export interface BreachRow {
  id: string
  what: string
  contact: string | null
  by: string | null
  createdAt: Date
  handledAt: Date | null
}

/** The latest reports, open ones first. */
export const listBreaches = scoped(breachPolicy, async (visible, ctx): Promise<BreachRow[] | null> => {
  if (ctx.actor.relation !== 'collegeAdmin') return null
  const rows = await ctx.db.breachReport.findMany({
    where: visible,
    orderBy: [{ handledAt: { sort: 'desc', nulls: 'first' } }, { createdAt: 'desc' }],
    take: 50,
  })
  const names = await namesOf(
    ctx,
    rows.flatMap(({ personId }) => personId ?? []),
  )
  return rows.map(({ personId, ...row }) => ({ ...row, by: personId ? (names.get(personId) ?? null) : null }))
})

/** How many reports wait to be dealt with; null for those who do not read them. */
export const countOpenBreaches = scoped(breachPolicy, async (visible, ctx): Promise<number | null> => {
  if (ctx.actor.relation !== 'collegeAdmin') return null
  return ctx.db.breachReport.count({ where: { AND: [visible, { handledAt: null }] } })
})

async function namesOf(ctx: Ctx, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const people = await ctx.db.person.findMany({ where: { id: { in: ids } } })
  return new Map(people.map((person) => [person.id, personName(person)]))
}

/** Notes that a report has been dealt with. */
export const handleBreach = command({
  find: scoped(breachPolicy, async (visible, ctx) => {
    const id = ctx.params.reportId
    return isId(id) ? ctx.db.breachReport.findFirst({ where: { AND: [{ id }, visible] } }) : null
  }),
  may: (actor, report) => breachPolicy.actions.handle(actor, report),
  run: async (ctx, { id }) => {
    await ctx.db.breachReport.updateMany({ where: { id, handledAt: null }, data: { handledAt: toJsDate(ctx.now) } })
    return id
  },
  audit: (id) => ({ type: 'breach.handled', data: { report: id } }),
})
