import { linkTokens, unknownLink } from '../identity/index.ts'
import type { Ctx } from '../kit/context.ts'
import { NotFound } from '../kit/errors.ts'
import { byLink } from '../kit/scope.ts'
import { type Actor, guestFor } from '../policy/index.ts'
import { type CorrectionFound, foundOf } from './queries.ts'
import { linkPurpose } from './tell.ts'

/** The request behind a link, for the one who signed the form and has no account. Fetching it changes nothing. */
export const findByLink = byLink(
  'the token in the address proves that its reader was asked to decide on this one correction',
  async (ctx) => {
    const { token = '' } = ctx.params
    const id = linkTokens.idOf(token)
    const correction = id ? await ctx.db.correction.findUnique({ where: { id } }) : null
    const claim = { purpose: linkPurpose, id: id ?? '', generation: 1 }
    // The same words whatever is wrong with it, so that nobody learns which links exist.
    if (!correction?.signerId || !linkTokens.holds(ctx.config.sessionSecret, token, claim))
      throw new NotFound(unknownLink())
    const signer = { id: correction.signerId, name: correction.signerName ?? 'Assessor' }
    const actor = guestFor(signer, correction.recordId)
    const found = await foundAs(ctx, actor, correction, `/c/${token}`)
    return found && { actor, found }
  },
)

const foundAs = (ctx: Ctx, actor: Actor, correction: CorrectionFound['correction'], base: string) =>
  foundOf({ ...ctx, actor }, correction, { via: 'link', base })
