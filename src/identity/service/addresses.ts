import { toJsDate } from '../../kit/clock.ts'
import { command } from '../../kit/command.ts'
import type { WriteCtx } from '../../kit/context.ts'
import { Invalid } from '../../kit/errors.ts'
import { newId } from '../../kit/ids.ts'
import { throttle } from '../../kit/throttle.ts'
import { refuse } from '../../policy/index.ts'
import { normaliseEmail } from '../names.ts'
import { findOwnAddress, findProfile, type Profile } from '../queries/profile.ts'
import { addressForm } from '../schema.ts'
import { linkFinder, newLink, spend } from './links.ts'
import { sendAddressCheck, sendAddressTaken, sendSecurityNote } from './mails.ts'

const addTries = throttle({ name: 'address', points: 10, seconds: 3600 })
const most = 6

/** Adds an address; it counts once its owner has confirmed it by the link that is sent there (R26). */
export const addAddress = command({
  prepares: true,
  find: findProfile,
  may: () => true,
  input: () => addressForm,
  prepare: async (input, { id }, ctx) => {
    await addTries.take(ctx, id)
    return input
  },
  run: async (ctx, profile, { email }) => {
    const normalised = normaliseEmail(email)
    const own = profile.identifiers.filter((one) => one.kind === 'email')
    if (own.some((one) => one.normalised === normalised && one.verifiedAt))
      throw new Invalid({ email: 'You have this address already.' })
    if (own.length + profile.pending.length >= most)
      throw new Invalid({ email: `You have ${most} addresses. Remove one first.` })
    const holder = await ctx.db.identifier.findUnique({ where: { kind_normalised: { kind: 'email', normalised } } })
    // The page must not tell whether somebody else has this address; the mail tells its owner.
    if (holder && holder.personId !== profile.id) {
      await newLink(ctx, 'address', profile.id, { email })
      await sendAddressTaken(ctx, email)
    } else await sendAddressCheck(ctx, { personId: profile.id, email, name: profile })
    return email
  },
  audit: (_email, { id }) => ({ type: 'person.updated', subjectId: id, data: { fields: ['email'], step: 'asked' } }),
})

/** Gives up an address that still waits for its confirmation. */
export const cancelAddress = command({
  prepares: true,
  find: findProfile,
  may: () => true,
  run: async (ctx, { id, pending }) => {
    const link = pending.find((one) => one.id === ctx.params.linkId)
    if (link)
      await ctx.db.linkToken.updateMany({
        where: { id: link.id, personId: id },
        data: { expiresAt: toJsDate(ctx.now) },
      })
    return Boolean(link)
  },
  audit: (done, { id }) =>
    done ? { type: 'person.updated', subjectId: id, data: { fields: ['email'], step: 'cancelled' } } : [],
})

/** Confirms an address by its link; one can sign in with it from then on. */
export const confirmAddress = command({
  find: linkFinder('address'),
  may: () => true,
  run: async (ctx, link) => {
    await spend(ctx, link)
    const email = link.data.email ?? ''
    const normalised = normaliseEmail(email)
    const key = { kind_normalised: { kind: 'email' as const, normalised } }
    const known = await ctx.db.identifier.findUnique({ where: key })
    if (known && known.personId !== link.personId)
      throw new Invalid('This address belongs to another account by now. The technical help desk can join the two.')
    const all = await ctx.db.identifier.findMany({ where: { personId: link.personId, kind: 'email' } })
    const verifiedAt = toJsDate(ctx.now)
    const primary = !all.some((one) => one.primary)
    const create = { id: newId(), personId: link.personId, kind: 'email' as const, value: email, normalised }
    await ctx.db.identifier.upsert({ where: key, create: { ...create, verifiedAt, primary }, update: { verifiedAt } })
    const first = all.find((one) => one.primary && one.normalised !== normalised)
    const what = 'another e-mail address was added to your account.'
    if (first) await sendSecurityNote(ctx, { personId: link.personId, email: first.value, name: link.name }, what)
    return email
  },
  audit: (_email, { personId }) => ({
    type: 'person.updated',
    subjectId: personId,
    data: { fields: ['email'], step: 'confirmed' },
  }),
})

const unconfirmed = refuse(
  'profile.address-unconfirmed',
  'This address is not confirmed yet, so mails cannot go there.',
  'You can, by the link that was sent to it.',
)

/** Makes an address the one that mails go to. */
export const makePrimary = command({
  prepares: true,
  find: findOwnAddress,
  may: (_actor, { identifier }) => (identifier.verifiedAt ? true : unconfirmed),
  run: async (ctx, { profile, identifier }) => {
    await ctx.db.identifier.updateMany({
      where: { personId: profile.id, kind: 'email', primary: true },
      data: { primary: false },
    })
    await ctx.db.identifier.update({ where: { id: identifier.id }, data: { primary: true } })
    if (!identifier.primary) await tellFirst(ctx, profile, 'mails now go to another of your addresses.')
    return identifier.value
  },
  audit: (_value, { profile }) => ({
    type: 'person.updated',
    subjectId: profile.id,
    data: { fields: ['primaryEmail'] },
  }),
})

const lastOne = refuse(
  'profile.address-in-use',
  'This is the address that mails go to, so it cannot be removed.',
  'You can, once another confirmed address takes its place.',
  { label: 'Back to your addresses', href: '/profile#addresses' },
)

/** Removes an address; one cannot sign in with it any more. */
export const removeAddress = command({
  prepares: true,
  find: findOwnAddress,
  may: (_actor, { identifier }) => (identifier.primary ? lastOne : true),
  run: async (ctx, { profile, identifier }) => {
    await ctx.db.identifier.delete({ where: { id: identifier.id } })
    await tellFirst(ctx, profile, 'an e-mail address was removed from your account.')
    return identifier.value
  },
  audit: (_value, { profile }) => ({
    type: 'person.updated',
    subjectId: profile.id,
    data: { fields: ['email'], step: 'removed' },
  }),
})

async function tellFirst(ctx: WriteCtx, profile: Profile, what: string): Promise<void> {
  const first = profile.identifiers.find((one) => one.kind === 'email' && one.primary)
  if (first) await sendSecurityNote(ctx, { personId: profile.id, email: first.value, name: profile }, what)
}
