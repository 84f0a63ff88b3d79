import { countQueries, openDb, plannedEachTime, poolConfig } from '../../src/kit/db.ts'
import { testDatabase } from '../support/database.ts'

const t = await testDatabase()

describe('the database client', () => {
  it('speaks UTC whatever the server prefers', async () => {
    await t.pool.query(`ALTER ROLE attest SET timezone = 'Pacific/Auckland'`)
    const other = await openDb(t.url)
    const rows = await other.db.$queryRaw<{ at: Date }[]>`SELECT timestamptz '2026-03-01 10:00:00Z' AS at`
    await other.close()
    await t.pool.query('ALTER ROLE attest RESET timezone')
    expect(rows[0]?.at.toISOString()).toBe('2026-03-01T10:00:00.000Z')
  })

  it('keeps options that the URL brings', () => {
    const { connectionString } = poolConfig('postgresql://a@localhost/a?options=-c%20search_path%3Dother')
    expect(new URL(connectionString).searchParams.get('options')).toBe('-c search_path=other -c TimeZone=UTC')
  })

  it('refuses a connection whose options do not reach the server', async () => {
    const url = new URL(t.url)
    url.searchParams.set('options', '-c TimeZone=UTC')
    const opened = await openDb(url.href)
    await opened.close()
    await expect(openDb('postgresql://a@localhost:1/a?sslmode=disable')).rejects.toThrow()
  })

  it('counts the statements of a piece of work, not those that frame a transaction', async () => {
    const { queries, result } = await countQueries(t.db, async () => {
      await t.pool.query('SELECT 1')
      return t.db.$transaction(async (tx) => tx.$queryRaw<{ n: number }[]>`SELECT 2 AS n`)
    })
    expect(result).toEqual([{ n: 2 }])
    expect(queries).toEqual(['SELECT 1', 'SELECT 2 AS n'])
  })

  it('keeps what comes again and again prepared, but for what is planned for its values each time', async () => {
    const one = await openDb(t.url, { max: 1 })
    for (let at = 0; at < 12; at++) {
      await one.db.$queryRaw`SELECT ${at}::int AS kept`
      await one.db.$queryRaw`${plannedEachTime} SELECT ${at}::int AS planned`
    }
    const { rows } = await one.pool.query<{ statement: string }>('SELECT statement FROM pg_prepared_statements')
    await one.close()
    const prepared = rows.map(({ statement }) => statement)
    expect(prepared.some((sql) => sql.includes('AS kept'))).toBe(true)
    expect(prepared.some((sql) => sql.includes('AS planned'))).toBe(false)
  })

  it('sends what is asked side by side one after the other, also after one that failed', async () => {
    const client = await t.pool.connect()
    try {
      const asked = Promise.allSettled([
        client.query('SELECT pg_sleep(0.05)'),
        client.query('SELECT nothing'),
        client.query('SELECT 3 AS n'),
      ])
      // What the driver itself would have to keep waiting.
      expect((client as unknown as { _queryQueue: unknown[] })._queryQueue).toEqual([])
      const [first, second, third] = await asked
      expect([first.status, second.status]).toEqual(['fulfilled', 'rejected'])
      expect(third).toMatchObject({ value: { rows: [{ n: 3 }] } })
    } finally {
      client.release()
    }
  })
})
