import type { Temporal } from 'temporal-polyfill'
import { linkTokens } from '../identity/index.ts'
import { raterPurpose } from '../rounds/link.ts'
import { answerAsRater } from '../rounds/service/answer.ts'
import { openRound, rateOneself } from '../rounds/service/begin.ts'
import { closeRound } from '../rounds/service/close.ts'
import { addRaters, sendRound } from '../rounds/service/raters.ts'
import { marksOf, releaseRound } from '../rounds/service/release.ts'
import { type Acting, inputs, type Player, visitor } from './acting.ts'
import { demoEmail } from './cast.ts'
import type { Portfolio } from './portfolio.ts'
import { later, type Telling } from './story/teller.ts'
import { type Answer, answers, ownView, summaries } from './texts/rounds.ts'

type Day = Temporal.PlainDate

export interface Rater {
  name: string
  email: string
  grade: string
}

export interface RoundPlan {
  /** The day on which the trainee opens it; it is sent two days later. */
  on: Day
  raters: readonly Rater[]
  /** How many have answered by now, in the order of the list. */
  answered: number
  /** Whoever reads and releases it, and when. */
  released?: { by: Player; on: Day }
}

const declared = { declared: true }
const rows = ['clinical', 'communication', 'colleagues', 'team', 'respect', 'reliability', 'teaching']

/** Somebody without an account who works with the trainee. */
export function colleague(name: string, grade: string): Rater {
  const account = name.split(' ').slice(1).join('.').toLowerCase()
  return { name, grade, email: demoEmail(account) }
}

/** A round of multi-source feedback: own view, list, answers as they came in, and the release where there was one. */
export function feedbackRound(telling: Telling, portfolio: Portfolio, plan: RoundPlan): void {
  const { owner, acting } = portfolio
  const round: { id: string } = { id: '' }
  const params = () => ({ params: { id: round.id } })
  later(telling, plan.on, async (at) => {
    round.id = (await acting.act(openRound, owner, at, { kind: 'msf' })).result.id
    const ratings = Object.fromEntries(rows.map((row) => [row, 2]))
    const own = inputs({ ratings, overall: 2, ...ownView, ...declared })
    await acting.act(rateOneself, owner, at.add({ minutes: 9 }), own, params())
  })
  later(telling, plan.on.add({ days: 2 }), async (at) => {
    for (let from = 0; from < plan.raters.length; from += 5)
      await acting.act(addRaters, owner, at, listOf(plan.raters.slice(from, from + 5)), params())
    await acting.act(sendRound, owner, at.add({ minutes: 4 }), {}, params())
  })
  for (const [index, rater] of plan.raters.slice(0, plan.answered).entries()) {
    const said = answers[index % answers.length]!
    later(telling, plan.on.add({ days: 3 + index }), (at) => answer(acting, at, round.id, rater, said))
  }
  const { released } = plan
  if (!released) return
  later(telling, released.on, async (at) => {
    await acting.act(closeRound, released.by, at, {}, params())
    await acting.act(release, released.by, at.add({ minutes: 20 }), inputs({ ...summaries, ...declared }), params())
  })
}

const listOf = (raters: readonly Rater[]): Record<string, string> =>
  Object.fromEntries(
    raters.flatMap(({ name, email, grade }, index) => [
      [`name${index}`, name],
      [`email${index}`, email],
      [`grade${index}`, grade],
    ]),
  )

/** By the link of their letter, as nobody: the finder itself says as whom one acts there. */
async function answer(
  acting: Acting,
  at: Temporal.Instant,
  roundId: string,
  { email, grade }: Rater,
  { level, ...words }: Answer,
): Promise<void> {
  const { id, generation } = await acting.db.roundRater.findFirstOrThrow({ where: { roundId, email } })
  const token = linkTokens.sign(acting.secret, { purpose: raterPurpose, id, generation })
  const ratings = Object.fromEntries(rows.map((row, index) => [row, index % 3 === 0 ? level : 2]))
  const said = inputs({ position: grade, ratings, overall: level, ...words, concern: false, ...declared })
  await acting.act(answerAsRater, visitor, at, said, { params: { token } })
}

/** Nothing is taken out of these comments: what is released is what was read. */
const release: typeof releaseRound = {
  ...releaseRound,
  input: (found, ctx) => ({
    parse(body: Record<string, unknown>) {
      const parser = releaseRound.input!(found, ctx) as { parse: (body: Record<string, unknown>) => never }
      return parser.parse({ ...body, _seen: marksOf(found) })
    },
  }),
}
