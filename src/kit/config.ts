import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { isTimeZone } from './clock.ts'
import { root } from './root.ts'

/** What the environment says about this installation; every value is checked. */
export interface Config {
  port: number
  /** The address to listen on. */
  host: string
  /** Folder of the embedded database, the uploaded files and the generated secrets. */
  dataDir: string
  /** A PostgreSQL of one's own; null means the embedded one. */
  databaseUrl: string | null
  demo: 'off' | 'on' | 'public'
  sessionSecret: string
  /** Scheme and host that people type, without a slash at the end. */
  publicUrl: string
  smtpUrl: string | null
  mailFrom: string
  /** What a mail server shows to tell of letters that came back; null: nobody is listened to. */
  bounceSecret: string | null
  /** Express's "trust proxy": none, a number of hops, or addresses. */
  trustProxy: false | number | string
  production: boolean
  /** Where days turn and times are told when no programme is at hand. */
  timeZone: string
  /** Minutes without input before a session ends. */
  idleMinutes: number
}

/** A wrong value in the environment; the message is one sentence that names the variable. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

type Environment = Record<string, string | undefined>

const LOOPBACK = ['localhost', '127.0.0.1', '::1', '[::1]']

const whole = (name: string, least: number, most: number) =>
  z
    .string()
    .refine(
      (text) => /^\d{1,6}$/.test(text) && Number(text) >= least && Number(text) <= most,
      `${name} must be a whole number from ${least} to ${most}.`,
    )
    .transform(Number)

const url = (name: string, schemes: string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1)),
      `${name} must be a complete address that starts with ${schemes.map((s) => `${s}://`).join(' or ')}.`,
    )

const origin = url('PUBLIC_URL', ['http', 'https'])
  .refine(
    (text) => !URL.canParse(text) || (new URL(text).pathname === '/' && !/[?#@]/.test(text)),
    'PUBLIC_URL must be scheme and host alone, for example https://portfolio.example.org.',
  )
  .transform((text) => (URL.canParse(text) ? new URL(text).origin : text))

const proxy = z
  .string()
  .refine(
    (text) => /^(off|\d{1,2})$/.test(text) || text.split(',').every((part) => isProxy(part.trim())),
    'TRUST_PROXY must be off, the number of proxies in front, or their addresses separated by commas.',
  )
  .transform((text): Config['trustProxy'] => {
    if (text === 'off' || Number(text) === 0) return false
    return /^\d+$/.test(text) ? Number(text) : text
  })

const schema = z.object({
  PORT: whole('PORT', 0, 65535).default(3000),
  ATTEST_HOST: z
    .string()
    .regex(/^[\w.:[\]-]+$/, 'ATTEST_HOST must be a host name or an address.')
    .optional(),
  ATTEST_DATA: z.string().default('.attest'),
  DATABASE_URL: url('DATABASE_URL', ['postgresql', 'postgres']).optional(),
  ATTEST_DEMO: z.enum(['off', 'on', 'public'], 'ATTEST_DEMO must be off, on or public.').optional(),
  SESSION_SECRET: z.string().min(32, 'SESSION_SECRET must have at least 32 characters.').optional(),
  PUBLIC_URL: origin.optional(),
  SMTP_URL: url('SMTP_URL', ['smtp', 'smtps']).optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n@]+@[^\r\n@]+$/, 'MAIL_FROM must be an address such as Attest <portfolio@example.org>.')
    .default('Attest <attest@localhost>'),
  BOUNCE_SECRET: z.string().min(32, 'BOUNCE_SECRET must have at least 32 characters.').optional(),
  TRUST_PROXY: proxy.default(false),
  NODE_ENV: z.string().optional(),
  TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'TIME_ZONE must be the name of a time zone, such as Europe/London or Australia/Sydney.')
    .default('Europe/London'),
  IDLE_MINUTES: whole('IDLE_MINUTES', 1, 1440).default(60),
})

/** Reads the environment once, at start; the first wrong value throws a ConfigError. */
export function readConfig(env: Environment): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()))
  const parsed = schema.safeParse(given)
  if (!parsed.success) throw new ConfigError(parsed.error.issues[0]?.message ?? 'The environment is wrong.')
  const vars = parsed.data
  const production = vars.NODE_ENV === 'production'
  const databaseUrl = vars.DATABASE_URL ?? null
  const demo = vars.ATTEST_DEMO ?? (databaseUrl || production ? 'off' : 'on')
  const config = {
    port: vars.PORT,
    host: vars.ATTEST_HOST ?? (demo === 'public' || (production && demo === 'off') ? '0.0.0.0' : '127.0.0.1'),
    dataDir: resolve(root, vars.ATTEST_DATA),
    databaseUrl,
    demo,
    publicUrl: vars.PUBLIC_URL ?? `http://localhost:${vars.PORT}`,
    smtpUrl: vars.SMTP_URL ?? null,
    mailFrom: vars.MAIL_FROM,
    bounceSecret: vars.BOUNCE_SECRET ?? null,
    trustProxy: vars.TRUST_PROXY,
    production,
    timeZone: vars.TIME_ZONE,
    idleMinutes: vars.IDLE_MINUTES,
  }
  keepDemoAtHome(config)
  if (!vars.SESSION_SECRET && production && databaseUrl)
    throw new ConfigError('SESSION_SECRET must be set in production, the same for every process on one DATABASE_URL.')
  return { ...config, sessionSecret: vars.SESSION_SECRET ?? ownSecret(config.dataDir) }
}

/** A demo has well-known passwords, so only this machine may reach it unless somebody says so. */
function keepDemoAtHome({ demo, host, publicUrl }: Pick<Config, 'demo' | 'host' | 'publicUrl'>): void {
  if (demo !== 'on') return
  if (!LOOPBACK.includes(host))
    throw new ConfigError('ATTEST_HOST must be this machine alone for a demo, unless ATTEST_DEMO is public.')
  if (!LOOPBACK.includes(new URL(publicUrl).hostname))
    throw new ConfigError('PUBLIC_URL must be on localhost for a demo, unless ATTEST_DEMO is public.')
}

function isProxy(part: string): boolean {
  const [address = '', bits, ...more] = part.split('/')
  if (['loopback', 'linklocal', 'uniquelocal'].includes(part)) return true
  return isIP(address) > 0 && more.length === 0 && (bits === undefined || /^\d{1,3}$/.test(bits))
}

/** The secret made at the first start; several processes on one folder agree on the first one written. */
function ownSecret(dataDir: string): string {
  const file = join(dataDir, 'session-secret')
  try {
    // Others may pass through the folder (the database's user must), but not read in it.
    mkdirSync(dataDir, { recursive: true, mode: 0o711 })
    if (!existsSync(file)) publish(file, randomBytes(32).toString('hex'))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new ConfigError(`ATTEST_DATA must be a folder that Attest may write to (${code}).`)
  }
  return secretIn(file)
}

/** Puts a whole file in place at once, so that another process never reads half of it; the first one stays. */
function publish(file: string, text: string): void {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, text, { mode: 0o600 })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
}

function secretIn(file: string): string {
  const text = readFileSync(file, 'utf8').trim()
  if (text.length < 32)
    throw new ConfigError(`ATTEST_DATA holds a spoilt session-secret; delete the file and start again.`)
  return text
}
