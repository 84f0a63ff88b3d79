import { openDb } from '../../src/kit/db.ts'
import { newId } from '../../src/kit/ids.ts'
import { createLog } from '../../src/kit/log.ts'
import { testDatabase } from '../support/database.ts'

const t = await testDatabase()

/** The one line that logging this error writes. */
function lineFor(err: unknown): string {
  let line = ''
  createLog('info', {
    write: (text) => {
      line += text
    },
  }).error({ err }, 'unexpected')
  return line
}

async function failure(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => {
      throw new Error('It did not fail.')
    },
    (error) => error,
  )
}

describe('the log', () => {
  it('A4: holds no values of the row that a database error is about', async () => {
    const id = newId()
    const insert = () =>
      t.pool.query(`INSERT INTO "Person" (id, "givenName", "familyName") VALUES ($1, 'Secretname', 'Okafor')`, [id])
    await insert()
    const line = lineFor(await failure(insert()))
    expect(line).toContain('duplicate key value')
    expect(line).toContain('23505')
    expect(line).not.toMatch(/Secretname|Okafor/)
    expect(line).not.toContain(id)
    expect(line).not.toContain('connectionParameters')
  })

  it('A4: holds no values that were handed to the database client', async () => {
    const { db, close } = await openDb(t.url)
    const data = { id: newId(), givenName: 'Secretname', familyName: 'Okafor', nonsense: 'Secretname' }
    const invalid = lineFor(await failure(db.person.create({ data: data as never })))
    expect(invalid).toContain('PrismaClientValidationError')
    const person = { id: newId(), givenName: 'Secretname', familyName: 'Okafor' }
    await db.person.create({ data: person })
    const twice = lineFor(await failure(db.person.create({ data: person })))
    expect(twice).toContain('P2002')
    const { id, givenName } = person
    const raw = lineFor(
      await failure(
        db.$executeRaw`INSERT INTO "Person" (id, "givenName", "familyName") VALUES (${id}::uuid, ${givenName}, '')`,
      ),
    )
    expect(raw).toContain('P2010')
    expect(raw).not.toContain(id)
    for (const line of [invalid, twice, raw]) expect(line).not.toMatch(/Secretname|Okafor/)
    await close()
  })
})
