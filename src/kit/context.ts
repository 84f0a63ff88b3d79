import type { Logger } from 'pino'
import type { Temporal } from 'temporal-polyfill'
import type { Prisma, PrismaClient } from '../generated/client.ts'
import type { Actor } from '../policy/actor.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Halfway } from './session.ts'
import type { Traces } from './traces.ts'

export type Db = PrismaClient
export type Tx = Prisma.TransactionClient
export type DbOrTx = Db | Tx

/**
 * What rooms need beside the database: pack library, file store … Each room adds its own by declaration merging, and the
 * composition provides it; tests provide their own.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Services {}

/** One request's circumstances, handed to every finder and command. */
export interface Ctx {
  db: DbOrTx
  actor: Actor
  clock: Clock
  now: Temporal.Instant
  /** The calendar date where the installation is; programmes turn the day in their own zone (see dateIn). */
  today: Temporal.PlainDate
  config: Config
  services: Services
  log: Logger
  params: Record<string, string>
  query: Record<string, string | undefined>
  requestId: string
  /** Who has given their password in this browser, and no second factor yet. */
  halfway?: Halfway | null
  /** Where the request comes from, for the audit trail only. */
  ip: string | null
  device: string | null
  /** The same as keyed hashes, to tell equal ones; absent where there is no request. */
  traces?: Traces
}

/** The same inside the write path: `db` is the transaction. */
export interface WriteCtx extends Ctx {
  db: Tx
}
