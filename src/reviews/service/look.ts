import { z } from 'zod'
import { toJsDate } from '../../kit/clock.ts'
import { command } from '../../kit/command.ts'
import { scoped } from '../../kit/scope.ts'
import { refuse } from '../../policy/index.ts'
import { portfolioOf, portfolioPolicy } from '../../training/index.ts'

const findPortfolio = scoped(portfolioPolicy, (visible, ctx) => portfolioOf(visible, ctx, ctx.params.enrolmentId))

const seen = z.object({
  upTo: z.coerce.number('Open the page again.').int('Open the page again.').min(0, 'Open the page again.'),
})

/**
 * "I have seen these": what was on the page that says so, and nothing that came since. Looking alone marks nothing, so
 * that no program that fetches pages takes news away (D5). Never goes back.
 */
export const markSeen = command({
  prepares: true,
  find: findPortfolio,
  may: ({ relation }) =>
    relation !== 'trainee' || refuse('changes.own', 'What is new is kept for those who look after the portfolio.'),
  input: () => seen,
  async run(ctx, portfolio, { upTo }) {
    const { personId, roleKey } = ctx.actor
    await ctx.db.$executeRaw`
      insert into "ChangeMark" ("personId", "roleKey", "enrolmentId", seq, at)
      select ${personId}::uuid, ${roleKey}, ${portfolio.id}::uuid,
        least(${upTo}, coalesce((select seq from "ChangeHead" where "enrolmentId" = ${portfolio.id}::uuid), 0)),
        ${toJsDate(ctx.now)}
      on conflict ("personId", "roleKey", "enrolmentId") do update
        set seq = greatest("ChangeMark".seq, excluded.seq), at = excluded.at`
  },
  audit: (_done, { id, personId }, { upTo }) => ({
    type: 'portfolio.looked',
    subjectId: personId,
    enrolmentId: id,
    data: { upTo },
  }),
})
