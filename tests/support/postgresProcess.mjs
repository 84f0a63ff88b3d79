// A process of its own on an embedded PostgreSQL, for tests: prints its address, answers each line of its input.
// "stop" leaves the server; anything else is run as SQL and its first value printed.
import { createInterface } from 'node:readline'
import pg from 'pg'
import { startPostgres } from '../../dist/src/kit/postgres.js'

const say = (text) => process.stdout.write(`${text}\n`)
const server = await startPostgres(process.argv[2], {
  // Killing a process loses nothing that the operating system has; only tests are this careless.
  settings: { fsync: 'off' },
  onRevival: (failure) => say(failure ? 'lost' : 'revived'),
})
say(server.url)

for await (const line of createInterface(process.stdin)) {
  if (line === 'stop') {
    await server.stop()
    say('stopped')
    process.exit(0)
  }
  const client = new pg.Client({ connectionString: server.url })
  client.on('error', () => {})
  try {
    await client.connect()
    const result = await client.query(line)
    const [row] = [result].flat().at(-1).rows
    say(String(row ? Object.values(row)[0] : 'done'))
  } catch (error) {
    say(`error: ${error.message}`)
  }
  await client.end().catch(() => {})
}
