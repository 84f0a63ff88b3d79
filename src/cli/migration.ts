// npm run db:migration -- name: writes the SQL that leads from the migrations to prisma/schema.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { diffSchema, folders } from '../kit/migrate.ts'
import { temporaryPostgres } from '../kit/temporaryPostgres.ts'

const name = process.argv[2]
if (!name || !/^[a-z][a-z0-9_]*$/.test(name)) {
  process.stderr.write('Give the migration a name of small letters, digits and _: npm run db:migration -- add_things\n')
  process.exit(1)
}

const sql = await differences()
if (sql) {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const folder = join(folders.migrations, `${stamp}_${name}`)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'migration.sql'), sql)
  process.stdout.write(`${folder}/migration.sql\n${sql}\nRead it before you commit it.\n`)
} else process.stdout.write('Schema and migrations agree: there is nothing to write.\n')

/** In a server of its own, so that it neither needs nor touches anybody's data. */
async function differences(): Promise<string> {
  const server = await temporaryPostgres('migration')
  try {
    return await diffSchema(server.url)
  } finally {
    await server.stop()
  }
}
