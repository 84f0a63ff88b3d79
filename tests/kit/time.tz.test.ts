import { Temporal } from 'temporal-polyfill'
import { dateIn, fromJsDate, toJsDate } from '../../src/kit/clock.ts'
import { newId } from '../../src/kit/ids.ts'
import { dbDate, onDay, plainDate } from '../../src/kit/periods.ts'
import { testDatabase } from '../support/database.ts'

const t = await testDatabase()

/** Runs in the machine's own zone and once more under Auckland's: nothing may depend on it. */
describe(`dates and times (${process.env.TZ ?? 'the machine’s zone'})`, () => {
  it('runs in the zone that was asked for', () => {
    const summer = new Date('2026-01-15T12:00:00Z').getTimezoneOffset()
    if (process.env.TZ === 'Pacific/Auckland') expect(summer).toBe(-780)
    else expect(Number.isInteger(summer)).toBe(true)
  })

  it('an instant comes back from the database as it went in', async () => {
    const at = Temporal.Instant.from('2026-03-01T10:00:00.123Z')
    const id = newId()
    await t.db.person.create({ data: { id, givenName: 'Amara', familyName: 'Okafor', createdAt: toJsDate(at) } })
    const person = await t.db.person.findUniqueOrThrow({ where: { id } })
    expect(fromJsDate(person.createdAt).toString()).toBe(at.toString())
    const [row] = await t.db.$queryRaw<{ text: string; at: Date }[]>`
      SELECT "createdAt"::text AS text, "createdAt" AS at FROM "Person" WHERE id = ${id}::uuid`
    expect(row?.text).toMatch(/^2026-03-01 10:00:00\.123/)
    expect(row?.at.toISOString()).toBe(at.toString())
  })

  it.each(['2026-01-01', '2026-04-05', '2026-06-30', '2026-09-27', '2024-02-29'])(
    'the calendar date %s comes back as it went in, and is found on its day',
    async (day) => {
      const personId = newId()
      await t.db.person.create({ data: { id: personId, givenName: 'Tom', familyName: 'Whitfield' } })
      const from = Temporal.PlainDate.from(day)
      const data = { id: newId(), personId, role: 'collegeAdmin', scopeKind: 'installation', from: dbDate(from) }
      await t.db.grant.create({ data: { ...data, until: dbDate(from.add({ days: 1 })) } })
      const found = await t.db.grant.findFirstOrThrow({ where: { personId, ...onDay(from) } })
      expect(plainDate(found.from).toString()).toBe(day)
      expect(plainDate(found.until!).toString()).toBe(from.add({ days: 1 }).toString())
      for (const other of [from.subtract({ days: 1 }), from.add({ days: 1 })])
        expect(await t.db.grant.count({ where: { personId, ...onDay(other) } })).toBe(0)
      const [row] = await t.db.$queryRaw<{ text: string }[]>`
        SELECT "from"::text AS text FROM "Grant" WHERE "personId" = ${personId}::uuid`
      expect(row?.text).toBe(day)
    },
  )

  it('"today" turns in the programme’s own zone', () => {
    const evening = Temporal.Instant.from('2026-07-31T23:30:00Z')
    expect(dateIn(evening, 'Europe/London').toString()).toBe('2026-08-01')
    expect(dateIn(evening, 'Pacific/Auckland').toString()).toBe('2026-08-01')
    expect(dateIn(evening, 'UTC').toString()).toBe('2026-07-31')
  })
})
