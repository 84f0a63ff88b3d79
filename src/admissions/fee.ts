import { z } from 'zod'
import { EnrolmentFee } from '../generated/enums.ts'
import { command } from '../kit/command.ts'
import { Conflict, Invalid } from '../kit/errors.ts'
import { day } from '../kit/inputs.ts'
import { dbDate } from '../kit/periods.ts'
import { admissionPolicy } from './policy.ts'
import { findInvited } from './queries.ts'

const reference = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N} ./#-]{0,40}$/u, 'Use at most 40 letters, figures, blanks, dots, dashes and strokes.')

const noted = z.object({
  fee: z.enum(EnrolmentFee, 'Say whether the fee is due, paid or not asked for.'),
  was: z.enum(EnrolmentFee).optional(),
  paidOn: day(),
  reference: reference.optional().transform((value) => value || null),
})

/**
 * Notes that a fee for the enrolment is due, was paid (day and reference), or is not asked for (R21). Nothing is paid here,
 * and nothing hangs on it but the list.
 * @throws Invalid without the day of a payment, or with one to come; Conflict where somebody noted something else meanwhile
 */
export const noteFee = command({
  find: findInvited,
  may: admissionPolicy.actions.noteFee,
  input: () => noted,
  run: async (ctx, { enrolmentId, admission }, { fee, was, paidOn, reference }) => {
    if (was && was !== admission.fee)
      throw new Conflict(`${admission.feeNotedByName ?? 'Somebody'} has noted something else about the fee meanwhile.`)
    if (fee === 'paid' && !paidOn) throw new Invalid({ paidOn: 'Say on which day it was paid.' })
    if (fee === 'paid' && paidOn!.since(ctx.today).days > 0) throw new Invalid({ paidOn: 'This day is still to come.' })
    const paid =
      fee === 'paid' ? { feePaidOn: dbDate(paidOn!), feeReference: reference } : { feePaidOn: null, feeReference: null }
    await ctx.db.admission.update({
      where: { enrolmentId },
      data: { fee, ...paid, feeNotedByName: ctx.actor.name },
    })
  },
  audit: (_none, { personId, enrolmentId }, { fee }) => ({
    ...{ type: 'enrolment.fee', subjectId: personId, enrolmentId, data: { fee } },
  }),
})
