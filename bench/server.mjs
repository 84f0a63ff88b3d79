// The server under measurement, in a process of its own: a database with three trainees of 20, 200 and 2,000 records, a
// programme of 30 and others of 100, 1,000 and 5,000 trainees, an assessor with 500 requests, the whole application, and beside it the floor.
import { createHmac } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import helmet from 'helmet'
import { compose } from '../dist/src/compose.js'
import { setUpDemo } from '../dist/src/demo/setup.js'
import { dateIn, systemClock } from '../dist/src/kit/clock.js'
import { readConfig } from '../dist/src/kit/config.js'
import { countQueries, openDb } from '../dist/src/kit/db.js'
import { boot } from '../dist/src/kit/lifecycle.js'
import { createLog } from '../dist/src/kit/log.js'
import { root } from '../dist/src/kit/root.js'
import { temporaryPostgres } from '../dist/src/kit/temporaryPostgres.js'
import { publishPack } from '../dist/src/programmes/index.js'
import { loadPackFolder } from '../dist/src/programmes/load.js'
import { recompute } from '../dist/src/progress/index.js'
import { fillProgramme, fillRecords } from './data.mjs'
import { fillRequests, fillRounds } from './requests.mjs'

const sizes = { amara: 20, tom: 200, priya: 2000 }

const postgres = await temporaryPostgres('bench')
const dataDir = await mkdtemp(join(tmpdir(), 'attest-bench-'))
await (await boot({ databaseUrl: postgres.url, dataDir })).close()
const { db, pool, close } = await openDb(postgres.url, { max: 20 })
const read = readConfig({ ATTEST_DATA: dataDir, ATTEST_DEMO: 'on' })
const config = { ...read, sessionSecret: 'x'.repeat(40), production: true }
const { app, services } = compose({ db, pool, config, clock: systemClock, log: createLog('error') })

const pack = await loadPackFolder(join(root, 'prisma/packs/internal-medicine/2019.1'))
const today = dateIn(systemClock.now(), pack.pack.timeZone)
const world = await db.$transaction(async (tx) => setUpDemo(tx, pack, await publishPack(tx, pack, new Date()), today), {
  timeout: 60_000,
})
const cohorts = []
for (const count of [100, 1000, 5000]) cohorts.push({ count, ...(await fillProgramme(pool, world, count)) })
const trainees = {}
for (const [account, count] of Object.entries(sizes)) {
  const trainee = world.trainees.find((one) => one.account === account)
  await fillRecords(pool, world, trainee, pack, count)
  await recompute({ db, now: systemClock.now(), services }, trainee.enrolmentId)
  const { rows } = await pool.query(`select id from "Record" where "enrolmentId" = $1 order by id limit 1`, [
    trainee.enrolmentId,
  ])
  trainees[account] = { ...trainee, recordId: rows[0].id, count }
}
const helen = { personId: world.people.helen, name: 'Dr Helen Marsh', email: 'helen@demo.attest.example' }
const miniCex = pack.forms.find(({ key }) => key === 'mini-cex')
const requests = await fillRequests(pool, world, helen, miniCex, 500)
const rounds = await fillRounds(pool, world, helen, 12)
await pool.query('analyze')

/** Signs somebody in by a session of their own, as the session store would. */
async function cookieOf(personId, roleKey) {
  const sid = `bench-${personId}-${roleKey}`
  const data = { cookie: { originalMaxAge: null }, personId, roleKey }
  await pool.query(
    `insert into "Session" (sid, "personId", data, "expiresAt", "touchedAt") values ($1, $2, $3, now() + interval '1 hour', now())`,
    [sid, personId, data],
  )
  const mac = createHmac('sha256', config.sessionSecret).update(sid).digest('base64').replace(/=+$/, '')
  return `attest=${encodeURIComponent(`s:${sid}.${mac}`)}`
}

/** The least that a page of this stack can cost: helmet, one query, 50 rows. */
const floor = express()
floor.use(helmet())
floor.get('/', async (_req, res) => {
  const rows = await db.record.findMany({ take: 50, select: { id: true, title: true, occurredOn: true } })
  const lines = rows.map((row) => `<li>${row.id} ${row.title} ${row.occurredOn.toISOString()}</li>`)
  res.type('html').send(`<ul>${lines.join('')}</ul>`)
})

const listen = (what) =>
  new Promise((done) => {
    const server = what.listen(0, '127.0.0.1', () => done(server))
  })
const [server, floorServer] = await Promise.all([listen(app), listen(floor)])
const base = `http://127.0.0.1:${server.address().port}`

const people = {}
for (const [account, one] of Object.entries(trainees)) {
  people[account] = { ...one, cookie: await cookieOf(one.personId, `own:${one.enrolmentId}`) }
}
const grantOf = async (personId) =>
  `grant:${(await pool.query(`select id from "Grant" where "personId" = $1`, [personId])).rows[0].id}`
const coordinators = {
  30: await cookieOf(world.people.sam, await grantOf(world.people.sam)),
}
for (const { count, coordinatorId } of cohorts)
  coordinators[count] = await cookieOf(coordinatorId, await grantOf(coordinatorId))

const assessor = { cookie: await cookieOf(helen.personId, 'educationalSupervisor'), requests, rounds }

process.on('message', async (message) => {
  if (message.count) {
    const { path, cookie, body, once } = message.count
    const form = body && { method: 'POST', body, redirect: 'manual' }
    const headers = { cookie, ...(body ? { 'content-type': 'application/x-www-form-urlencoded' } : {}) }
    const look = async () => (await fetch(base + path, { headers, ...form })).text()
    if (!once) await look()
    const { queries } = await countQueries(db, look)
    process.send({ counted: queries.length })
  }
  if (message.memory) {
    globalThis.gc?.()
    process.send({ memory: Math.round(process.memoryUsage().rss / 1e6) })
  }
  if (message.stop) {
    server.close()
    floorServer.close()
    await close()
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
    process.exit(0)
  }
})
process.send({
  ready: { base, floor: `http://127.0.0.1:${floorServer.address().port}`, people, coordinators, assessor },
})
