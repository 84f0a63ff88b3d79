import { readdir } from 'node:fs/promises'
import type { Server } from 'node:http'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { compose } from './compose.ts'
import { systemClock, toJsDate } from './kit/clock.ts'
import { type Config, readConfig } from './kit/config.ts'
import { type Booted, boot, type Running } from './kit/lifecycle.ts'
import { createLog } from './kit/log.ts'
import { root } from './kit/root.ts'
import { publishPack } from './programmes/index.ts'
import { loadPackFolder } from './programmes/load.ts'

/** Every pack folder that comes with this version of Attest. */
async function shippedFolders(): Promise<string[]> {
  const packs = join(root, 'prisma/packs')
  const programmes = (await readdir(packs, { withFileTypes: true })).filter((entry) => entry.isDirectory())
  const versions = await Promise.all(
    programmes.map(async ({ name }) => (await readdir(join(packs, name))).map((version) => join(packs, name, version))),
  )
  return versions.flat().sort()
}

/** A demo publishes what it ships; a real installation's administrator decides when. */
async function publishShipped({ db }: Booted): Promise<void> {
  for (const folder of await shippedFolders()) {
    const pack = await loadPackFolder(folder)
    await db.$transaction((tx) => publishPack(tx, pack, toJsDate(systemClock.now())), { timeout: 30_000 })
  }
}

function listening(app: ReturnType<typeof compose>['app'], { port, host }: Config): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = app.listen(port, host, (error?: Error) => (error ? reject(error) : resolve(server)))
  })
}

function closing(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 2000).unref()
  })
}

/** Starts everything in this process; `close` stops it in order, the database last. */
export async function main(env: NodeJS.ProcessEnv = process.env): Promise<Running> {
  const config = readConfig(env)
  const log = createLog(config.production ? 'info' : 'warn')
  const booted = await boot(config, { prepare: (opened) => prepare(opened, config), onEvent: told(log) })
  try {
    const { app } = compose({ db: booted.db, pool: booted.pool, config, clock: systemClock, log })
    const server = await listening(app, config)
    return {
      url: config.publicUrl,
      signIn: [],
      close: async () => {
        await closing(server)
        await booted.close()
      },
    }
  } catch (error) {
    await booted.close()
    throw error
  }
}

async function prepare(opened: Booted, config: Config): Promise<void> {
  if (config.demo === 'off') return
  await publishShipped(opened)
}

function told(log: Logger) {
  return (message: string, error?: Error) => (error ? log.error({ err: error }, message) : log.info(message))
}
