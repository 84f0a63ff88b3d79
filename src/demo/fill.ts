import { join } from 'node:path'
import type { Temporal } from 'temporal-polyfill'
import { expireRequests } from '../assessments/index.ts'
import { type Ingredients, servicesOver } from '../compose.ts'
import { dateIn, toJsDate } from '../kit/clock.ts'
import { writeAudit } from '../kit/command.ts'
import type { Ctx, Db, Services } from '../kit/context.ts'
import { root } from '../kit/root.ts'
import { listeners } from '../listeners.ts'
import { type Pack, publishPack } from '../programmes/index.ts'
import { loadPackFolder } from '../programmes/load.ts'
import { progressListener, recompute } from '../progress/index.ts'
import { systemContext } from '../worker.ts'
import { acting } from './acting.ts'
import { quietNotices } from './quietMail.ts'
import { isDemo, marks, wipe } from './reset.ts'
import { type DemoTrainee, type DemoWorld, setUpDemo } from './setup.ts'
import { live } from './story/story.ts'

const imt = 'prisma/packs/internal-medicine/2019.1'

/** How many trainees are told at the same time. */
const abreast = 4

export interface FillOptions {
  /** Only these trainees get records (tests); all, unless said. */
  only?: (trainee: DemoTrainee) => boolean
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
  const services: Services = { ...servicesOver(ingredients), notices: quietNotices }
  const ctx = systemContext(ingredients, services)
  const pack = await loadPackFolder(join(root, imt))
  const anchor = dateIn(clock.now(), pack.pack.timeZone)
  const world = await setUp(ctx, pack, anchor)
  const deeds = await tellAll(ingredients, services, world, anchor, options)
  await bringUpToDate(ctx, world)
  await writeAudit(ctx, [{ type: marks.filled, data: { anchor: anchor.toString(), deeds } }])
  return { anchor, deeds }
}

async function setUp(ctx: Ctx, pack: Pack, anchor: Temporal.PlainDate): Promise<DemoWorld> {
  return (ctx.db as Db).$transaction(
    async (tx) => {
      const packVersionId = await publishPack(tx, pack, toJsDate(ctx.now))
      await writeAudit({ ...ctx, db: tx }, [{ type: marks.begun, data: { anchor: anchor.toString() } }])
      return setUpDemo(tx, pack, packVersionId, anchor)
    },
    { timeout: 60_000 },
  )
}

/** Several trainees abreast, the longest stories first; each within one transaction, which spares a commit per deed. */
async function tellAll(
  ingredients: Ingredients,
  services: Services,
  world: DemoWorld,
  anchor: Temporal.PlainDate,
  { only = () => true }: FillOptions,
): Promise<number> {
  const pack = await services.packs.get(world.packVersionId)
  const waiting = world.trainees.filter(only).sort((a, b) => b.stage - a.stage)
  const heard = listeners.filter((listen) => listen !== progressListener)
  const tellNext = async (done = 0): Promise<number> => {
    const trainee = waiting.shift()
    if (!trainee) return done
    const deeds = await ingredients.db.$transaction(
      (tx) => {
        const within = { ...ingredients, db: asOne(tx as Db) }
        const stage = acting({ ingredients: within, services, listeners: heard, timeZone: world.timeZone })
        return live(stage, world, pack, trainee, anchor)
      },
      { maxWait: 60_000, timeout: 600_000 },
    )
    return tellNext(done + deeds)
  }
  const counts = await Promise.all(Array.from({ length: abreast }, () => tellNext()))
  return counts.reduce((sum, one) => sum + one, 0)
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
async function bringUpToDate(ctx: Ctx, world: DemoWorld): Promise<void> {
  await expireRequests(ctx, [])
  const db = ctx.db as Db
  for (const { enrolmentId } of world.trainees) await recompute({ ...ctx, db }, enrolmentId)
  await db.$executeRaw`update "Notice" set "readAt" = "createdAt" + interval '1 day'
    where "createdAt" < ${toJsDate(ctx.now.subtract({ hours: 24 * 9 }))}`
}
