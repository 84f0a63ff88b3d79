import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { endOfLog, isReady, startServer, stopServer } from './postgresControl.ts'
import { type Cluster, type DoorKind, openCluster } from './postgresServer.ts'

export interface EmbeddedPostgres {
  /** Connection string of the application's database; stays the same when the server has to be started again. */
  url: string
  /** Leaves the server; the last process to leave stops it. */
  stop(): Promise<void>
}

export interface PostgresOptions {
  /** Settings of postgresql.conf, for example { fsync: 'off' } in tests. */
  settings?: Record<string, string>
  /** A closed socket, or where there is none a local port behind a password; by default what the platform has. */
  door?: DoorKind
  /** Told when the server had vanished and runs again, or could not be started again. */
  onRevival?: (failure?: Error) => void
}

/** The key of the advisory lock that every process holds, shared, while it uses the server. */
const PRESENCE = 4_121_001
const PATIENCE_MS = 45_000

/**
 * Joins the embedded PostgreSQL of a data folder, starting (and the first time creating) it when nobody has. Several
 * processes may do so at once: each holds a shared lock in the server, and on leaving tries the exclusive one; whoever
 * gets it is the last and stops the server. A killed process loses its lock with its connection; a killed server is
 * started again by those who still use it.
 */
export async function startPostgres(dataDir: string, options: PostgresOptions = {}): Promise<EmbeddedPostgres> {
  const cluster = await openCluster(dataDir, options.settings, options.door)
  let leaving: Promise<void> | undefined
  const keep = async () => {
    const presence = await join(cluster)
    presence.once('end', () => {
      if (leaving) return
      present = keep()
      present.then(() => options.onRevival?.(), options.onRevival)
    })
    return presence
  }
  let present = keep()
  await present
  const stop = () => {
    leaving ??= present.then(
      (presence) => leave(cluster, presence),
      () => {},
    )
    return leaving
  }
  return { url: cluster.url, stop }
}

/** Finds the server or starts it, and enters with the shared lock. Tries again while another one comes or goes. */
async function join(cluster: Cluster): Promise<pg.Client> {
  const patience = Date.now() + PATIENCE_MS
  for (;;) {
    try {
      if (!(await isReady(cluster))) await startServer(cluster)
      return await enter(cluster)
    } catch (error) {
      if (Date.now() > patience)
        throw new Error(
          `The embedded PostgreSQL did not start: ${(error as Error).message}\n${await endOfLog(cluster)}`,
        )
    }
    await pause(150 + Math.random() * 150)
  }
}

async function enter(cluster: Cluster): Promise<pg.Client> {
  await createDatabase(cluster)
  const client = await connect(cluster.url)
  try {
    // Waits for a process that is just stopping the server; its end ends this connection, and we start anew.
    await client.query('SELECT pg_advisory_lock_shared($1)', [PRESENCE])
    return client
  } catch (error) {
    client.end().catch(() => {})
    throw error
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  await client.connect()
  return client
}

/** The server comes with its own database alone; ours is made at the first entry. */
async function createDatabase(cluster: Cluster): Promise<void> {
  const address = new URL(cluster.url)
  const name = address.pathname.slice(1)
  address.pathname = '/postgres'
  const client = await connect(address.href)
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (!rowCount) await client.query(`CREATE DATABASE "${name}"`)
  } finally {
    await client.end()
  }
}

async function leave(cluster: Cluster, presence: pg.Client): Promise<void> {
  try {
    await presence.query('SELECT pg_advisory_unlock_shared($1)', [PRESENCE])
    const { rows } = await presence.query<{ last: boolean }>('SELECT pg_try_advisory_lock($1) AS last', [PRESENCE])
    // The exclusive lock is held until the server itself ends it, so nobody enters in between.
    if (rows[0]?.last) await stopServer(cluster)
  } catch {
    // The server has gone already; there is nothing to leave.
  }
  await presence.end().catch(() => {})
}
