import { join } from 'node:path'
import compression from 'compression'
import express, { type Express, type Request } from 'express'
import session from 'express-session'
import helmet from 'helmet'
import type { Logger } from 'pino'
import { actorFor } from './actor.ts'
import { answerError } from './answer.ts'
import type { Clock } from './kit/clock.ts'
import { dateIn } from './kit/clock.ts'
import type { Listener } from './kit/command.ts'
import type { Config } from './kit/config.ts'
import type { Ctx, Db, Services } from './kit/context.ts'
import { NotFound } from './kit/errors.ts'
import { type HttpDeps, mount, type Room } from './kit/http.ts'
import { newId } from './kit/ids.ts'
import { DatabaseSessionStore } from './kit/session.ts'
import { tracesOf } from './kit/traces.ts'
import { nobody } from './policy/index.ts'
import { zoneOf } from './zone.ts'

/** Everything the application is made of; tests hand in their own. */
export interface AppDeps {
  db: Db
  clock: Clock
  config: Config
  log: Logger
  services: Services
  rooms: { path: string; room: Room }[]
  listeners: readonly Listener[]
  http: Pick<HttpDeps, 'gate' | 'respond' | 'keepText' | 'otherRole' | 'wrongRole'>
  /** Folder of what the theme builder wrote. */
  publicDir: string
  /** Whether the database answers and is migrated. */
  ready(): Promise<boolean>
}

/** Builds the application: middleware in boot order, then the rooms. */
export function createApp(deps: AppDeps): Express {
  const app = express()
  app.disable('x-powered-by').set('trust proxy', deps.config.trustProxy).set('etag', false)
  app.get('/healthz', (_req, res) => void res.json({ ok: true }))
  app.get('/readyz', async (_req, res) => {
    const ready = await deps.ready().catch(() => false)
    res.status(ready ? 200 : 503).json({ ready })
  })
  app.use(security(deps.config), compression())
  app.use('/assets', express.static(join(deps.publicDir), { immutable: true, maxAge: '1y', index: false }))
  app.use(logging(deps))
  app.use(sessions(deps))

  const http: HttpDeps = {
    ...deps.http,
    contextOf: (req) => contextOf(deps, req),
    actingAs: ({ actor }, roleKey) => actorFor(actorDeps(deps), actor.personId, actor.sessionId ?? '', roleKey),
    listeners: deps.listeners,
  }
  mount(app, deps.rooms, http)
  app.use(() => {
    throw new NotFound()
  })
  app.use(answerError(http, deps.log))
  return app
}

function security(config: Config) {
  const https = config.publicUrl.startsWith('https:')
  return helmet({
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        upgradeInsecureRequests: https ? [] : null,
      },
    },
    strictTransportSecurity: https,
    referrerPolicy: { policy: 'same-origin' },
  })
}

/** One line per request: id, method, route pattern, status, time. No addresses, no query, no names. */
function logging({ log }: AppDeps): express.RequestHandler {
  return (req, res, next) => {
    const started = performance.now()
    res.locals.requestId = newId()
    res.setHeader('x-request-id', res.locals.requestId)
    res.on('finish', () => {
      const route = req.route ? `${req.baseUrl}${String(req.route.path)}` : null
      const ms = Math.round(performance.now() - started)
      log.info({ requestId: res.locals.requestId, method: req.method, route, status: res.statusCode, ms })
    })
    next()
  }
}

function sessions({ db, clock, config }: AppDeps): express.RequestHandler {
  return session({
    name: 'attest',
    secret: config.sessionSecret,
    store: new DatabaseSessionStore(db, clock, config.idleMinutes),
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'lax', secure: config.publicUrl.startsWith('https:') },
  })
}

const actorDeps = ({ db, clock, services }: AppDeps) => ({ db, clock, packs: services.packs })

async function contextOf(deps: AppDeps, req: Request): Promise<Ctx> {
  const { db, clock, config, services, log } = deps
  const { personId, roleKey, secondFactor = false, halfway = null } = req.session
  const known = personId ? await actorFor(actorDeps(deps), personId, req.sessionID, roleKey) : nobody
  const actor = known.sessionId ? { ...known, secondFactor } : known
  const now = clock.now()
  const requestId = req.res?.locals.requestId ?? newId()
  return {
    db,
    actor,
    clock,
    now,
    today: dateIn(now, await zoneOf(services.packs, actor, config)),
    config,
    services,
    log: log.child({ requestId }),
    params: req.params as Record<string, string>,
    query: singles(req.query),
    requestId,
    halfway,
    ip: req.ip ?? null,
    device: req.headers['user-agent']?.slice(0, 200) ?? null,
    traces: tracesOf(req, config, actor.sessionId !== null || signsIn(req)),
  }
}

/** A browser is marked when somebody signs in with it. */
const signsIn = ({ method, originalUrl }: Request) => method === 'POST' && originalUrl.startsWith('/sign-in')

/** Repeated query parameters keep their first value; NUL, which no database text can hold, is dropped. */
function singles(query: Request['query']): Record<string, string | undefined> {
  const first = (value: unknown) =>
    typeof value === 'string' ? value : Array.isArray(value) ? String(value[0]) : undefined
  return Object.fromEntries(Object.entries(query).map(([key, value]) => [key, first(value)?.replaceAll('\0', '')]))
}
