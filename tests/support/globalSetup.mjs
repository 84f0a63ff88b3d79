// Before all tests: a PostgreSQL of our own, and in it a migrated template that every test file's database is cloned
// from. Plain JavaScript on the built kit, because jest does not transform this file.
import pg from 'pg'
import { build, root } from '../../src/cli/build.mjs'

export default async function setUp() {
  await build()
  const { temporaryPostgres } = await import(`${root}/dist/src/kit/temporaryPostgres.js`)
  const { applyMigrations } = await import(`${root}/dist/src/kit/migrate.js`)
  const server = await temporaryPostgres('test')
  globalThis.attestTestServer = server
  // Not the server's first database: nobody may be connected to a template while it is cloned.
  const admin = new pg.Client({ connectionString: server.url })
  await admin.connect()
  await admin.query('CREATE DATABASE template_migrated')
  await admin.end()
  const template = new URL(server.url)
  template.pathname = '/template_migrated'
  await applyMigrations(template.href)
  process.env.ATTEST_TEST_DATABASE_URL = server.url
}
