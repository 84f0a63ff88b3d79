import { z } from 'zod'
import { emailAddress, normaliseEmail, sendInvitation, splitName } from '../identity/index.ts'
import { toJsDate } from '../kit/clock.ts'
import { command } from '../kit/command.ts'
import type { WriteCtx } from '../kit/context.ts'
import { Invalid } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import { admissionPolicy } from './policy.ts'
import { findInvited, type Invited } from './queries.ts'

const { invite } = admissionPolicy.actions

/** Sends the invitation again, to another address where the one on record is wrong; the earlier link stops working. */
export const inviteAgain = command({
  find: findInvited,
  may: (actor, found) => invite(actor, found),
  input: () => z.object({ email: emailAddress }),
  run: async (ctx, found, { email }) => {
    const corrected = normaliseEmail(email) !== normaliseEmail(found.email ?? '')
    if (corrected) await correct(ctx, found, email)
    await ctx.db.admission.update({ where: { enrolmentId: found.enrolmentId }, data: { invitedAt: toJsDate(ctx.now) } })
    const what = `trainee in ${found.programme}`
    await sendInvitation(ctx, { personId: found.personId, email, name: splitName(found.name) }, what, {
      collegeId: found.collegeId,
    })
    return { email, corrected }
  },
  audit: ({ corrected }, { personId, enrolmentId }) => ({
    type: 'account.invited',
    ...{ subjectId: personId, enrolmentId, data: { again: true, corrected } },
  }),
})

/** The address of somebody who has never signed in: nobody has proved the one before, so it goes. */
async function correct(ctx: WriteCtx, { personId }: Invited, email: string): Promise<void> {
  const normalised = normaliseEmail(email)
  const known = await ctx.db.identifier.findUnique({ where: { kind_normalised: { kind: 'email', normalised } } })
  if (known && known.personId !== personId)
    throw new Invalid({ email: 'This address belongs to somebody else who is known here. Check it.' })
  // The links in letters to the address before stop working with it.
  await ctx.db.linkToken.updateMany({
    where: { personId, purpose: 'invitation', spentAt: null },
    data: { generation: { increment: 1 }, expiresAt: toJsDate(ctx.now) },
  })
  await ctx.db.identifier.deleteMany({ where: { personId, kind: 'email', verifiedAt: null, primary: true } })
  const data = { id: newId(), personId, kind: 'email' as const, value: email, normalised, primary: true }
  if (!known) await ctx.db.identifier.create({ data })
}
