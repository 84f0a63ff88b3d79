import { sweepTries } from '../../src/kit/throttle.ts'
import { testDatabase } from '../support/database.ts'

const t = await testDatabase()

it('forgets the counts of tries whose time is over, and no others', async () => {
  const now = new Date('2026-11-22T03:50:00Z')
  const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
  await t.db.rateLimit.createMany({
    data: [
      { key: 'over', points: 9, expire: at(-1) },
      { key: 'running', points: 9, expire: at(1) },
    ],
  })
  await sweepTries(t.db, now)
  expect((await t.db.rateLimit.findMany()).map(({ key }) => key)).toEqual(['running'])
})
