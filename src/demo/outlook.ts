import type { Temporal } from 'temporal-polyfill'
import { toJsDate } from '../kit/clock.ts'
import type { Tx } from '../kit/context.ts'
import { newId } from '../kit/ids.ts'
import { dbDate } from '../kit/periods.ts'
import type { DemoTrainee } from './setup.ts'

/**
 * What a coordinator sees coming on the board of gaps: a supervisor who leaves in five weeks with nobody after, and a
 * next post that begins a week late; and two views of the programme board that they keep.
 */
export async function addOutlook(
  tx: Tx,
  trainees: readonly DemoTrainee[],
  coordinatorId: string,
  anchor: Temporal.PlainDate,
): Promise<void> {
  const plain = trainees.filter(({ account, educationalId }) => educationalId && !cast.includes(account))
  const [left, late] = [plain.at(-1)!, plain.at(-2)!]
  await tx.supervision.updateMany({
    where: {
      enrolmentId: left.enrolmentId,
      kind: 'educational',
      until: { gt: dbDate(anchor) },
      from: { lte: dbDate(anchor) },
    },
    data: { until: dbDate(anchor.add({ days: 35 })) },
  })
  const next = await tx.placement.findFirst({
    where: { enrolmentId: late.enrolmentId, from: { gt: dbDate(anchor) } },
    orderBy: { from: 'asc' },
  })
  if (next)
    await tx.placement.update({
      where: { id: next.id },
      data: { from: new Date(next.from.getTime() + 7 * 86_400_000) },
    })
  const createdAt = toJsDate(anchor.toZonedDateTime('UTC').toInstant())
  const views = [
    { name: 'Final year, the most pressing first', query: 'f.stage=IMY3' },
    {
      name: 'Part-timers by completion',
      query: 'show=ltft&columns=name%2Cstage%2Cfte%2Cpost%2Ccompletion&sort=completion',
    },
  ]
  await tx.boardView.createMany({
    data: views.map((one) => ({ id: newId(), personId: coordinatorId, createdAt, ...one })),
  })
}

/** Accounts whose stories are told in full; nothing of theirs is bent for the board. */
const cast: readonly string[] = ['amara', 'tom', 'priya']
