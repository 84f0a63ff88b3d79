import { createHash, randomBytes } from 'node:crypto'
import pg from 'pg'
import { type Db, type OpenDb, openDb } from '../../src/kit/db.ts'

export interface TestDatabase extends OpenDb {
  db: Db
  url: string
  /** Empties every table (and the job queue), past append-only triggers. */
  reset(): Promise<void>
}

export interface TestDatabaseOptions {
  /**
   * A filled template shared by all files that name it: made once per run by whoever comes first, then cloned.
   * The same name must always come with the same `prepare`.
   */
  template?: { name: string; prepare: (opened: OpenDb, url: string) => Promise<void> }
}

const BASE = 'template_migrated'

/**
 * A database of this test file's own, cloned from the migrated template and dropped after the file:
 * `const t = await testDatabase()` at the top, then t.db.
 */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await asAdmin(async (admin) => {
    const from = options.template ? await templateFor(admin, options.template) : BASE
    await admin.query(`CREATE DATABASE "${name}" TEMPLATE "${from}"`)
  })
  const url = urlOf(name)
  const opened = await openDb(url)
  afterAll(async () => {
    await opened.close()
    await asAdmin((admin) => admin.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`))
  })
  return { ...opened, url, reset: () => empty(opened.pool) }
}

/** The address of a database in the tests' server. */
export function urlOf(name: string): string {
  const base = process.env.ATTEST_TEST_DATABASE_URL
  if (!base) throw new Error('Run the tests by jest with its global set-up.')
  const url = new URL(base)
  url.pathname = `/${name}`
  return url.href
}

async function templateFor(
  admin: pg.Client,
  { name, prepare }: NonNullable<TestDatabaseOptions['template']>,
): Promise<string> {
  const template = `template_${createHash('sha256').update(name).digest('hex').slice(0, 12)}`
  const key = Number.parseInt(template.slice(-8), 16) % 2 ** 31
  await admin.query('SELECT pg_advisory_lock($1)', [key])
  try {
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [template])
    if (!rowCount) await fill(admin, template, prepare)
  } finally {
    await admin.query('SELECT pg_advisory_unlock($1)', [key])
  }
  return template
}

async function fill(admin: pg.Client, template: string, prepare: (opened: OpenDb, url: string) => Promise<void>) {
  const draft = `${template}_draft`
  await admin.query(`DROP DATABASE IF EXISTS "${draft}" WITH (FORCE)`)
  await admin.query(`CREATE DATABASE "${draft}" TEMPLATE "${BASE}"`)
  const opened = await openDb(urlOf(draft))
  try {
    await prepare(opened, urlOf(draft))
  } finally {
    await opened.close()
  }
  await admin.query(`ALTER DATABASE "${draft}" RENAME TO "${template}"`)
}

async function asAdmin<T>(work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: urlOf('postgres') })
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}

async function empty(pool: pg.Pool): Promise<void> {
  const client = await pool.connect()
  try {
    const { rows } = await client.query<{ tables: string | null }>(
      `SELECT string_agg(format('%I.%I', schemaname, tablename), ', ') AS tables FROM pg_tables
       WHERE (schemaname = 'public' AND tablename <> '_prisma_migrations') OR tablename = '_private_jobs'`,
    )
    if (!rows[0]?.tables) return
    await client.query(`SET session_replication_role = replica; TRUNCATE ${rows[0].tables} CASCADE`)
  } finally {
    await client.query('RESET session_replication_role')
    client.release()
  }
}
