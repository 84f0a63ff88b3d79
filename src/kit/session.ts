import session from 'express-session'
import type { PrismaClient } from '../generated/client.ts'
import type { Clock } from './clock.ts'
import { toJsDate } from './clock.ts'

declare module 'express-session' {
  interface SessionData {
    personId: string
    /** Which of the person's roles is acting. */
    roleKey: string
    flash: Flash | null
    /** Whether a second factor was given beside the password. */
    secondFactor: boolean
    /** Somebody whose password was right and whose second factor is still to come: nobody is signed in. */
    halfway: Halfway
    /** When the stored session was last prolonged (milliseconds); read back with it, never written by hand. */
    touchedAt: number
    ip: string | null
    device: string | null
  }
}

export interface Halfway {
  personId: string
  /** The try among the person's sign-ins. */
  tryId: string
  /** Of the password that was given: once it is another one, this is worth nothing. */
  proof: string
  /** Milliseconds. */
  at: number
  /** Where to go on. */
  back: string
}

export interface Flash {
  kind: 'ok' | 'warn' | 'info'
  text: string
  undo?: { action: string; label: string }
}

/** Sessions in PostgreSQL through the one database client; indexed by person, so that suspending ends them at once. */
export class DatabaseSessionStore extends session.Store {
  readonly #db: PrismaClient
  readonly #clock: Clock
  readonly #idleMinutes: number

  constructor(db: PrismaClient, clock: Clock, idleMinutes: number) {
    super()
    this.#db = db
    this.#clock = clock
    this.#idleMinutes = idleMinutes
  }

  #expiry(): Date {
    return toJsDate(this.#clock.now().add({ minutes: this.#idleMinutes }))
  }

  override get(sid: string, done: (error: unknown, data?: session.SessionData | null) => void): void {
    this.#db.session
      .findUnique({ where: { sid } })
      .then((row) =>
        done(null, row && row.expiresAt > toJsDate(this.#clock.now()) ? asData(row.data, row.touchedAt) : null),
      )
      .catch(done)
  }

  override set(sid: string, data: session.SessionData, done?: (error?: unknown) => void): void {
    const now = toJsDate(this.#clock.now())
    const shared = {
      personId: data.personId ?? null,
      data: JSON.parse(JSON.stringify(data)),
      ip: data.ip ?? null,
      device: data.device ?? null,
      touchedAt: now,
      expiresAt: this.#expiry(),
    }
    // One that was read from here before is only updated: ended meanwhile, it must not come back.
    const saved = data.touchedAt
      ? this.#db.session.updateMany({ where: { sid }, data: shared })
      : this.#db.session.upsert({ where: { sid }, create: { sid, ...shared, createdAt: now }, update: shared })
    saved.then(() => done?.()).catch(done)
  }

  override destroy(sid: string, done?: (error?: unknown) => void): void {
    this.#db.session
      .deleteMany({ where: { sid } })
      .then(() => done?.())
      .catch(done)
  }

  /** Prolongs at most once a minute: no page sends requests by itself, so every request is somebody's input. */
  override touch(sid: string, data: session.SessionData, done?: () => void): void {
    const now = this.#clock.now().epochMilliseconds
    if (now - (data.touchedAt ?? 0) < 60_000) {
      done?.()
      return
    }
    this.#db.session
      .updateMany({ where: { sid }, data: { touchedAt: new Date(now), expiresAt: this.#expiry() } })
      .then(() => done?.())
      .catch(() => done?.())
  }
}

function asData(json: unknown, touchedAt: Date): session.SessionData {
  return { ...(json as session.SessionData), touchedAt: touchedAt.getTime() }
}
