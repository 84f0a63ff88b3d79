import { testWorld } from '../support/world.ts'

const world = await testWorld()

describe('health', () => {
  it('A4: the process answers while it lives', async () => {
    expect((await world.visitor().get('/healthz')).body).toEqual({ ok: true })
  })

  it('A4: it is ready when the database is there and migrated, and says when it is not', async () => {
    expect((await world.visitor().get('/readyz')).status).toBe(200)
    await world.db.$executeRaw`delete from _prisma_migrations where migration_name like '%_rules'`
    const answer = await world.visitor().get('/readyz')
    expect([answer.status, answer.body]).toEqual([503, { ready: false }])
  })

  it('A5: while the database is away, a plain page says so and what to do', async () => {
    const amara = await world.as('amara')
    await world.db.$executeRaw`alter table "Session" rename to "SessionAway"`
    const answer = await amara.get('/')
    await world.db.$executeRaw`alter table "SessionAway" rename to "Session"`
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '10'])
    expect(answer.text).toContain('What was saved before is safe')
    expect((await amara.get('/')).status).toBe(200)
  })
})
