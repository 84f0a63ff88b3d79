import { z } from 'zod'
import { packContext } from '../../evidence/index.ts'
import { compile, type FormContext, freeWords, type Values } from '../../forms/index.ts'
import type { Prisma, Round } from '../../generated/client.ts'
import { dateIn, toJsDate } from '../../kit/clock.ts'
import { command } from '../../kit/command.ts'
import type { Ctx, WriteCtx } from '../../kit/context.ts'
import { Conflict, type Problems } from '../../kit/errors.ts'
import { newId } from '../../kit/ids.ts'
import { type Decision, refuse } from '../../policy/index.ts'
import { kindOf } from '../kinds.ts'
import { mayDo } from '../policy.ts'
import { findOpening, type Opening } from '../queries/list.ts'
import { findOne, type One } from '../queries/one.ts'

/** The trainee opens a round. There is one of a kind at a time; the database holds that too. */
export const openRound = command<Opening, { kind: string }, Round>({
  find: findOpening,
  may: (actor, { portfolio }): Decision => {
    if (actor.relation !== 'trainee' || actor.personId !== portfolio.personId)
      return refuse('round.open.trainee', 'Only the trainee opens a round of feedback.', portfolio.name)
    if (portfolio.state === 'frozen' || portfolio.state === 'closed')
      return refuse('enrolment.frozen', 'This portfolio is closed for changes at the moment.', 'your coordinator')
    return true
  },
  input: ({ pack }) =>
    z.object({ kind: z.string().refine((key) => kindOf(pack, key) !== undefined, 'Choose one of the rounds.') }),
  async run(ctx, { portfolio, pack }, { kind: key }) {
    const kind = kindOf(pack, key)!
    const open = await ctx.db.round.findFirst({
      where: { enrolmentId: portfolio.id, kind: key, state: { notIn: ['released', 'ended'] } },
    })
    if (open)
      throw new Conflict(`There is a round of ${kind.title.toLowerCase()} already.`, {
        remedy: { label: 'Go to it', href: `/rounds/${open.id}` },
      })
    return ctx.db.round.create({
      data: {
        id: newId(),
        kind: key,
        personId: portfolio.personId,
        enrolmentId: portfolio.id,
        packVersionId: pack.id,
        releasedBy: [...kind.releasedBy],
        state: kind.selfForm ? 'selfRating' : 'listing',
        createdAt: toJsDate(ctx.now),
      },
    })
  },
  audit: (round) => ({
    type: 'round.opened',
    subjectId: round.personId,
    enrolmentId: round.enrolmentId,
    data: { round: round.kind },
  }),
})

/** The trainee's own form: what it knows, and nothing of anybody else. */
export const selfContext = (ctx: Ctx, { pack, portfolio }: One): FormContext => ({
  ...packContext(pack, dateIn(ctx.now, portfolio.timeZone)),
  writer: { by: 'trainee' },
})

type Parsed = { ok: true; values: Values } | { ok: false; problems: Problems }

/** The self-rating, first of all; it can be changed until the round is sent. */
export const rateOneself = command<One, Values, void>({
  find: findOne,
  may: (actor, one, ctx) =>
    one.forms.self
      ? mayDo('rate', actor, one, ctx.now)
      : refuse('round.rate.none', 'There is no self-rating here.', null),
  input: (one, ctx) => ({
    parse(body: Record<string, unknown>): Parsed {
      const form = one.forms.self!
      const outcome = compile(form, 'final', selfContext(ctx, one)).parse(body)
      return outcome.ok ? { ok: true, values: outcome.values } : { ok: false, problems: outcome.problems }
    },
  }),
  free: (values, { forms }) => ({ texts: freeWords(forms.self!, values) }),
  run: async (ctx, one, values) => {
    await moveRound(ctx, one, ['selfRating', 'listing'], {
      self: values as Prisma.InputJsonObject,
      state: 'listing',
    })
  },
  audit: (_done, { round }) => ({
    type: 'round.rated',
    subjectId: round.personId,
    enrolmentId: round.enrolmentId,
    data: { round: round.kind },
  }),
})

/**
 * Writes to a round while it stands in one of these states: of two who act at once one wins.
 * @throws Conflict when it was moved meanwhile
 */
export async function moveRound(
  ctx: WriteCtx,
  { round }: Pick<One, 'round'>,
  from: readonly Round['state'][],
  data: Prisma.RoundUncheckedUpdateManyInput,
): Promise<void> {
  const { count } = await ctx.db.round.updateMany({ where: { id: round.id, state: { in: [...from] } }, data })
  if (count === 0)
    throw new Conflict('This round stands differently by now. Open it again to see how.', {
      remedy: { label: 'Open it', href: `/rounds/${round.id}` },
    })
}
