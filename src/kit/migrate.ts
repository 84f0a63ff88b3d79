import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MigrationList, SchemaFilter } from '@prisma/schema-engine-wasm'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { poolConfig } from './db.ts'
import { root } from './root.ts'
import { withSchemaEngine } from './schemaEngine.ts'

export interface MigrationFolders {
  migrations: string
  schema: string
}

export const folders: MigrationFolders = {
  migrations: join(root, 'prisma', 'migrations'),
  schema: join(root, 'prisma', 'schema'),
}

const NO_FILTER: SchemaFilter = { externalTables: [], externalEnums: [] }

/** Applies what is missing of prisma/migrations and then the job queue's own tables; returns the names applied. */
export async function applyMigrations(url: string, from: MigrationFolders = folders): Promise<string[]> {
  const applied = await applyFiles(url, from)
  await runMigrations({ connectionString: poolConfig(url).connectionString, noPreparedStatements: true })
  return applied
}

/** The SQL that leads from the migrations to the schema: empty when they agree. Needs the right to create databases. */
export async function diffSchema(url: string, from: MigrationFolders = folders): Promise<string> {
  return withScratchDatabase(url, async (scratch) => {
    await applyFiles(scratch, from)
    const files = (await schemaFiles(from)).map(([path, content]) => ({ path, content }))
    return withSchemaEngine(scratch, await schemaFiles(from), async (engine) => {
      const { stdout } = await engine.diff({
        from: { tag: 'schemaDatasource', files, configDir: from.schema },
        to: { tag: 'schemaDatamodel', files },
        script: true,
        exitCode: null,
        filters: NO_FILTER,
      })
      return isEmpty(stdout) ? '' : (stdout ?? '')
    })
  })
}

/** Names in prisma/migrations that this database has not (readiness asks). */
export async function missingMigrations(pool: pg.Pool, from: MigrationFolders = folders): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  )
  const done = new Set(rows.map((row) => row.name))
  return (await migrationNames(from)).filter((name) => !done.has(name))
}

async function applyFiles(url: string, from: MigrationFolders): Promise<string[]> {
  const migrationsList = await readMigrations(from)
  return withSchemaEngine(url, await schemaFiles(from), async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: NO_FILTER })
    return appliedMigrationNames
  })
}

async function schemaFiles({ schema }: MigrationFolders): Promise<[string, string][]> {
  const names = (await readdir(schema)).filter((name) => name.endsWith('.prisma')).sort()
  return Promise.all(
    names.map(
      async (name): Promise<[string, string]> => [join(schema, name), await readFile(join(schema, name), 'utf8')],
    ),
  )
}

async function migrationNames({ migrations }: MigrationFolders): Promise<string[]> {
  const entries = await readdir(migrations, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

async function readMigrations(from: MigrationFolders): Promise<MigrationList> {
  const names = await migrationNames(from)
  const lockfile = await readFile(join(from.migrations, 'migration_lock.toml'), 'utf8')
  return {
    baseDir: from.migrations,
    lockfile: { path: 'migration_lock.toml', content: lockfile },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (path) => {
        const value = await readFile(join(from.migrations, path, 'migration.sql'), 'utf8')
        return { path, migrationFile: { path: 'migration.sql', content: { tag: 'ok', value } as const } }
      }),
    ),
  }
}

/** A database of its own for comparing, never the engine's own shadow: with a URL that is the live database. */
async function withScratchDatabase<T>(url: string, work: (scratch: string) => Promise<T>): Promise<T> {
  const name = `scratch_${randomUUID().replaceAll('-', '')}`
  const scratch = new URL(url)
  scratch.pathname = `/${name}`
  const client = new pg.Client(poolConfig(url))
  await client.connect()
  try {
    await client.query(`CREATE DATABASE "${name}"`)
    return await work(scratch.href)
  } finally {
    await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
    await client.end()
  }
}

function isEmpty(sql: string | null): boolean {
  return !sql || sql.split('\n').every((line) => line.trim() === '' || line.startsWith('--'))
}
