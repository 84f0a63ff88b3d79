import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { diffSchema, folders, missingMigrations } from '../../src/kit/migrate.ts'
import { testDatabase } from '../support/database.ts'

const t = await testDatabase()

interface Applied {
  migration_name: string
  checksum: string
  finished_at: Date | null
  rolled_back_at: Date | null
  applied_steps_count: number
}

describe('schema and migrations', () => {
  it('B8: agree (if not: npm run db:migration -- name)', async () => {
    expect(await diffSchema(t.url)).toBe('')
  })

  it('B8: are recorded as `prisma migrate deploy` records them', async () => {
    const { rows } = await t.pool.query<Applied>('SELECT * FROM _prisma_migrations ORDER BY migration_name')
    const entries = await readdir(folders.migrations, { withFileTypes: true })
    const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
    expect(rows.map((row) => row.migration_name)).toEqual(names.sort())
    for (const row of rows) {
      const sql = await readFile(join(folders.migrations, row.migration_name, 'migration.sql'))
      expect(row.checksum).toBe(createHash('sha256').update(sql).digest('hex'))
      expect(row).toMatchObject({ rolled_back_at: null, applied_steps_count: 1 })
      expect(row.finished_at).toBeInstanceOf(Date)
    }
  })

  it('A4: readiness can tell what a database lacks', async () => {
    expect(await missingMigrations(t.pool)).toEqual([])
    const { rows } = await t.pool.query<Applied>(
      'SELECT * FROM _prisma_migrations ORDER BY migration_name DESC LIMIT 1',
    )
    const last = rows[0]?.migration_name
    await t.pool.query('DELETE FROM _prisma_migrations WHERE migration_name = $1', [last])
    expect(await missingMigrations(t.pool)).toEqual([last])
  })

  it('keep the job queue in the same database', async () => {
    await t.db.$executeRaw`SELECT graphile_worker.add_job('nothing', '{}'::json)`
    const { rows } = await t.pool.query('SELECT task_identifier FROM graphile_worker.jobs')
    expect(rows).toEqual([{ task_identifier: 'nothing' }])
  })
})
