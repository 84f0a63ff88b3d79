import { z } from 'zod'
import { toJsDate } from '../../kit/clock.ts'
import { command } from '../../kit/command.ts'
import type { Ctx } from '../../kit/context.ts'
import { Invalid } from '../../kit/errors.ts'
import { mine } from '../../kit/scope.ts'
import { refuse } from '../../policy/index.ts'
import { hashPin, pinProblem } from '../pins.ts'
import { type Own, ownAccount } from '../queries/own.ts'
import { currentPassword, noteChange, passwordAgain, withPassword } from './again.ts'

/** One's own PIN: whether there is one, and what it must not be made of. */
export interface OwnPin {
  own: Own
  since: Date | null
}

export const findOwnPin = mine<OwnPin>(async (personId, ctx) => {
  const [own, pin] = await Promise.all([
    ownAccount(personId, ctx),
    ctx.db.pin.findUnique({ where: { personId }, select: { setAt: true } }),
  ])
  return { own, since: pin?.setAt ?? null }
})

const setting = z.object({
  current: currentPassword,
  pin: z.string('Choose a PIN.').trim().min(1, 'Choose a PIN.').max(100, 'Use 6 to 12 figures.'),
  again: z.string('Type the PIN again.').trim().min(1, 'Type the PIN again.').max(100, 'Use 6 to 12 figures.'),
})
type Setting = z.infer<typeof setting> & { hash?: string }

async function problemOf(ctx: Ctx, personId: string, pin: string): Promise<string | null> {
  const person = await ctx.db.person.findUniqueOrThrow({
    where: { id: personId },
    select: { phone: true, details: true, identifiers: { where: { kind: { not: 'email' } }, select: { value: true } } },
  })
  const { dateOfBirth, emergencyPhone } = person.details as Record<string, string | null | undefined>
  const numbers = [person.phone, emergencyPhone, ...person.identifiers.map(({ value }) => value)]
  return pinProblem(pin, { dateOfBirth: dateOfBirth ?? null, numbers: numbers.filter((one) => one != null) })
}

/** Sets or changes the PIN with which one confirms on somebody else's device. */
export const setPin = command({
  prepares: true,
  find: findOwnPin,
  may: () => true,
  input: () => setting as z.ZodType<Setting>,
  prepare: async ({ current, pin, again }, { own }, ctx): Promise<Setting> => {
    await passwordAgain(ctx, own, current)
    const problem = await problemOf(ctx, own.personId, pin)
    if (problem) throw new Invalid({ pin: problem })
    if (pin !== again) throw new Invalid({ again: 'The two are not the same. Type both anew.' })
    return { current: '', pin: '', again: '', hash: await hashPin(ctx.services.vault, own.personId, pin) }
  },
  run: async (ctx, { own }, { hash }) => {
    const { personId } = own
    const fields = { hash: hash!, setAt: toJsDate(ctx.now) }
    await ctx.db.pin.upsert({ where: { personId }, create: { personId, ...fields }, update: fields })
    await noteChange(ctx, own, 'pinSet', 'a PIN was set with which you can confirm on somebody else’s device.')
  },
  audit: (_result, { own, since }) => ({
    type: 'account.pin',
    subjectId: own.personId,
    data: { step: since ? 'changed' : 'set' },
  }),
})

/** Takes the PIN away. */
export const removePin = command({
  prepares: true,
  find: findOwnPin,
  may: (_actor, { since }) =>
    since
      ? true
      : refuse('pin.none', 'You have no PIN, so there is nothing to remove.', 'You can set one.', {
          label: 'PIN',
          href: '/profile/security/pin',
        }),
  ...withPassword,
  run: async (ctx, { own }) => {
    await ctx.db.pin.deleteMany({ where: { personId: own.personId } })
    await noteChange(ctx, own, 'pinRemoved', 'your PIN was removed.')
  },
  audit: (_result, { own }) => ({ type: 'account.pin', subjectId: own.personId, data: { step: 'removed' } }),
})
