import { toJsDate } from '../kit/clock.ts'
import type { Listener } from '../kit/command.ts'

/** Notes when a trainee last did something, for the boards of those who look after them. */
export const activityListener: Listener = async (ctx, { enrolmentId, subjectId }) => {
  if (!enrolmentId || ctx.actor.relation !== 'trainee' || subjectId !== ctx.actor.personId) return
  await ctx.db.enrolment.updateMany({ where: { id: enrolmentId }, data: { lastActiveAt: toJsDate(ctx.now) } })
}
