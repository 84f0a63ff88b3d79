import type { WriteCtx } from '../../kit/context.ts'
import { onDay } from '../../kit/periods.ts'

/** Tells the coordinators of the programmes concerned that a role was given or ends: whoever does it knows already. */
export async function tellOffice(
  ctx: WriteCtx,
  personId: string,
  { text, programmes }: { text: string; programmes: readonly string[] },
): Promise<void> {
  const coordinators = await ctx.db.grant.findMany({
    where: { role: 'coordinator', scopeKind: 'programme', scopeId: { in: [...programmes] }, ...onDay(ctx.today) },
    select: { id: true, personId: true },
    distinct: ['personId'],
  })
  for (const one of coordinators) {
    if (one.personId === personId || one.personId === ctx.actor.personId) continue
    await ctx.services.notices.notify(ctx, {
      personId: one.personId,
      roleKey: `grant:${one.id}`,
      kind: 'role.changed',
      text,
      href: '/sites',
    })
  }
}
