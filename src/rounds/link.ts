import { packContext } from '../evidence/index.ts'
import type { FormContext } from '../forms/index.ts'
import type { RoundRater } from '../generated/client.ts'
import { linkTokens, unknownLink } from '../identity/index.ts'
import { dateIn } from '../kit/clock.ts'
import type { Ctx } from '../kit/context.ts'
import { Forbidden, NotFound } from '../kit/errors.ts'
import { byLink, open } from '../kit/scope.ts'
import { nobody, refuse } from '../policy/index.ts'
import { stateNow } from './policy.ts'
import { around, type One } from './queries/one.ts'

const nowhere = () => new NotFound(unknownLink('ask whoever sent it'))

/** The purposes under which links to an answer are made: one for each rater, or one for whoever is there. */
export const raterPurpose = 'round'
export const anybodyPurpose = 'survey'

/** An answer to be given: by one of the raters, by anybody with the open link, or copied from paper. */
export interface Answering {
  one: One
  rater: RoundRater | null
  context: FormContext
  /** Why no answer is taken any more. */
  over: 'answered' | 'declined' | 'closed' | null
  base: string
}

/** The form of an answer knows the pack and the day, and nobody by name. */
export function answerContext(ctx: Ctx, { pack, portfolio }: Pick<One, 'pack' | 'portfolio'>): FormContext {
  return { ...packContext(pack, dateIn(ctx.now, portfolio.timeZone)), writer: { by: 'assessor' } }
}

/** Whoever answers is nobody: neither the trail nor the log of this request says who, where from, or by which device. */
const unnamed = (ctx: Ctx): void => {
  ctx.ip = null
  ctx.device = null
}

const rater = {
  ...nobody,
  name: 'Somebody who was asked',
  relation: 'guest',
  roleKey: 'guest',
  roleLabel: 'rater',
} as const

/** Nobody answers about themselves: where the trainee is signed in, the link is for others. */
function refuseTheirOwn(ctx: Ctx, { portfolio, round, kind }: One): void {
  if (ctx.actor.personId !== portfolio.personId) return
  throw new Forbidden(
    refuse(
      'round.own',
      'This asks others about you, and you are signed in here. Whoever answers opens it on a device of their own, or where you have signed out.',
      kind.asks === 'anybody' ? 'your patients' : 'whoever you asked',
      { label: 'See how your round stands', href: `/rounds/${round.id}` },
    ),
  )
}

/** The answer behind a rater's link. */
export const findRater = byLink('the token in the address proves that its reader was asked', async (ctx) => {
  const { token = '' } = ctx.params
  const id = linkTokens.idOf(token)
  const row = id ? await ctx.db.roundRater.findUnique({ where: { id }, include: { round: true } }) : null
  const claim = row && { purpose: raterPurpose, id: row.id, generation: row.generation }
  // The same words whatever is wrong with it, so that nobody learns which links exist.
  if (!row || !claim || !linkTokens.holds(ctx.config.sessionSecret, token, claim)) throw nowhere()
  const { round, ...person } = row
  const one = await around(ctx, round)
  if (!one) return null
  refuseTheirOwn(ctx, one)
  unnamed(ctx)
  const closed = stateNow(one, ctx.now) !== 'open'
  const over = person.answered ? 'answered' : closed ? 'closed' : person.declined ? 'declined' : null
  const found: Answering = { one, rater: person, context: answerContext(ctx, one), over, base: `/r/${token}` }
  return { actor: rater, found }
})

/** The answer behind the link that anybody may use. */
export const findAnybody = byLink('the token in the address proves that the survey was handed out', async (ctx) => {
  const { token = '' } = ctx.params
  const id = linkTokens.idOf(token)
  const round = id ? await ctx.db.round.findUnique({ where: { id } }) : null
  const claim = round && { purpose: anybodyPurpose, id: round.id, generation: round.generation }
  if (!round || !claim || !linkTokens.holds(ctx.config.sessionSecret, token, claim)) throw nowhere()
  const one = await around(ctx, round)
  if (one?.kind.asks !== 'anybody') throw nowhere()
  refuseTheirOwn(ctx, one)
  unnamed(ctx)
  const over = stateNow(one, ctx.now) === 'open' ? null : 'closed'
  const found: Answering = { one, rater: null, context: answerContext(ctx, one), over, base: `/s/${token}` }
  return { actor: rater, found }
})

/** Says thank you and nothing else, so that no address of it tells who has answered. */
export const findThanks = open('it says thank you to whoever answered, and nothing else', async () => ({}))

/** The address of the link that anybody may use. */
export const anybodyPath = (ctx: Pick<Ctx, 'config'>, { id, generation }: { id: string; generation: number }): string =>
  `/s/${linkTokens.sign(ctx.config.sessionSecret, { purpose: anybodyPurpose, id, generation })}`

/** The address of a rater's link; made where it is shown to the rater alone. */
export const raterPath = (ctx: Pick<Ctx, 'config'>, { id, generation }: { id: string; generation: number }): string =>
  `/r/${linkTokens.sign(ctx.config.sessionSecret, { purpose: raterPurpose, id, generation })}`
