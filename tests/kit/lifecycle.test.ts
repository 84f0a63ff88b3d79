import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { told } from '../../src/cli/told.mjs'
import { boot } from '../../src/kit/lifecycle.ts'
import { root } from '../../src/kit/root.ts'
import { type Pack, publishPack } from '../../src/programmes/index.ts'
import { loadPackFolder } from '../../src/programmes/load.ts'
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

  it('decision 28: names the files of a pack that were changed under a published version, in one sentence', async () => {
    const pack = await loadPackFolder(join(root, 'prisma/packs/internal-medicine/2019.1'))
    const publish = (changed: Pack) =>
      t.db.$transaction((tx) => publishPack(tx, changed, new Date()), { timeout: 30_000 })
    const id = await publish(pack)
    expect(await publish(structuredClone(pack))).toBe(id)
    const changed = structuredClone(pack)
    changed.forms.find(({ key }) => key === 'cbd')!.title = 'Other'
    changed.procedures.procedures[0]!.title = 'Other'
    const error = await publish(changed).catch((thrown) => thrown)
    expect(told(error)).toBe(
      'The pack internal-medicine 2019.1 was changed after it was published, in prisma/packs/internal-medicine/2019.1/forms/cbd.json ' +
        'and prisma/packs/internal-medicine/2019.1/procedures.json. Give it a new version, or run "npm run demo:reset" in development.',
    )
    const gone = { ...pack, forms: pack.forms.slice(1) }
    await expect(publish(gone)).rejects.toThrow(
      `published, in prisma/packs/internal-medicine/2019.1/forms/${pack.forms[0]!.key}.json.`,
    )
    expect(told(new Error('A bug'))).toContain('lifecycle.test')
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
