import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
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

describe('rows that were there before', () => {
  /** A database as it stood before a migration, filled; then that migration, as one transaction like all of them. */
  async function over(migration: string, fill: string, query: string): Promise<unknown[]> {
    const url = await emptyDatabase(`over_${migration}`)
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      const names = (await readdir(folders.migrations)).filter((name) => /^\d/.test(name)).sort()
      const its = names.findIndex((name) => name.endsWith(migration))
      const run = async (name: string) =>
        client.query(await readFile(join(folders.migrations, name, 'migration.sql'), 'utf8'))
      for (const name of names.slice(0, its)) await run(name)
      // Rows alone, without the records and people around them.
      await client.query(`SET session_replication_role = replica; ${fill}; SET session_replication_role = DEFAULT`)
      await client.query('BEGIN')
      await run(names[its]!)
      await client.query('COMMIT')
      return (await client.query(query)).rows
    } finally {
      await client.end()
    }
  }

  it('D3: an opened request is a sent one whose mail was opened: the mail under the link that held, written by then', async () => {
    const id = (last: string) => `'018f0000-0000-7000-8000-0000000000${last}'`
    const request = (record: string, state: string, generation: number, fetched: string, opened: string) =>
      `insert into "AssessmentRequest" ("recordId", state, "assessorEmail", "assessorName", generation, "sentAt", "expiresAt",
        "fetchedAt", "openedAt") values (${id(record)}, '${state}', 'a', 'a', ${generation}, now(), now(), ${fetched}, ${opened})`
    const mail = (own: string, record: string, purpose: string, generation: number, on: string, state: string) =>
      `insert into "Mail" (id, "messageId", "toAddress", subject, text, link, purpose, "recordId", state, "createdAt") values
        (${id(own)}, ${id(own)}, 'a', 's', 't', '{"generation": ${generation}}', 'assessment.${purpose}', ${id(record)}, '${state}', '${on}')`
    const rows = await over(
      'mail_truth',
      [
        request('01', 'opened', 2, "'2026-11-02'", "'2026-11-03'"),
        request('02', 'sent', 1, "'2026-11-02'", 'null'),
        request('03', 'completed', 1, 'null', 'null'),
        mail('a1', '01', 'request', 1, '2026-10-20', 'failed'),
        mail('a2', '01', 'request', 2, '2026-11-01', 'sent'),
        mail('a3', '01', 'reminder', 2, '2026-11-08', 'queued'),
        mail('a4', '02', 'request', 1, '2026-11-01', 'kept'),
        mail('a5', '02', 'expired', 1, '2026-11-01', 'sent'),
        mail('a6', '03', 'request', 1, '2026-11-01', 'sent'),
      ].join(';'),
      `select right(m.id::text, 2) as mail, q.state as request, m.state, to_char(m."fetchedAt", 'DD') as fetched,
        to_char(m."openedAt", 'DD') as opened from "Mail" m join "AssessmentRequest" q on q."recordId" = m."recordId" order by 1`,
    )
    const none = { fetched: null, opened: null }
    expect(rows).toEqual([
      { mail: 'a1', request: 'sent', state: 'bounced', ...none },
      { mail: 'a2', request: 'sent', state: 'sent', fetched: '02', opened: '03' },
      { mail: 'a3', request: 'sent', state: 'queued', ...none },
      { mail: 'a4', request: 'sent', state: 'kept', fetched: '02', opened: null },
      { mail: 'a5', request: 'sent', state: 'sent', ...none },
      { mail: 'a6', request: 'completed', state: 'sent', ...none },
    ])
  })
})
