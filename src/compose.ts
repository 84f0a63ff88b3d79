import { join } from 'node:path'
import type pg from 'pg'
import type { Logger } from 'pino'
import { frozenGate } from './admissions/index.ts'
import { type AppDeps, createApp } from './app.ts'
import { besidePaper } from './assessments/index.ts'
import { besideCorrections } from './corrections/index.ts'
import { demoAccounts } from './demo/accounts.ts'
import { besides, fileStore, keepTyped, signingKey } from './evidence/index.ts'
import { responder } from './frame.ts'
import { textGuard } from './guard/index.ts'
import { termOf } from './help/index.ts'
import { waitingElsewhere, waitingFor } from './home/waiting.ts'
import { openVault, otherRolePage, wrongRolePage } from './identity/index.ts'
import { besideDoubts } from './integrity/index.ts'
import { readAssets } from './kit/assets.ts'
import type { Clock } from './kit/clock.ts'
import type { Config } from './kit/config.ts'
import type { Db, Services } from './kit/context.ts'
import { missingMigrations } from './kit/migrate.ts'
import { createRenderer } from './kit/render.ts'
import { root } from './kit/root.ts'
import { listeners } from './listeners.ts'
import { notices } from './notices/index.ts'
import { PackLibrary } from './programmes/index.ts'
import { counting } from './progress/index.ts'
import { mailPurposes } from './purposes.ts'
import { rooms } from './rooms.ts'

export interface Ingredients {
  db: Db
  /** The same connections, for what speaks SQL itself (rate limits). */
  pool: pg.Pool
  config: Config
  clock: Clock
  log: Logger
}

/** The services that rooms need, over one database. */
export function servicesOver({ db, config }: Ingredients): Services {
  const { dataDir } = config
  return {
    packs: new PackLibrary(db),
    counting,
    beside: besides(besidePaper, besideCorrections, besideDoubts),
    notices,
    mailPurposes,
    files: fileStore(dataDir),
    signing: signingKey(dataDir),
    vault: openVault(dataDir),
    demoAccounts: demoAccounts(config),
    term: termOf,
    guard: textGuard,
    waitingElsewhere,
    waitingFor,
  }
}

/** The application with all its rooms, over one database and one clock. */
export function compose(ingredients: Ingredients): { app: ReturnType<typeof createApp>; services: Services } {
  const { pool, config, log } = ingredients
  const services = servicesOver(ingredients)
  const publicDir = join(root, 'dist/public')
  const renderer = createRenderer({
    root: join(root, 'views'),
    cache: config.production || config.demo !== 'off',
    production: config.production,
    warn: (message) => log.warn(message),
  })
  const deps: AppDeps = {
    ...ingredients,
    services,
    rooms,
    listeners,
    publicDir,
    http: {
      gate: frozenGate,
      respond: responder(renderer, readAssets(publicDir)),
      keepText: (_req, body, ctx) => keepTyped(ctx, body),
      otherRole: otherRolePage,
      wrongRole: wrongRolePage,
    },
    ready: async () => (await missingMigrations(pool)).length === 0,
  }
  return { app: createApp(deps), services }
}
