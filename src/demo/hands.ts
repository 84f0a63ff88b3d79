import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Temporal } from 'temporal-polyfill'
import type { Ingredients } from '../compose.ts'
import type { Config } from '../kit/config.ts'
import { packed, type Worlds } from './carry.ts'

/** What a thread begins with. */
export interface Begun {
  url: string
  config: Config
  now: string
}

/** What it is asked: first to know the worlds, then to tell one account's story. */
export interface Asked {
  worlds?: string
  anchor: string
  account?: string
}

interface Answered {
  account: string
  deeds?: number
  error?: Error
}

/** A thread that tells stories beside this one. */
export interface Hand {
  know(worlds: Worlds, anchor: Temporal.PlainDate): void
  /** @returns how many deeds there were */
  tell(account: string): Promise<number>
  leave(): Promise<void>
}

/** Threads beside this one at most: telling is mostly the processor's work, and each takes some memory. */
const most = 2

/** Room for what is soon thrown away: a story makes much of it, and clearing it up often takes time. */
const resourceLimits = { maxYoungGenerationSizeMb: 64 }

/**
 * Begins further threads, as many as there are processors for; none where the address of the database is not known, or
 * where this is not the built program (tests run from the sources).
 */
export function hands(url: string | undefined, { config, clock }: Ingredients): Hand[] {
  if (!url || !import.meta.url.endsWith('.js')) return []
  const count = Math.min(most, availableParallelism() - 1)
  return Array.from({ length: count }, () => hand({ url, config, now: clock.now().toString() }))
}

function hand(begun: Begun): Hand {
  const worker = new Worker(new URL('./hand.js', import.meta.url), { workerData: begun, resourceLimits })
  const waiting = new Map<string, { done: (deeds: number) => void; failed: (error: unknown) => void }>()
  let broken: unknown
  const breaks = (error: unknown) => {
    broken ??= error
    for (const { failed } of waiting.values()) failed(broken)
  }
  worker.on('error', breaks)
  worker.on('exit', () => breaks(new Error('A thread of the demo has ended')))
  worker.on('message', ({ account, deeds = 0, error }: Answered) => {
    if (error) return breaks(error)
    waiting.get(account)?.done(deeds)
    waiting.delete(account)
  })
  let day = ''
  return {
    know(worlds, anchor) {
      day = anchor.toString()
      worker.postMessage({ worlds: packed(worlds), anchor: day } satisfies Asked)
    },
    tell(account) {
      if (broken) return Promise.reject(broken)
      return new Promise((done, failed) => {
        waiting.set(account, { done, failed })
        worker.postMessage({ anchor: day, account } satisfies Asked)
      })
    },
    async leave() {
      await worker.terminate()
    },
  }
}
