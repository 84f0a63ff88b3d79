// npm start: builds what has changed, starts everything in this process, and stops it in order.
// Plain JavaScript, because it runs before anything is compiled.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, root } from './cli/build.mjs'
import { told } from './cli/told.mjs'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const runs = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24
if (!runs) fail(`Attest needs Node 20.19, 22.12, or 24 and later; this is ${process.versions.node}.`)

/** Set once the server runs; before that there is nothing to stop but what boot itself cleans up. */
let starting
let stoppingSince = 0

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop())

try {
  await start()
} catch (error) {
  fail(told(error))
}

async function start() {
  const env = join(root, '.env')
  if (existsSync(env)) process.loadEnvFile(env)
  process.chdir(root)
  const built = await build()
  if (built && !stoppingSince) process.stdout.write('Built Attest.\n')
  if (stoppingSince) return
  const { main } = await import(pathToFileURL(join(root, 'dist', 'src', 'server.js')).href)
  starting = main()
  const { url, signIn } = await starting
  if (!stoppingSince) process.stdout.write(`Attest is ready at ${url}\n${signIn.map((line) => `${line}\n`).join('')}`)
}

/**
 * The first signal stops everything in order, the database last. Ctrl-C arrives twice, from the terminal and from npm;
 * one that comes later is impatience and ends the process at once.
 */
async function stop() {
  if (stoppingSince) {
    if (Date.now() - stoppingSince > 2000) process.exit(1)
    return
  }
  stoppingSince = Date.now()
  const running = await starting?.catch(() => null)
  await running?.close()
  process.exit(0)
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
