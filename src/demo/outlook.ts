import type { Temporal } from 'temporal-polyfill'
import { toJsDate } from '../kit/clock.ts'
import type { Tx } from '../kit/context.ts'
import { newId } from '../kit/ids.ts'
import { contains, dbDate } from '../kit/periods.ts'
import type { DemoTrainee } from './setup.ts'

/**
 * What a coordinator sees coming on the board of gaps: a supervisor who leaves in five weeks with nobody after, and a
 * next post that begins a week late; somebody who rotates within four weeks, somebody at two hospitals in the same weeks;
 * and two views of the programme board that they keep.
 */
export async function addOutlook(
  tx: Tx,
  trainees: readonly DemoTrainee[],
  coordinatorId: string,
  anchor: Temporal.PlainDate,
): Promise<void> {
  const plain = trainees.filter(({ account, educationalId }) => educationalId && !cast.includes(account))
  const [left, late, soon, both] = [plain.at(-1)!, plain.at(-2)!, plain.at(-3)!, plain.at(-4)!]
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
  await rotates(tx, soon, anchor)
  await splits(tx, both, anchor)
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

/** The present post ends in three weeks, with its supervisor; the next one begins then. */
async function rotates(tx: Tx, { enrolmentId, posts }: DemoTrainee, anchor: Temporal.PlainDate): Promise<void> {
  const post = currentOf(posts, anchor)
  if (!post) return
  const [was, is] = [dbDate(post.until), dbDate(anchor.add({ days: 20 }))]
  const [ending, beginning] = [
    { enrolmentId, until: was },
    { enrolmentId, from: was },
  ]
  const clinical = { kind: 'clinical' as const }
  await tx.placement.updateMany({ where: ending, data: { until: is } })
  await tx.placement.updateMany({ where: beginning, data: { from: is } })
  await tx.supervision.updateMany({ where: { ...ending, ...clinical }, data: { until: is } })
  await tx.supervision.updateMany({ where: { ...beginning, ...clinical }, data: { from: is } })
}

/** Two days of each week of the present post are spent at another hospital. */
async function splits(tx: Tx, { enrolmentId, posts }: DemoTrainee, anchor: Temporal.PlainDate): Promise<void> {
  const post = currentOf(posts, anchor)
  const elsewhere = posts.find(({ siteId }) => siteId !== post?.siteId)
  if (!post || !elsewhere) return
  const days = { enrolmentId, from: dbDate(post.from), until: dbDate(post.until) }
  await tx.placement.updateMany({ where: days, data: { share: 60 } })
  const { siteId, title, specialty } = elsewhere
  await tx.placement.create({ data: { id: newId(), ...days, siteId, title, specialty, track: 'split', share: 40 } })
}

const currentOf = (posts: DemoTrainee['posts'], day: Temporal.PlainDate) => posts.find((post) => contains(post, day))
