import { scoped } from '../../kit/scope.ts'
import { progressPolicy } from '../policy.ts'

/** A day of completion that moved after a cut-off, and that nobody has looked at. */
export interface TimeLook {
  enrolmentId: string
  trainee: string
  look: string
  at: Date
}

/** R128: those of the trainees whom the actor reaches, the longest waiting first. */
export const findLooks = scoped(progressPolicy, async (visible, ctx): Promise<TimeLook[]> => {
  const rows = await ctx.db.completionDate.findMany({
    where: { look: { not: null }, lookedAt: null, enrolment: visible },
    orderBy: { at: 'asc' },
    take: 10,
    select: {
      ...{ enrolmentId: true, look: true, at: true },
      enrolment: { select: { person: { select: { title: true, givenName: true, familyName: true } } } },
    },
  })
  return rows.map(({ enrolment: { person }, look, ...row }) => ({
    ...row,
    look: look!,
    trainee: [person.title, person.givenName, person.familyName].filter(Boolean).join(' '),
  }))
})
