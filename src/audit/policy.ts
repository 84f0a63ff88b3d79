import { type Actor, definePolicy, enrolmentsOf, refuse } from '../policy/index.ts'

/** The trail of a portfolio: reached like the portfolio, read by its trainee alone (R48). */
export const trailPolicy = definePolicy({
  visible: enrolmentsOf,
  actions: {
    read: (actor: Actor, portfolio: { id: string }) =>
      actor.own?.enrolmentId === portfolio.id
        ? true
        : refuse(
            'trail.own',
            'Only trainees see who looked at their portfolio, each at their own.',
            'The trainee whose portfolio it is.',
          ),
  },
})
