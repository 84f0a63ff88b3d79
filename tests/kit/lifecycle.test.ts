import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { boot } from '../../src/kit/lifecycle.ts'
import { testDatabase, urlOf } from '../support/database.ts'

const t = await testDatabase()
const own = { databaseUrl: t.url, dataDir: join(tmpdir(), 'attest-unused') }

describe('bringing the database up', () => {
  it('A5: lets one process at a time prepare, and each finds what the one before it did', async () => {
    const seen: number[] = []
    const prepare = async ({ pool }: { pool: pg.Pool }) => {
      await pool.query('CREATE TABLE IF NOT EXISTS prepared (n int)')
      const { rows } = await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM prepared')
      await pool.query('SELECT pg_sleep(0.1)')
      await pool.query('INSERT INTO prepared VALUES (1)')
      seen.push(rows[0]?.n ?? -1)
    }
    const booted = await Promise.all([boot(own, { prepare }), boot(own, { prepare }), boot(own, { prepare })])
    expect(seen).toEqual([0, 1, 2])
    for (const one of booted) await one.close()
  })

  it('gives its turn up when the preparation fails', async () => {
    const prepare = async () => {
      throw new Error('a pack was changed')
    }
    await expect(boot(own, { prepare })).rejects.toThrow('a pack was changed')
    const booted = await boot(own)
    await booted.close()
  })

  it('starts the embedded server when there is no other, and stops it last', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'attest-lifecycle-'))
    await chmod(dataDir, 0o711)
    const booted = await boot({ databaseUrl: null, dataDir })
    expect(await booted.db.$queryRaw`SELECT 1 AS n`).toEqual([{ n: 1 }])
    await booted.close()
    const late = new pg.Client({ connectionString: booted.url })
    await expect(late.connect()).rejects.toThrow()
    await rm(dataDir, { recursive: true })
  })

  it('refuses a database that is not in UTF-8', async () => {
    const name = 'lifecycle_latin'
    await t.pool.query(
      `CREATE DATABASE ${name} ENCODING 'SQL_ASCII' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0`,
    )
    await expect(boot({ ...own, databaseUrl: urlOf(name) })).rejects.toThrow('must be encoded in UTF8')
    await t.pool.query(`DROP DATABASE ${name}`)
  })
})
