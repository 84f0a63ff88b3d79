import { type AuditEntry, type Heard, hear, type Listener, writeAudit } from './command.ts'
import type { Ctx, Db, WriteCtx } from './context.ts'

/** A change of many records at once, as a job does it: all or nothing. */
export interface Batch<O> {
  /** Set-based writes; whatever it reads, it reads within the transaction. */
  run: (ctx: WriteCtx) => Promise<O>
  /** One event for each record that changed. */
  audit: (result: NoInfer<O>) => AuditEntry[]
  /** What is written last of all, once the listeners have heard (a note that it is done). */
  close?: (ctx: WriteCtx, result: NoInfer<O>) => Promise<void>
  /** Longest time of the transaction, in seconds. */
  seconds: number
  /** Told how far the listeners are, outside the transaction. */
  heard?: Heard
}

/**
 * The write path for many records (decision 40): run → audit → listeners → close in one transaction with a time-out of its own.
 * Whoever calls it has asked `may` for the scope, once. Anything thrown leaves nothing half-saved.
 */
export async function executeBatch<O>(
  ctx: Ctx & { db: Db },
  { run, audit, close, seconds, heard }: Batch<O>,
  listeners: readonly Listener[],
): Promise<O> {
  return ctx.db.$transaction(
    async (tx) => {
      const inside: WriteCtx = { ...ctx, db: tx }
      const result = await run(inside)
      const entries = audit(result)
      await writeAudit(inside, entries)
      await hear(inside, entries, listeners, heard)
      await close?.(inside, result)
      return result
    },
    { maxWait: 20_000, timeout: seconds * 1000 },
  )
}
