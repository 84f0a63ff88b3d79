import { join } from 'node:path'
import type { Temporal } from 'temporal-polyfill'
import { expireRequests } from '../assessments/index.ts'
import { type Ingredients, servicesOver } from '../compose.ts'
import { hashPassword } from '../identity/index.ts'
import { dateIn, toJsDate } from '../kit/clock.ts'
import { writeAudit } from '../kit/command.ts'
import type { Ctx, Db, Services } from '../kit/context.ts'
import { root } from '../kit/root.ts'
import { listeners } from '../listeners.ts'
import { type Pack, publishPack } from '../programmes/index.ts'
import { loadPackFolder } from '../programmes/load.ts'
import { progressListener, recompute } from '../progress/index.ts'
import { activityListener } from '../training/index.ts'
import { systemContext } from '../worker.ts'
import { type Acting, acting } from './acting.ts'
import { tellApplications } from './applications.ts'
import { demoPassword } from './cast.ts'
import { quietNotices } from './quietMail.ts'
import { liveIn } from './region/live.ts'
import { regions } from './region/regions.ts'
import { type Course, setUpRegion } from './region/setUp.ts'
import { isDemo, marks, wipe } from './reset.ts'
import { addDual, type DemoWorld, setUpDemo } from './setup.ts'
import { live } from './story/story.ts'
import { tellTime } from './time.ts'

const imt = 'prisma/packs/internal-medicine/2019.1'

/** How many trainees are told at the same time. */
const abreast = 4

export interface FillOptions {
  /** Only these trainees get records (tests); all, unless said. */
  only?: (trainee: { account: string }) => boolean
}

/** What filling came to; null where there was nothing to fill. */
export interface Filled {
  anchor: Temporal.PlainDate
  deeds: number
}

/** Everybody and everything of the demo before its first record. */
interface Worlds {
  world: DemoWorld
  courses: Course[]
}

/**
 * Fills an empty installation with the demo. One that crashed half-way is emptied and begun again; one that holds
 * anything else, or a whole demo, is left alone.
 */
export async function fillDemo(ingredients: Ingredients, options: FillOptions = {}): Promise<Filled | null> {
  const { db, clock } = ingredients
  if ((await db.auditEvent.count({ where: { type: marks.filled } })) > 0) return null
  if (await isDemo(db)) await wipe(db)
  else if ((await db.programme.count()) > 0) return null
  const services: Services = { ...servicesOver(ingredients), notices: quietNotices(clock.now()) }
  const ctx = systemContext(ingredients, services)
  const pack = await loadPackFolder(join(root, imt))
  const anchor = dateIn(clock.now(), pack.pack.timeZone)
  const worlds = await setUp(ctx, pack, anchor)
  const told = await tellAll(ingredients, services, worlds, anchor, options)
  const times = options.only ? 0 : await tellTimes(ingredients, services, worlds, anchor)
  const deeds = told + times
  await bringUpToDate(ctx, worlds)
  await writeAudit(ctx, [{ type: marks.filled, data: { anchor: anchor.toString(), deeds } }])
  return { anchor, deeds }
}

async function setUp(ctx: Ctx, pack: Pack, anchor: Temporal.PlainDate): Promise<Worlds> {
  return (ctx.db as Db).$transaction(
    async (tx) => {
      const packVersionId = await publishPack(tx, pack, toJsDate(ctx.now))
      await writeAudit({ ...ctx, db: tx }, [{ type: marks.begun, data: { anchor: anchor.toString() } }])
      const world = await setUpDemo(tx, pack, packVersionId, anchor)
      const passwordHash = await hashPassword(demoPassword)
      const courses: Course[] = []
      for (const region of regions) courses.push(...(await setUpRegion(ctx, tx, region, passwordHash)))
      for (const learner of courses.flatMap(({ learners }) => learners.filter(({ plan }) => plan.dual)))
        learner.elsewhere = (await addDual(tx, world, learner, pack, anchor)).enrolmentId
      return { world, courses }
    },
    { timeout: 60_000 },
  )
}

/** What is told of one trainee; the longest are begun first. */
interface Story {
  account: string
  length: number
  timeZone: string
  tell: (stage: Acting) => Promise<number>
}

async function stories({ world, courses }: Worlds, { packs }: Services, anchor: Temporal.PlainDate): Promise<Story[]> {
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

/** Several trainees abreast, the longest stories first; each within one transaction, which spares a commit per deed. */
async function tellAll(
  ingredients: Ingredients,
  services: Services,
  worlds: Worlds,
  anchor: Temporal.PlainDate,
  { only = () => true }: FillOptions,
): Promise<number> {
  const waiting = (await stories(worlds, services, anchor)).filter(only)
  const heard = listeners.filter((listen) => listen !== progressListener && listen !== activityListener)
  const tellNext = async (done = 0): Promise<number> => {
    const story = waiting.shift()
    if (!story) return done
    const deeds = await ingredients.db.$transaction(
      (tx) => {
        const within = { ...ingredients, db: asOne(tx as Db) }
        return story.tell(acting({ ingredients: within, services, listeners: heard, timeZone: story.timeZone }))
      },
      { maxWait: 60_000, timeout: 600_000 },
    )
    return tellNext(done + deeds)
  }
  const counts = await Promise.all(Array.from({ length: abreast }, () => tellNext()))
  return counts.reduce((sum, one) => sum + one, 0)
}

/**
 * Training time after the records, so that what was logged in time away says so; then what is asked to change of it.
 * Figures follow for everybody.
 */
async function tellTimes(ingredients: Ingredients, services: Services, worlds: Worlds, anchor: Temporal.PlainDate) {
  const heard = listeners.filter((listen) => listen !== progressListener && listen !== activityListener)
  const stageIn = (timeZone: string) => acting({ ingredients, services, listeners: heard, timeZone })
  return (await tellTime(stageIn, worlds, anchor)) + (await tellApplications(stageIn, worlds, anchor))
}

/** A transaction that takes the place of the database: commands that open one of their own join it. */
function asOne(tx: Db): Db {
  const joined: Db = new Proxy(tx, {
    get: (target, name) =>
      name === '$transaction' ? (work: (inner: Db) => unknown) => work(joined) : Reflect.get(target, name),
  })
  return joined
}

/** What time itself does: requests run out, figures are of today, old notices have been read. */
async function bringUpToDate(ctx: Ctx, { world, courses }: Worlds): Promise<void> {
  await expireRequests(ctx, [])
  const db = ctx.db as Db
  const everybody = [...world.trainees, ...courses.flatMap(({ learners }) => learners)]
  for (const { enrolmentId } of everybody) await recompute({ ...ctx, db }, enrolmentId)
  await db.$executeRaw`update "Enrolment" e set "lastActiveAt" = (
    select max(a.at) from "AuditEvent" a where a."enrolmentId" = e.id
      and a."actorId" = e."personId" and a."subjectId" = e."personId")`
  await db.$executeRaw`update "Notice" set "readAt" = "createdAt" + interval '1 day'
    where "createdAt" < ${toJsDate(ctx.now.subtract({ hours: 24 * 9 }))}`
}
