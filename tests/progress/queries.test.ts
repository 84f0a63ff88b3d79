import { countQueries } from '../../src/kit/db.ts'
import { testWorld } from '../support/world.ts'
import { addRecord, clinic, discussion } from './seed.ts'

const world = await testWorld()
const own = `/portfolios/${world.enrolment.amara}`
for (const title of ['One', 'Two', 'Three']) await addRecord(world, 'amara', discussion(title, ['cip-c4', 'cip-c3']))
for (let day = 10; day < 20; day += 1)
  await addRecord(world, 'amara', { ...clinic(`2026-10-${day}`), links: ['cip-c4'] })

/** Most queries that a page may need, session and actor included; the look at somebody else's is one more. */
const MOST = 8

const pages = [
  '/curriculum',
  '/curriculum?open=cip-c4&mode=info',
  '/curriculum/cip-c4',
  '/progress',
  '/progress/clinics',
  '/progress/evidence-coverage',
]

/** What the second visit asks: the first keeps the session's token. */
async function asked(name: 'amara' | 'helen', path: string): Promise<string[]> {
  const agent = await world.as(name)
  await agent.get(`${own}/progress`)
  const { queries, result } = await countQueries(world.db, async () => agent.get(`${own}${path}`))
  expect(result.status).toBe(200)
  return queries.filter((sql) => !/^insert into "AuditEvent"/.test(sql.trim()))
}

describe('queries of a page', () => {
  it.each([...pages, '/curriculum?open=cip-c4&mode=rate', '/link-records'])(
    'the trainee’s %s needs at most eight, whatever the size',
    async (path) => expect((await asked('amara', path)).length).toBeLessThanOrEqual(MOST),
  )

  it.each([...pages, '/sign-off/cip-c4'])('the supervisor’s %s needs at most eight', async (path) =>
    expect((await asked('helen', path)).length).toBeLessThanOrEqual(MOST),
  )
})
