import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import request from 'supertest'
import { compose } from '../../src/compose.ts'
import { install } from '../../src/install.ts'
import { systemClock } from '../../src/kit/clock.ts'
import { readConfig } from '../../src/kit/config.ts'
import { createLog } from '../../src/kit/log.ts'
import { root } from '../../src/kit/root.ts'
import { loadPackFolder } from '../../src/programmes/load.ts'
import { systemContext } from '../../src/worker.ts'
import { testDatabase } from '../support/database.ts'
import { FormPage, headingOf, wordsOf } from '../support/forms.ts'

const t = await testDatabase()
const dataDir = await mkdtemp(join(tmpdir(), 'attest-setup-'))
afterAll(() => rm(dataDir, { recursive: true, force: true }))
const config = readConfig({ ATTEST_DATA: dataDir, ATTEST_DEMO: 'off' })
const ingredients = { db: t.db, pool: t.pool, config, clock: systemClock, log: createLog('silent') }
const { app, services } = compose(ingredients)
const pack = await loadPackFolder(join(root, 'prisma/packs/internal-medicine/2019.1'))
const plan = {
  pack,
  network: 'North East',
  programme: 'Internal Medicine, North East',
  sites: ["St Anne's Hospital"],
  administrator: { name: 'Ms Morgan Ellis', email: 'Morgan@hospital.example' },
}
const ctx = () => systemContext(ingredients, services)

it('R20, R33: an empty installation gets its programme and somebody who can sign in and invite others', async () => {
  const { invitation } = await install(ctx(), plan)
  const agent = request.agent(app)
  const path = new URL(invitation!).pathname
  const page = await agent.get(path)
  const words = 'correct horse battery staple'
  const chosen = await FormPage.from(page, 'main form').fill({ password: words }).submit(agent)
  expect(chosen.headers.location).toBe('/profile')
  const invite = await agent.get('/people/new')
  expect([invite.status, headingOf(invite.text)]).toEqual([200, 'Invite somebody'])
  expect(wordsOf(invite)).toContain('Internal Medicine, North East')
  expect((await agent.get('/')).status).toBe(200)
})

it('adds a hospital and leaves the rest when it is run again', async () => {
  const again = await install(ctx(), { ...plan, sites: ["St Anne's Hospital", 'City General Hospital'] })
  expect(again.invitation).toBeNull()
  expect(await t.db.site.count()).toBe(2)
  expect([await t.db.programme.count(), await t.db.college.count(), await t.db.grant.count()]).toEqual([1, 1, 1])
  expect(await t.db.packVersion.count()).toBe(1)
})
