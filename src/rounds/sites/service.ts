import { createRecord, type Made, madeEvents } from '../../evidence/index.ts'
import { compile, freeWords, type Values } from '../../forms/index.ts'
import type { Prisma } from '../../generated/client.ts'
import { dateIn, toJsDate } from '../../kit/clock.ts'
import { command } from '../../kit/command.ts'
import { Conflict, type Problems } from '../../kit/errors.ts'
import { newId } from '../../kit/ids.ts'
import { dbDate } from '../../kit/periods.ts'
import { date } from '../../kit/ui.ts'
import { type Actor, type Decision, refuse } from '../../policy/index.ts'
import { postUrl } from '../../training/index.ts'
import { findRating, type Rating } from './queries.ts'

/** Whether the trainee may rate their hospital today. */
export function mayRate(actor: Actor, { portfolio, last }: Rating): Decision {
  if (actor.relation !== 'trainee' || actor.personId !== portfolio.personId)
    return refuse('site.rate.trainee', 'Only the trainee rates their hospital.', portfolio.name)
  if (portfolio.state === 'frozen' || portfolio.state === 'closed')
    return refuse('enrolment.frozen', 'This portfolio is closed for changes at the moment.', 'your programme')
  if (!portfolio.post)
    return refuse('site.rate.post', 'It is not on record at which hospital you are.', null, {
      label: 'See where you train',
      href: postUrl.posts(portfolio.id),
    })
  if (!last) return true
  return refuse(
    'site.rate.soon',
    `You rated ${portfolio.post.site} on ${date(last.on)}. The next rating is due from ${date(last.next)}.`,
  )
}

type Parsed = { ok: true; values: Values } | { ok: false; problems: Problems }

/**
 * The rating goes where no reader of portfolios can come to; the portfolio gets a record that it was done, which rules
 * count. The trail of the portfolio knows of that record and of nothing else.
 */
export const rateSite = command<Rating, Values, Made>({
  find: findRating,
  may: mayRate,
  input: ({ form, context }) => ({
    parse(body: Record<string, unknown>): Parsed {
      const outcome = compile(form, 'final', context).parse(body)
      return outcome.ok ? { ok: true, values: outcome.values } : { ok: false, problems: outcome.problems }
    },
  }),
  free: (values, { form }) => ({ texts: freeWords(form, values) }),
  async run(ctx, { portfolio, pack, sites, record, form }, values) {
    const { post } = portfolio
    const today = dateIn(ctx.now, portfolio.timeZone)
    // Two windows at once: the second waits, and finds the first.
    await ctx.db.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`site-rating:${portfolio.id}`}, 0))`
    const again = { enrolmentId: portfolio.id, siteId: post!.siteId, ratedOn: dbDate(today) }
    if ((await ctx.db.siteRating.count({ where: again })) > 0)
      throw new Conflict('You have rated this hospital already.')
    const { [form.declaration.key]: _, ...said } = values
    await ctx.db.siteRating.create({
      data: {
        id: newId(),
        personId: portfolio.personId,
        programmeId: portfolio.programmeId,
        packVersionId: pack.id,
        ...again,
        values: said as Prisma.InputJsonObject,
        readBy: [...sites.readBy],
        sumsFor: [...sites.sumsFor],
        createdAt: toJsDate(ctx.now),
      },
    })
    return createRecord(ctx, {
      form: record,
      pack,
      enrolment: portfolio,
      authorId: ctx.actor.personId,
      status: 'submitted',
      values: {
        ...(record.occurredOn ? { [record.occurredOn]: today.toString() } : {}),
        [record.declaration.key]: true,
      },
    })
  },
  audit: (made) => madeEvents('record.submitted', made),
})
