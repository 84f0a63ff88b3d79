import { randomUUID } from 'node:crypto'
import { compile, freeWords, type Values } from '../../forms/index.ts'
import { command } from '../../kit/command.ts'
import type { WriteCtx } from '../../kit/context.ts'
import { Conflict, type Problems } from '../../kit/errors.ts'
import { throttle } from '../../kit/throttle.ts'
import { type Decision, refuse } from '../../policy/index.ts'
import { takeApart } from '../answers.ts'
import { EVERY, groupOf, isEnough } from '../kinds.ts'
import { type Answering, answerContext, findAnybody, findRater } from '../link.ts'
import { mayDo } from '../policy.ts'
import { countsOf, findOne, type One } from '../queries/one.ts'
import { answered, roundEvent } from './events.ts'
import { tellReleasers } from './tell.ts'

/** Plenty for the people of a waiting room, too little for one who answers for them all. */
const surveySoon = throttle({ name: 'survey-soon', points: 10, seconds: 600 })
const surveyTries = throttle({ name: 'survey', points: 40, seconds: 3600 })
const surveyDay = throttle({ name: 'survey-day', points: 150, seconds: 86_400 })

export const overWords: Record<NonNullable<Answering['over']>, string> = {
  answered:
    'This link has been used: an answer was given with it. Answers are not kept with names, so nobody can show or change it any more.',
  declined: 'You said that you would rather not answer. Nothing more is needed.',
  closed: 'This round is closed: no more answers are taken. Nothing more is needed.',
}

const open = ({ over }: Answering): Decision => over === null || refuse(`round.answer.${over}`, overWords[over], null)

type Parsed = { ok: true; values: Values } | { ok: false; problems: Problems }

function parseAnswer({ one, context }: Pick<Answering, 'one' | 'context'>, body: Record<string, unknown>): Parsed {
  const form = one.forms.rater
  const outcome = compile(form, 'final', context).parse(body)
  return outcome.ok ? { ok: true, values: outcome.values } : { ok: false, problems: outcome.problems }
}

/** What was written freely; the trainee whom it is about may be named. */
const wordsIn = ({ forms, portfolio }: One, values: Values) => ({
  texts: freeWords(forms.rater, values),
  known: [portfolio.name],
})

/**
 * An answer by a rater's link: once. That it was given and what it says are written apart, so that nothing ties them
 * together. A second press, or a second window, is told kindly that the first one was taken.
 */
export const answerAsRater = command<Answering, Values, void>({
  find: findRater,
  may: (_actor, found) => open(found),
  input: (found) => ({ parse: (body: Record<string, unknown>) => parseAnswer(found, body) }),
  free: (values, { one }) => wordsIn(one, values),
  async run(ctx, { one, rater }, values) {
    const { count } = await ctx.db.roundRater.updateMany({
      where: { id: rater!.id, answered: false },
      data: { answered: true, declined: false },
    })
    if (count === 0) throw new Conflict(overWords.answered)
    await addAnswer(ctx, one, values, rater!.grade)
  },
  audit: (_done, { one }) => answered(one),
})

/** An answer by the link that anybody may use; counted against machines, never against a waiting room. */
export const answerAsAnybody = command<Answering, Values, void>({
  find: findAnybody,
  may: (_actor, found) => open(found),
  input: (found) => ({ parse: (body: Record<string, unknown>) => parseAnswer(found, body) }),
  free: (values, { one }) => wordsIn(one, values),
  async prepare(values, { one }, ctx) {
    await surveySoon.take(ctx, one.round.id)
    await surveyTries.take(ctx, one.round.id)
    await surveyDay.take(ctx, one.round.id)
    return values
  },
  run: (ctx, { one }, values) => addAnswer(ctx, one, values, null),
  audit: (_done, { one }) => answered(one),
})

/** A paper copy, entered by whoever releases the round. */
export const enterPaper = command<One, Values, void>({
  find: findOne,
  may: (actor, one, ctx) => mayDo('paper', actor, one, ctx.now),
  input: (one, ctx) => ({
    // The declaration stands on the paper; whoever enters the copy makes none in the patient's name.
    parse: (body: Record<string, unknown>) =>
      parseAnswer(
        { one, context: answerContext(ctx, one) },
        { ...body, [`f.${one.forms.rater.declaration.key}`]: 'yes' },
      ),
  }),
  free: (values, one) => wordsIn(one, values),
  run: (ctx, one, values) => addAnswer(ctx, one, values, null),
  audit: (_done, one) => roundEvent('round.paper', one),
})

/** "I would rather not": no more reminders; nobody is told. */
export const declineToAnswer = command<Answering, Record<string, unknown>, void>({
  find: findRater,
  may: (_actor, found) => open(found),
  run: async (ctx, { rater }) => {
    await ctx.db.roundRater.updateMany({ where: { id: rater!.id, answered: false }, data: { declined: true } })
  },
  audit: (_done, { one }) => answered(one, 'round.declined'),
})

/** Adds an answer to the others of its group, question by question, and its texts apart from one another. */
async function addAnswer(ctx: WriteCtx, one: One, values: Values, listedGrade: string | null): Promise<void> {
  const { round, kind, forms } = one
  // The round must not be closed between our look and our writing; a closing waits for us.
  const [held] = await ctx.db.$queryRaw<{ state: string }[]>`
    select state::text as state from "Round" where id = ${round.id}::uuid for share`
  if (held?.state !== 'open' && held?.state !== 'short') throw new Conflict(overWords.closed)
  const { grade, ratings, texts } = takeApart(forms.rater, values)
  const groupKey = groupOf(kind, grade ?? listedGrade)
  // Always in the same order, so that two answers at once take turns.
  const counted = [{ question: EVERY, value: 1 }, ...ratings].toSorted((a, b) => (a.question < b.question ? -1 : 1))
  for (const { question, value } of counted) {
    await ctx.db.$executeRaw`
      insert into "RoundTally" ("roundId", "groupKey", question, value, count)
      values (${round.id}::uuid, ${groupKey}, ${question}, ${value}, 1)
      on conflict ("roundId", "groupKey", question, value) do update set count = "RoundTally".count + 1`
  }
  await ctx.db.roundComment.createMany({
    data: texts.map((text) => ({ id: randomUUID(), roundId: round.id, groupKey, ...text })),
  })
  const before = isEnough(kind, one.counts)
  const counts = await countsOf(ctx.db, round.id)
  if (before || !isEnough(kind, counts)) return
  const text = `Enough have answered the ${kind.short} of ${one.portfolio.name}: close it when you want to read it`
  await tellReleasers(ctx, { ...one, counts }, 'round.enough', text)
}
