import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Ingredients } from '../../src/compose.ts'
import { fillDemo } from '../../src/demo/fill.ts'
import { fixedClock } from '../../src/kit/clock.ts'
import { readConfig } from '../../src/kit/config.ts'
import { createLog } from '../../src/kit/log.ts'
import { testDatabase } from '../support/database.ts'

const t = await testDatabase()
const dataDir = await mkdtemp(join(tmpdir(), 'attest-demo-'))
afterAll(() => rm(dataDir, { recursive: true, force: true }))
const ingredients: Ingredients = {
  db: t.db,
  pool: t.pool,
  config: readConfig({ ATTEST_DATA: dataDir, ATTEST_DEMO: 'on' }),
  clock: fixedClock('2026-11-22T09:00:00Z'),
  log: createLog('silent'),
}

it('fills', async () => {
  const start = Date.now()
  const cpu = process.cpuUsage()
  const filled = await fillDemo(
    ingredients,
    process.env.ALL ? {} : { only: ({ account }) => ['amara', 'tom', 'priya'].includes(account) },
  )
  console.log(filled?.deeds, Date.now() - start, process.cpuUsage(cpu))
  console.log(await t.db.$queryRawUnsafe('select count(*) as n, "formKey" from "Record" group by 2 order by 1 desc'))
}, 300_000)
