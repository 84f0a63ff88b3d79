import type { LinkToken, Prisma } from '../../generated/client.ts'
import { fromJsDate, toJsDate } from '../../kit/clock.ts'
import type { Ctx, WriteCtx } from '../../kit/context.ts'
import { Gone } from '../../kit/errors.ts'
import { newId } from '../../kit/ids.ts'
import { byLink, type Finder } from '../../kit/scope.ts'
import { type Actor, nobody } from '../../policy/index.ts'
import { type NameParts, personName } from '../names.ts'
import { linkTokens } from '../tokens.ts'

/** What the links of this room are for. */
export type LinkPurpose = 'invitation' | 'reset' | 'address'

const hours: Record<LinkPurpose, number> = { invitation: 14 * 24, reset: 2, address: 48 }

/** A link that holds, with the person whom it was sent to. */
export interface HeldLink {
  id: string
  purpose: string
  personId: string
  name: NameParts
  data: { email?: string } & Record<string, unknown>
  account: { state: string; emails: string[] } | null
}

/** What a link carries: the address that it goes to, and whatever belongs to its purpose. */
type LinkData = Prisma.InputJsonObject & { email: string }

/** Makes a link; earlier ones of the same kind to the same address stop working. */
export async function newLink(
  ctx: WriteCtx,
  purpose: LinkPurpose,
  personId: string,
  data: LinkData,
): Promise<LinkToken> {
  const [link] = await newLinks(ctx, purpose, [{ personId, data }])
  return link!
}

/** The same for many people at once: two statements, however many they are. In the order of the people. */
export async function newLinks(
  ctx: WriteCtx,
  purpose: LinkPurpose,
  wanted: readonly { personId: string; data: LinkData }[],
): Promise<LinkToken[]> {
  const now = toJsDate(ctx.now)
  await ctx.db.$executeRaw`
    update "LinkToken" l set generation = l.generation + 1, "expiresAt" = ${now}
    from unnest(${wanted.map(({ personId }) => personId)}::uuid[], ${wanted.map(({ data }) => data.email)}::text[]) w(id, email)
    where l."personId" = w.id and l.purpose = ${purpose} and l."spentAt" is null and l.data ->> 'email' = w.email`
  const expiresAt = toJsDate(ctx.now.add({ hours: hours[purpose] }))
  const made = await ctx.db.linkToken.createManyAndReturn({
    data: wanted.map(({ personId, data }) => ({ id: newId(), purpose, personId, data, createdAt: now, expiresAt })),
  })
  const of = new Map(made.map((link) => [link.personId, link]))
  return wanted.map(({ personId }) => of.get(personId)!)
}

const remedies: Record<LinkPurpose, { label: string; href: string }> = {
  invitation: { label: 'Have a new link sent', href: '/reset' },
  reset: { label: 'Have a new link sent', href: '/reset' },
  address: { label: 'Go to personal details', href: '/profile' },
}

/**
 * Finds what the token of the path stands for. Looking consumes nothing (scanners of mail look at every link); a forged
 * token finds nothing, an old one says that it is over and what to do.
 */
export function linkFinder(purpose: LinkPurpose): Finder<HeldLink> {
  return byLink('the link was sent to its owner alone', async (ctx) => {
    const found = await heldLink(ctx, purpose, ctx.params.token)
    return found && { actor: actorOf(found), found }
  })
}

function actorOf(link: HeldLink): Actor {
  return { ...nobody, personId: link.personId, name: personName(link.name), roleLabel: 'by a link sent by mail' }
}

async function heldLink(ctx: Ctx, purpose: LinkPurpose, token: string | undefined): Promise<HeldLink | null> {
  const id = linkTokens.idOf(token)
  const row = id && (await ctx.db.linkToken.findUnique({ where: { id, purpose }, select: linkShape }))
  if (!row || !token) return null
  const wasMade = Array.from({ length: row.generation }, (_, at) => at + 1)
  const generation = wasMade.find((one) =>
    linkTokens.holds(ctx.config.sessionSecret, token, { purpose, id, generation: one }),
  )
  if (!generation) return null
  const remedy = remedies[purpose]
  if (row.spentAt) throw new Gone('This link was used already. If that was you, simply sign in.', signInInstead)
  if (generation < row.generation)
    throw new Gone('This link no longer works. If a newer mail was sent, use the link in that one.', remedy)
  if (fromJsDate(row.expiresAt).epochMilliseconds <= ctx.now.epochMilliseconds)
    throw new Gone('This link has expired: links to accounts are short-lived on purpose.', remedy)
  return shaped(row)
}

const signInInstead = { label: 'Sign in', href: '/sign-in' }

const linkShape = {
  id: true,
  purpose: true,
  personId: true,
  data: true,
  generation: true,
  expiresAt: true,
  spentAt: true,
  person: {
    select: {
      title: true,
      givenName: true,
      familyName: true,
      account: { select: { state: true } },
      identifiers: { where: { kind: 'email' }, select: { normalised: true } },
    },
  },
} satisfies Prisma.LinkTokenSelect

function shaped(row: Prisma.LinkTokenGetPayload<{ select: typeof linkShape }>): HeldLink {
  const { account, identifiers, ...name } = row.person
  return {
    id: row.id,
    purpose: row.purpose,
    personId: row.personId,
    name,
    data: row.data as HeldLink['data'],
    account: account && { state: account.state, emails: identifiers.map((one) => one.normalised) },
  }
}

/** Uses a link up; of two presses at once only one succeeds. */
export async function spend(ctx: WriteCtx, link: HeldLink): Promise<void> {
  const { count } = await ctx.db.linkToken.updateMany({
    where: { id: link.id, spentAt: null },
    data: { spentAt: toJsDate(ctx.now) },
  })
  if (count === 0) throw new Gone('This link was used already. If that was you, simply sign in.', signInInstead)
}
