import { parentPort, workerData } from 'node:worker_threads'
import { Temporal } from 'temporal-polyfill'
import { servicesOver } from '../compose.ts'
import { fixedClock } from '../kit/clock.ts'
import { openDb } from '../kit/db.ts'
import { createLog } from '../kit/log.ts'
import { unpacked } from './carry.ts'
import type { Asked, Begun } from './hands.ts'
import { quietNotices } from './quietMail.ts'
import { stories, tellWhole } from './tellers.ts'

/** A further thread that tells stories of the demo: once the worlds are set up, one account after the other. */

const { url, config, now } = workerData as Begun
const clock = fixedClock(now)
const { db, pool } = await openDb(url)
const ingredients = { db, pool, config, clock, log: createLog('warn') }
const services = { ...servicesOver(ingredients), notices: quietNotices(clock.now()) }
let told: ReturnType<typeof stories> | undefined

parentPort?.on('message', async ({ worlds, anchor, account }: Asked) => {
  try {
    if (worlds) told = stories(unpacked(worlds), services, Temporal.PlainDate.from(anchor))
    if (!account) return
    const story = (await told)?.find((one) => one.account === account)
    if (!story) throw new Error(`Nobody is called ${account}`)
    parentPort?.postMessage({ account, deeds: await tellWhole(ingredients, services, story) })
  } catch (error) {
    parentPort?.postMessage({ account, error })
  }
})
