import { join } from 'node:path'
import type { Temporal } from 'temporal-polyfill'
import { expireRequests } from '../assessments/index.ts'
import { type Ingredients, servicesOver } from '../compose.ts'
import { hashPassword } from '../identity/index.ts'
import { dateIn, toJsDate } from '../kit/clock.ts'
import { writeAudit } from '../kit/command.ts'
import type { Ctx, Db, Services } from '../kit/context.ts'
import { root } from '../kit/root.ts'
import { type Pack, publishPack } from '../programmes/index.ts'
import { loadPackFolder } from '../programmes/load.ts'
import { recompute } from '../progress/index.ts'
import { systemContext } from '../worker.ts'
import { acting } from './acting.ts'
import { tellApplications } from './applications.ts'
import type { Worlds } from './carry.ts'
import { demoPassword } from './cast.ts'
import { type Hand, hands } from './hands.ts'
import { tellOffice } from './office.ts'
import { quietNotices } from './quietMail.ts'
import { regions } from './region/regions.ts'
import { type Course, setUpRegion } from './region/setUp.ts'
import { isDemo, marks, wipe } from './reset.ts'
import { tellRunning } from './running.ts'
import { addDual, setUpDemo } from './setup.ts'
import { hearing, type Story, stories, tellWhole } from './tellers.ts'
import { tellTime } from './time.ts'

const imt = 'prisma/packs/internal-medicine/2019.1'

/** How many trainees are told at the same time, in each thread. */
const abreast = 3

export interface FillOptions {
  /** Only these trainees get records (tests); all, unless said. */
  only?: (trainee: { account: string }) => boolean
  /** Where further threads reach the database; without it this one does everything. */
  url?: string
}

/** What filling came to; null where there was nothing to fill. */
export interface Filled {
  anchor: Temporal.PlainDate
  deeds: number
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
  const beside = hands(options.url, ingredients)
  try {
    const worlds = await setUp(ctx, pack, anchor)
    const told = await tellAll(ingredients, services, worlds, anchor, { ...options, beside })
    const times = options.only ? 0 : await tellTimes(ingredients, services, worlds, anchor)
    const ran = await tellRunning(ingredients, services, worlds.world, anchor)
    const deeds = told + times + ran
    await bringUpToDate(ctx, worlds)
    await writeAudit(ctx, [{ type: marks.filled, data: { anchor: anchor.toString(), deeds } }])
    return { anchor, deeds }
  } finally {
    await Promise.all(beside.map((hand) => hand.leave()))
  }
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

/** Several trainees abreast, the longest stories first: here and in further threads. */
async function tellAll(
  ingredients: Ingredients,
  services: Services,
  worlds: Worlds,
  anchor: Temporal.PlainDate,
  { only = () => true, beside }: { only?: FillOptions['only']; beside: readonly Hand[] },
): Promise<number> {
  const waiting = (await stories(worlds, services, anchor)).filter(only)
  for (const hand of beside) hand.know(worlds, anchor)
  type Tell = (story: Story) => Promise<number>
  const here: Tell = (story) => tellWhole(ingredients, services, story)
  const there = beside.map(
    (hand): Tell =>
      (story) =>
        hand.tell(story.account),
  )
  const tellNext = async (tell: Tell, done = 0): Promise<number> => {
    const story = waiting.shift()
    return story ? tellNext(tell, done + (await tell(story))) : done
  }
  const counts = await Promise.all(
    Array.from({ length: abreast }, () => [...there, here].map((tell) => tellNext(tell))).flat(),
  )
  return counts.reduce((sum, one) => sum + one, 0)
}

/**
 * Training time after the records, so that what was logged in time away says so; then what is asked to change of it.
 * Figures follow for everybody.
 */
async function tellTimes(ingredients: Ingredients, services: Services, worlds: Worlds, anchor: Temporal.PlainDate) {
  const stageIn = (timeZone: string) => acting({ ingredients, services, listeners: hearing, timeZone })
  const times = (await tellTime(stageIn, worlds, anchor)) + (await tellApplications(stageIn, worlds, anchor))
  return times + (await tellOffice(stageIn, worlds, anchor))
}

/** What time itself does: requests run out, figures are of today, old notices have been read. */
async function bringUpToDate(ctx: Ctx, { world, courses }: Worlds): Promise<void> {
  await expireRequests(ctx, [])
  const db = ctx.db as Db
  const everybody = [...world.trainees, ...courses.flatMap(({ learners }) => learners)]
  const invited = await db.admission.findMany({ select: { enrolmentId: true } })
  for (const { enrolmentId } of [...everybody, ...invited]) await recompute({ ...ctx, db }, enrolmentId)
  await db.$executeRaw`update "Enrolment" e set "lastActiveAt" = (
    select max(a.at) from "AuditEvent" a where a."enrolmentId" = e.id
      and a."actorId" = e."personId" and a."subjectId" = e."personId")`
  await db.$executeRaw`update "Notice" set "readAt" = "createdAt" + interval '1 day'
    where "createdAt" < ${toJsDate(ctx.now.subtract({ hours: 24 * 9 }))}`
}
