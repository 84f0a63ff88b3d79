import type { Record as RecordRow } from '../../generated/client.ts'
import type { Ctx } from '../../kit/context.ts'
import { Invalid } from '../../kit/errors.ts'
import { recordPolicy } from '../policy.ts'

/** The trainee's own complete records among these ids, of the portfolio they act in; an unknown one refuses all. */
export async function ownRecords(ctx: Ctx, recordIds: readonly string[]): Promise<RecordRow[]> {
  const records = await ctx.db.record.findMany({
    where: {
      AND: [
        recordPolicy.visible(ctx.actor),
        {
          id: { in: [...recordIds] },
          enrolmentId: ctx.actor.own?.enrolmentId ?? '',
          status: { in: ['submitted', 'signed'] },
        },
      ],
    },
  })
  if (records.length < recordIds.length)
    throw new Invalid({ records: 'One of these records can no longer be linked. Open the list again.' })
  return records
}
