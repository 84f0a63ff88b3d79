import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { Prisma, PrismaClient } from '../generated/client.ts'

export type Db = PrismaClient
export type Tx = Prisma.TransactionClient
export type DbOrTx = Db | Tx

export interface OpenDb {
  db: Db
  /** The same connections for what speaks SQL itself (jobs, rate limits). */
  pool: pg.Pool
  close(): Promise<void>
}

export interface DbOptions {
  /** Connections at most. */
  max?: number
  /** Called for a connection that broke while idle; the pool replaces it. */
  onError?: (error: Error) => void
}

/** PostgreSQL must speak UTC: the driver drops offsets, so any other zone would shift every time read. */
const UTC = '-c TimeZone=UTC'

const watchers = new WeakMap<PrismaClient, Set<(sql: string) => void>>()

/** Opens the pool and the client on it, and makes sure that the server speaks UTC. */
export async function openDb(url: string, options: DbOptions = {}): Promise<OpenDb> {
  const watching = new Set<(sql: string) => void>()
  const pool = new pg.Pool({
    ...poolConfig(url),
    max: options.max ?? 10,
    connectionTimeoutMillis: 10_000,
    Client: watchedClient(watching),
  })
  pool.on('error', (error) => options.onError?.(error))
  try {
    await checkTimeZone(pool)
  } catch (error) {
    await pool.end()
    throw error
  }
  const db = new PrismaClient({ adapter: new PrismaPg(pool, { statementNameGenerator: statementNames() }) })
  watchers.set(db, watching)
  const close = once(async () => {
    await db.$disconnect()
    await pool.end()
  })
  return { db, pool, close }
}

/** Connection settings for a URL, always in UTC; options in the URL itself are kept. */
export function poolConfig(url: string): { connectionString: string; options?: string } {
  const address = new URL(url)
  const given = address.searchParams.get('options')
  if (!given) return { connectionString: url, options: UTC }
  address.searchParams.set('options', `${given} ${UTC}`)
  return { connectionString: address.href }
}

/**
 * Runs `work` and returns the statements that reached PostgreSQL through this client and its pool meanwhile, without
 * BEGIN, COMMIT and the like. For tests and the bench: nothing else may use the client at the same time.
 */
export async function countQueries<T>(db: Db, work: () => Promise<T>): Promise<{ result: T; queries: string[] }> {
  const watching = watchers.get(db)
  if (!watching) throw new Error('countQueries needs a client made by openDb.')
  const queries: string[] = []
  const note = (sql: string) => {
    if (!/^\s*(begin|commit|rollback|savepoint|release|set transaction)\b/i.test(sql)) queries.push(sql)
  }
  watching.add(note)
  try {
    return { result: await work(), queries }
  } finally {
    watching.delete(note)
  }
}

/**
 * Begins a statement that PostgreSQL must plan for its values each time: what it prepared once for any values would take
 * many times as long for a whole programme.
 */
export const plannedEachTime = Prisma.raw('/* planned each time */')

/** So many statements are kept prepared on a connection, each after it came so often. */
const mostPrepared = 250
const often = 5

/**
 * Names for statements that come again and again: PostgreSQL keeps what it made of a statement with a name, which takes
 * most of its time for the small ones. What comes seldom, such as a list of unusual length, is not worth its memory; what
 * asks to be planned each time has none.
 */
function statementNames(): (query: { sql: string }) => string {
  const named = new Map<string, string>()
  const counts = new Map<string, number>()
  return ({ sql }) => {
    if (sql.trimStart().startsWith(plannedEachTime.sql)) return ''
    const name = named.get(sql)
    if (name || named.size >= mostPrepared) return name ?? ''
    if (counts.size > 10 * mostPrepared) counts.clear()
    const count = (counts.get(sql) ?? 0) + 1
    counts.set(sql, count)
    if (count < often) return ''
    named.set(sql, `attest_${named.size}`)
    counts.delete(sql)
    return named.get(sql)!
  }
}

async function checkTimeZone(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ TimeZone: string }>('SHOW TimeZone')
  if (rows[0]?.TimeZone !== 'UTC')
    throw new Error('The database connection does not speak UTC: let the option TimeZone=UTC pass (see DATABASE_URL).')
}

function watchedClient(watching: Set<(sql: string) => void>): typeof pg.Client {
  const note = (query: unknown) => {
    const sql = typeof query === 'string' ? query : (query as { text?: string } | undefined)?.text
    if (sql) for (const tell of watching) tell(sql)
  }
  return class extends pg.Client {
    constructor(config?: string | pg.ClientConfig) {
      super(config)
      const send = this.query
      let last: Promise<unknown> = Promise.resolve()
      // The driver's query has a dozen overloads; a wrapper that passes everything on keeps them all.
      this.query = ((...args: unknown[]) => {
        if (watching.size) note(args[0])
        const now = () => Reflect.apply(send, this, args) as Promise<unknown>
        if (!answersByPromise(args)) return now()
        // Relations of one find are asked for side by side; the driver wants one question after the other.
        last = last.then(now, now)
        return last
      }) as typeof this.query
    }
  }
}

/** Whether a query answers by a promise: neither by a callback nor by an object that listens itself. */
function answersByPromise(args: readonly unknown[]): boolean {
  const [query] = args
  const listens = typeof query === 'object' && query !== null && 'submit' in query
  return !listens && typeof args.at(-1) !== 'function'
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => (done ??= work())
}
