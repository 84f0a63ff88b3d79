import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlQuery,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils'
import type { SchemaEngine } from '@prisma/schema-engine-wasm'
import pg from 'pg'
import { poolConfig } from './db.ts'

type SchemaFiles = [path: string, content: string][]

/** PostgreSQL's one-byte "char" of the system catalogues, which the stock adapter reads as text. */
const CHAR_OID = 18
const TEXT_OID = 25

/** Runs work with Prisma's own schema engine (as WebAssembly, so nothing is downloaded) on one database. */
export async function withSchemaEngine<T>(
  url: string,
  schema: SchemaFiles,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const Engine = await loadEngine()
  const adapter = new MigrationAdapter({ ...poolConfig(url), max: 2 })
  const engine = await Engine.new({ datamodels: schema }, () => {}, bindMigrationAwareSqlAdapterFactory(adapter))
  try {
    return await work(engine)
  } finally {
    engine.free()
    await adapter.dispose()
  }
}

let loaded: Promise<typeof SchemaEngine> | undefined

function loadEngine(): Promise<typeof SchemaEngine> {
  loaded ??= load()
  return loaded
}

/** The part of the platform's WebAssembly that is used here; Node's own types leave it to the browser's. */
declare const WebAssembly: {
  compile(code: Uint8Array): Promise<object>
  instantiate(code: object, imports: object): Promise<{ exports: EngineExports }>
}

interface EngineExports {
  __wbindgen_start(): void
}

interface Glue {
  SchemaEngine: typeof SchemaEngine
  __wbg_set_wasm(exports: EngineExports): void
}

async function load(): Promise<typeof SchemaEngine> {
  // The engine writes the text of a panic here before it stops.
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: rememberPanic } })
  const home = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'))
  const glue = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as unknown as Glue
  const code = await WebAssembly.compile(await readFile(join(home, 'schema_engine_bg.wasm')))
  const { exports } = await WebAssembly.instantiate(code, { './schema_engine_bg.js': withoutWaiting(glue) })
  glue.__wbg_set_wasm(exports)
  exports.__wbindgen_start()
  return glue.SchemaEngine
}

/** The engine leaves a timer of ten seconds behind for its lock, which would keep a finished program alive. */
function withoutWaiting(glue: object): object {
  const free = (make: (...args: unknown[]) => { unref?(): void }) => {
    return (...args: unknown[]) => {
      const timer = make(...args)
      timer.unref?.()
      return timer
    }
  }
  const entries = Object.entries(glue).map(([name, f]) => [name, name.startsWith('__wbg_setTimeout') ? free(f) : f])
  return Object.fromEntries(entries)
}

function rememberPanic(message: string): void {
  process.emitWarning(`The schema engine stopped: ${message}`)
}

/** The stock adapter, mended in two places for migrations. */
class MigrationAdapter extends PrismaPg {
  readonly #pool: pg.Pool

  constructor(config: pg.PoolConfig) {
    const pool = new pg.Pool(config)
    pool.on('error', () => {})
    super(pool)
    this.#pool = pool
  }

  override async connect(): ReturnType<PrismaPg['connect']> {
    const stock = await super.connect()
    const read = stock.queryRaw
    return Object.assign(stock, {
      // The whole file as one query: split at every ";" as the stock adapter does, functions and triggers break.
      executeScript: async (script: string) => {
        await this.#pool.query(script)
      },
      queryRaw: async (query: SqlQuery) => {
        const characters = new Set<number>()
        const client = { value: { query: (sql: pg.QueryConfig) => this.#queryNoting(characters, sql) } }
        const found: SqlResultSet = await Reflect.apply(read, Object.create(stock, { client }), [query])
        const columnTypes = found.columnTypes.map((type, i) => (characters.has(i) ? ColumnTypeEnum.Character : type))
        return { ...found, columnTypes }
      },
    })
  }

  async dispose(): Promise<void> {
    await this.#pool.end()
  }

  async #queryNoting(characters: Set<number>, sql: pg.QueryConfig): Promise<pg.QueryResult> {
    const result = await this.#pool.query(sql)
    for (const [i, field] of result.fields.entries()) {
      if (field.dataTypeID !== CHAR_OID) continue
      characters.add(i)
      field.dataTypeID = TEXT_OID
    }
    return result
  }
}
