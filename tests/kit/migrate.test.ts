import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { applyMigrations, diffSchema, folders, type MigrationFolders } from '../../src/kit/migrate.ts'
import { urlOf } from '../support/database.ts'

const home = await mkdtemp(join(tmpdir(), 'attest-migrate-'))
const admin = new pg.Client({ connectionString: urlOf('postgres') })
await admin.connect()
const databases: string[] = []

afterAll(async () => {
  for (const name of databases) await admin.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
  await admin.end()
  await rm(home, { recursive: true })
})

const THING = 'model Thing {\n  id Int @id\n  name String\n}\n'
const TABLE =
  'CREATE TABLE "Thing" ("id" INTEGER NOT NULL, "name" TEXT NOT NULL, CONSTRAINT "Thing_pkey" PRIMARY KEY ("id"));'

/** A schema and migrations of a test's own, with the generator and data source of the real one. */
async function project(name: string, model: string, migrations: Record<string, string>): Promise<MigrationFolders> {
  const own = { schema: join(home, name, 'schema'), migrations: join(home, name, 'migrations') }
  await mkdir(own.schema, { recursive: true })
  await mkdir(own.migrations, { recursive: true })
  await copyFile(join(folders.schema, 'base.prisma'), join(own.schema, 'base.prisma'))
  await copyFile(join(folders.migrations, 'migration_lock.toml'), join(own.migrations, 'migration_lock.toml'))
  await writeFile(join(own.schema, 'thing.prisma'), model)
  for (const [folder, sql] of Object.entries(migrations)) {
    await mkdir(join(own.migrations, folder), { recursive: true })
    await writeFile(join(own.migrations, folder, 'migration.sql'), sql)
  }
  return own
}

async function emptyDatabase(name: string): Promise<string> {
  await admin.query(`CREATE DATABASE "${name}"`)
  databases.push(name)
  return urlOf(name)
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

describe('migrations', () => {
  it('apply once, in order, and whole: functions and triggers keep their semicolons', async () => {
    const guard = `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'kept; for ever'; RETURN NULL; END $$;
      CREATE TRIGGER keep BEFORE DELETE ON "Thing" FOR EACH ROW EXECUTE FUNCTION refuse();`
    const own = await project('once', THING, { '20260102000000_guard': guard, '20260101000000_table': TABLE })
    const url = await emptyDatabase('migrate_once')
    expect(await applyMigrations(url, own)).toEqual(['20260101000000_table', '20260102000000_guard'])
    expect(await applyMigrations(url, own)).toEqual([])
    await ask(url, `INSERT INTO "Thing" VALUES (1, 'a')`)
    await expect(ask(url, 'DELETE FROM "Thing"')).rejects.toThrow('kept; for ever')
  })

  it('stop at one that fails, naming it, and leave nothing of it behind', async () => {
    const own = await project('fails', THING, { '20260101000000_table': `${TABLE} SELECT 1 / 0;` })
    const url = await emptyDatabase('migrate_fails')
    await expect(applyMigrations(url, own)).rejects.toThrow(/20260101000000_table|division by zero/)
    expect(await ask(url, `SELECT to_regclass('"Thing"') AS found`)).toEqual([{ found: null }])
  })

  it('B8: a difference from the schema is found, and the scratch database is gone afterwards', async () => {
    const changed = THING.replace('name String', 'name String\n  colour String?')
    const own = await project('drift', changed, { '20260101000000_table': TABLE })
    const sql = await diffSchema(urlOf('postgres'), own)
    expect(sql).toContain('ALTER TABLE "Thing" ADD COLUMN')
    const { rows } = await admin.query(`SELECT datname FROM pg_database WHERE datname LIKE 'scratch%'`)
    expect(rows.filter(({ datname }) => !datname.includes('test'))).toHaveLength(0)
    expect(await readdir(own.migrations)).toHaveLength(2)
  })
})
