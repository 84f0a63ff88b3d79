import type { Temporal } from 'temporal-polyfill'
import type { Ingredients } from '../compose.ts'
import type { Db, Services } from '../kit/context.ts'
import { listeners } from '../listeners.ts'
import { progressListener } from '../progress/index.ts'
import { activityListener } from '../training/index.ts'
import { type Acting, acting } from './acting.ts'
import type { Worlds } from './carry.ts'
import { liveIn } from './region/live.ts'
import { live } from './story/story.ts'

/** What is told of one trainee; the longest are begun first. */
export interface Story {
  account: string
  length: number
  timeZone: string
  tell: (stage: Acting) => Promise<number>
}

/** Who hears of the demo's deeds: figures and the last activity follow for everybody at the end. */
export const hearing = listeners.filter((listen) => listen !== progressListener && listen !== activityListener)

/** Every trainee's story, the longest first. */
export async function stories(
  { world, courses }: Worlds,
  { packs }: Services,
  anchor: Temporal.PlainDate,
): Promise<Story[]> {
  const pack = await packs.get(world.packVersionId)
  const { timeZone } = world
  const medicine = world.trainees.map((trainee) => ({
    trainee,
    account: trainee.account,
    length: 1 + trainee.stage,
    timeZone,
    tell: (stage: Acting) => live(stage, world, pack, trainee, anchor),
  }))
  const others = courses.flatMap((course) =>
    course.learners.map((learner) => ({
      account: learner.account,
      length: learner.plan.pace,
      timeZone: course.timeZone,
      async tell(stage: Acting) {
        const deeds = await liveIn(stage, course, learner, await packs.get(learner.packVersionId))
        // Two enrolments of one person link to each other: told one after the other, never abreast.
        const second = medicine.find(({ trainee }) => trainee.enrolmentId === learner.elsewhere)
        return second ? deeds + (await second.tell(stage)) : deeds
      },
    })),
  )
  const first = medicine.filter(({ trainee }) => !trainee.elsewhere)
  return [...first, ...others].sort((a, b) => b.length - a.length)
}

/** Tells one story within one transaction, which spares a commit per deed. */
export function tellWhole(ingredients: Ingredients, services: Services, story: Story): Promise<number> {
  return ingredients.db.$transaction(
    (tx) => {
      const within = { ...ingredients, db: asOne(tx as Db) }
      return story.tell(acting({ ingredients: within, services, listeners: hearing, timeZone: story.timeZone }))
    },
    { maxWait: 60_000, timeout: 600_000 },
  )
}

/** In the demo nobody leaves a form half-written: there is no draft to look for and none to throw away. */
const noDrafts = { findUnique: async () => null, findFirst: async () => null, deleteMany: async () => ({ count: 0 }) }

/** A transaction that takes the place of the database: commands that open one of their own join it. */
function asOne(tx: Db): Db {
  const instead: Record<PropertyKey, unknown> = {
    $transaction: (work: (inner: Db) => unknown) => work(joined),
    draft: noDrafts,
  }
  const joined: Db = new Proxy(tx, { get: (target, name) => instead[name] ?? Reflect.get(target, name) })
  return joined
}
