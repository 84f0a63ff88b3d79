import { linkTokens, unknownLink } from '../identity/index.ts'
import type { Ctx } from '../kit/context.ts'
import { Forbidden, Gone, NotFound } from '../kit/errors.ts'
import { byLink, open } from '../kit/scope.ts'
import { type Actor, guestFor, refuse } from '../policy/index.ts'
import { type Asked, askedOf } from './asked.ts'
import { type ToFill, toFill } from './queries.ts'
import { noteFetched } from './service/opened.ts'

/** The purpose under which links to an assessor's form are made. */
export const linkPurpose = 'assessment'

const reason = 'the token in the address proves that its reader was asked for this one form'

/** Whom a link makes its reader: the person asked, for this one record. */
export const guestOf = ({ assessor, record }: Asked): Actor => guestFor(assessor, record.id)

/** The form behind a link, for commands. */
export const findByLink = byLink(reason, async (ctx) => {
  const asked = await askedByToken(ctx)
  // The same words whatever is wrong with it, so that nobody learns which links exist.
  if (!asked) throw new NotFound(unknownLink('ask the trainee to send it again'))
  const alsoSignedIn = ctx.actor.sessionId !== null ? ctx.actor.name : null
  refuseTheTrainee(ctx, asked)
  const found = await toFill(ctx, asked, 'link', `/a/${ctx.params.token}`)
  return found ? { actor: guestOf(asked), found: { ...found, alsoSignedIn } } : null
})

/** The same for the page itself, which notes that the link was fetched; by whom, a GET does not tell. */
export const findLinkPage = byLink(reason, async (ctx) => {
  const found: ToFill | null = await findByLink(ctx)
  if (!found) return null
  await noteFetched(ctx, found.asked)
  return { actor: ctx.actor, found }
})

/** The trainee's photo, for whoever holds the link. */
export const findLinkPhoto = open(reason, async (ctx) => {
  const asked = await askedByToken(ctx)
  if (!asked?.trainee.photoFileId) return null
  return ctx.db.storedFile.findUnique({ where: { id: asked.trainee.photoFileId } })
})

/** A file that the trainee added to this request. */
export const findLinkFile = open(reason, async (ctx) => {
  const asked = await askedByToken(ctx)
  return asked?.files.find(({ id }) => id === ctx.params.fileId) ?? null
})

async function askedByToken(ctx: Ctx): Promise<Asked | null> {
  const { token = '' } = ctx.params
  const id = linkTokens.idOf(token)
  const asked = id ? await askedOf(ctx, id) : null
  if (!asked) return null
  const holds = (generation: number) =>
    linkTokens.holds(ctx.config.sessionSecret, token, { purpose: linkPurpose, id: asked.record.id, generation })
  const { generation } = asked.request
  if (holds(generation)) return asked
  if (Array.from({ length: generation - 1 }, (_, index) => index + 1).some(holds)) {
    throw new Gone(
      'A newer mail has replaced this link, or the request went to somebody else. Please use the link of the latest mail.',
    )
  }
  return null
}

/** Nobody assesses themselves, with whatever link in hand; not in a demonstration either, where all mails lie open. */
export function refuseTheTrainee(ctx: Ctx, { record, assessor }: Asked): void {
  if (ctx.actor.personId !== record.personId) return
  throw new Forbidden(
    refuse(
      'assessment.link.trainee',
      'This link is for your assessor alone, and you are signed in as the trainee whom it is about. To play the assessor in a demonstration, sign out first or use another browser.',
      assessor.name,
      { label: 'See how your request stands', href: `/assessments/${record.id}` },
    ),
  )
}
