import type { Server } from 'node:http'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { compose } from './compose.ts'
import { fillDemo } from './demo/fill.ts'
import { systemClock, toJsDate } from './kit/clock.ts'
import { type Config, readConfig } from './kit/config.ts'
import type { Services } from './kit/context.ts'
import { type Booted, boot, type Running } from './kit/lifecycle.ts'
import { createLog } from './kit/log.ts'
import { root } from './kit/root.ts'
import { publishPack } from './programmes/index.ts'
import { loadPackFolder, packFolders } from './programmes/load.ts'
import { startBackground } from './worker.ts'

/** A demo publishes what it ships; a real installation's administrator decides when. */
async function publishShipped({ db }: Booted): Promise<void> {
  for (const folder of await packFolders(join(root, 'prisma/packs'))) {
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
  const booted = await boot(config, { prepare: (opened) => prepare(opened, config, log), onEvent: told(log) })
  try {
    const ingredients = { db: booted.db, pool: booted.pool, config, clock: systemClock, log }
    const { app, services } = compose(ingredients)
    // Before the queue's worker, so that a taken port stops the start while little has begun.
    const server = await listening(app, config)
    const background = await startBackground(booted.url, ingredients, services)
    return {
      url: config.publicUrl,
      signIn: signInLines(services),
      close: async () => {
        await closing(server)
        await background.stop()
        await booted.close()
      },
    }
  } catch (error) {
    await booted.close()
    throw error
  }
}

async function prepare(opened: Booted, config: Config, log: Logger): Promise<void> {
  if (config.demo === 'off') return
  await publishShipped(opened)
  const { db, pool, url } = opened
  await fillDemo({ db, pool, config, clock: systemClock, log }, { url })
}

function told(log: Logger) {
  return (message: string, error?: Error) => (error ? log.error({ err: error }, message) : log.info(message))
}

/** Who can sign in, for the line below "ready"; empty outside a demo. */
function signInLines({ demoAccounts }: Services): string[] {
  const [first] = demoAccounts
  if (!first) return []
  const names = demoAccounts.map((one) => one.login.split('@')[0]).join(', ')
  return [`Sign in as ${names} (@${first.login.split('@')[1]}), password ${first.password}`]
}
