import pg from 'pg'
import type { Config } from './config.ts'
import { type OpenDb, openDb, poolConfig } from './db.ts'
import { applyMigrations } from './migrate.ts'
import { startPostgres } from './postgres.ts'

/** What `main()` of the server gives to whoever started it. */
export interface Running {
  /** Where people open it. */
  url: string
  /** Lines to print below: who can sign in, in a demo. */
  signIn: string[]
  close(): Promise<void>
}

export interface Booted extends OpenDb {
  url: string
}

export interface BootOptions {
  /** Work that only one process may do at a time, on the migrated database: publishing packs, filling the demo. */
  prepare?: (opened: Booted) => Promise<void>
  /** Told of what happens to the database later: a connection that broke, a server that was started again. */
  onEvent?: (message: string, error?: Error) => void
}

/** The key of the advisory lock under which a database is migrated and prepared. */
const PREPARATION = 4_121_002
const LEAST_VERSION = 160_000

/**
 * Brings the database up: starts the embedded server unless there is one of our own, then migrates and prepares under
 * an exclusive lock, so that several processes may start together. `close` leaves the database, the server last.
 */
export async function boot(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  options: BootOptions = {},
): Promise<Booted> {
  const tell = options.onEvent ?? (() => {})
  const embedded = config.databaseUrl
    ? null
    : await startPostgres(config.dataDir, {
        onRevival: (failure) =>
          tell(failure ? 'The database could not be started again.' : 'The database runs again.', failure),
      })
  const url = config.databaseUrl ?? embedded?.url ?? ''
  let opened: OpenDb | undefined
  const close = async () => {
    await opened?.close()
    await embedded?.stop()
  }
  try {
    return await alone(url, async () => {
      await applyMigrations(url)
      opened = await openDb(url, { onError: (error) => tell('A database connection broke.', error) })
      const booted = { ...opened, url, close }
      await options.prepare?.(booted)
      return booted
    })
  } catch (error) {
    await close()
    throw error
  }
}

/** Runs work while no other process does the same; a process that dies gives its turn up with its connection. */
async function alone<T>(url: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...poolConfig(url), connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    await checkServer(client)
    await client.query('SELECT pg_advisory_lock($1)', [PREPARATION])
    return await work()
  } finally {
    await client.end().catch(() => {})
  }
}

async function checkServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number; encoding: string }>(
    `SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding`,
  )
  const { version = 0, encoding = '' } = rows[0] ?? {}
  if (version < LEAST_VERSION) throw new Error('Attest needs PostgreSQL 16 or later: see DATABASE_URL.')
  if (encoding !== 'UTF8') throw new Error(`The database must be encoded in UTF8, not ${encoding}: see DATABASE_URL.`)
}
