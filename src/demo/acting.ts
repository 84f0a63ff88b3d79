import type { Temporal } from 'temporal-polyfill'
import { actorFor } from '../actor.ts'
import type { Ingredients } from '../compose.ts'
import { dateIn } from '../kit/clock.ts'
import { type Command, type Executed, execute, type Listener } from '../kit/command.ts'
import type { Ctx, Services } from '../kit/context.ts'
import { Forbidden, Invalid } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import { type Actor, nobody } from '../policy/index.ts'

/** Who does something: a person, in one of their roles (their first, where none is named). */
export interface Player {
  personId: string
  roleKey?: string
}

/** Whoever opens a link without having signed in. */
export const visitor: Player = { personId: nobody.personId }

/** What a deed needs beside its person and its moment. */
export interface Address {
  params?: Record<string, string>
  query?: Record<string, string>
}

/** Lets people act through the real commands on the day on which it happened. */
export interface Acting {
  readonly services: Services
  readonly db: Ingredients['db']
  /** With which links are signed. */
  readonly secret: string
  act<R, I, O>(
    command: Command<R, I, O>,
    who: Player,
    at: Temporal.Instant,
    body: Record<string, unknown>,
    address?: Address,
  ): Promise<Executed<R, I, O>>
}

export interface ActingOptions {
  ingredients: Ingredients
  services: Services
  listeners: readonly Listener[]
  timeZone: string
}

/** No browser is behind these deeds; the audit trail says so. */
const session = 'demo'

/** Makes the circumstances of each deed: the person in their role as of that day, and a clock that stands then. */
export function acting({ ingredients, services, listeners, timeZone }: ActingOptions): Acting {
  const { db, config, log } = ingredients
  const { packs } = services
  const actors = new Map<string, Promise<Actor>>()

  function actorOn({ personId, roleKey }: Player, at: Temporal.Instant, day: string): Promise<Actor> {
    if (personId === nobody.personId) return Promise.resolve(nobody)
    // Trainees reach themselves on every day; what supervisors reach depends on the date.
    const key = `${personId} ${roleKey ?? ''} ${roleKey && !roleKey.startsWith('own:') ? day : ''}`
    const known = actors.get(key)
    if (known) return known
    const made = actorFor({ db, clock: { now: () => at }, packs }, personId, session, roleKey)
    actors.set(key, made)
    return made
  }

  return {
    services,
    db,
    secret: config.sessionSecret,
    async act(command, who, at, body, { params = {}, query = {} } = {}) {
      const today = dateIn(at, timeZone)
      const actor = await actorOn(who, at, today.toString())
      if (who.roleKey && actor.roleKey !== who.roleKey)
        throw new Error(`${actor.name} is no ${who.roleKey} on ${today.toString()}`)
      const ctx: Ctx = {
        db,
        actor,
        clock: { now: () => at },
        now: at,
        today,
        config,
        services,
        log,
        params,
        query,
        requestId: newId(),
        ip: null,
        device: null,
      }
      try {
        return await execute(foundOnce(command), ctx, body, listeners)
      } catch (error) {
        throw new Error(`${actor.name}, ${today.toString()}, ${JSON.stringify({ params, query })}: ${whyNot(error)}`, {
          cause: error,
        })
      }
    },
  }
}

/**
 * Commands look before and within their transaction; a story runs in one transaction of its own, where nothing can have
 * changed between the two looks, so the first one stands for both.
 */
function foundOnce<R, I, O>(command: Command<R, I, O>): Command<R, I, O> {
  let first: Promise<R | null> | undefined
  const find = ((ctx: Ctx) => {
    first ??= command.find(ctx)
    return first
  }) as Command<R, I, O>['find']
  return { ...command, find }
}

/** What a story got wrong, for whoever mends it. */
function whyNot(error: unknown): string {
  if (error instanceof Invalid) return JSON.stringify(error.problems)
  if (error instanceof Forbidden) return JSON.stringify(error.refusal)
  return error instanceof Error ? error.message : String(error)
}

/** Answers as a browser sends them: flat names, everything as text. */
export function inputs(values: Record<string, unknown>, prefix = 'f'): Record<string, unknown> {
  const flat: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(values)) Object.assign(flat, input(`${prefix}.${key}`, value))
  return flat
}

function input(name: string, value: unknown): Record<string, unknown> {
  if (value === undefined || value === null) return {}
  if (typeof value === 'boolean') return { [name]: value ? 'yes' : 'no' }
  if (Array.isArray(value)) {
    if (value.every((one) => typeof one === 'string')) return { [name]: value }
    return Object.assign({}, ...value.map((row, index) => inputs(row as Record<string, unknown>, `${name}.${index}`)))
  }
  if (typeof value === 'object') return inputs(value as Record<string, unknown>, name)
  return { [name]: String(value) }
}
