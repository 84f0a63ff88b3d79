import type { z } from 'zod'
import { Prisma } from '../generated/client.ts'
import { type Actor, nobody } from '../policy/actor.ts'
import type { Decision } from '../policy/decision.ts'
import { delegateRefusal } from '../policy/delegate.ts'
import { toJsDate } from './clock.ts'
import type { Ctx, Db, Tx, WriteCtx } from './context.ts'
import { Conflict, Forbidden, Invalid, NotFound, type Problems } from './errors.ts'
import type { FreeWords } from './freeWords.ts'
import { newId } from './ids.ts'
import { plainWords } from './inputs.ts'
import { insertAll } from './insertAll.ts'
import { type Finder, isOpen } from './scope.ts'

/** What happened, for the audit trail and for listeners. `data` names things and fields, never their text. */
export interface AuditEntry {
  type: string
  subjectId?: string | null
  enrolmentId?: string | null
  recordId?: string | null
  data?: Record<string, Prisma.InputJsonValue | null>
  /** Who did it, where the request does not know yet: the person who signs in or opens a link of theirs. */
  by?: { id: string; name: string; role: string }
}

/** A job to queue in the same transaction. */
export interface Job {
  task: string
  payload: Record<string, unknown>
  /** Same key replaces an earlier unstarted job. */
  key?: string
  runAt?: Date
}

/** Called inside the transaction with each event, in the order of registration. */
export type Listener = ((ctx: WriteCtx, event: AuditEntry) => Promise<void>) & {
  /** The same for all events of one transaction, where that is cheaper than one after the other. */
  many?: (ctx: WriteCtx, events: readonly AuditEntry[], heard: Heard) => Promise<void>
}

/** Lets each listener hear of what happened: of many events at once where it can. */
export async function hear(
  ctx: WriteCtx,
  entries: readonly AuditEntry[],
  listeners: readonly Listener[],
  heard: Heard = async () => {},
): Promise<void> {
  for (const listen of listeners) {
    if (listen.many && entries.length > 1) await listen.many(ctx, entries, heard)
    else for (const entry of entries) await listen(ctx, entry)
  }
}

/** Told now and then how many of how many are done. */
export type Heard = (done: number, of: number) => Promise<void>

/** Either a zod schema or any object that parses to values or problems (a compiled pack form). */
export type InputParser<I> =
  | z.ZodType<I>
  | { parse: (body: Record<string, unknown>) => { ok: true; values: I } | { ok: false; problems: Problems } }

/**
 * A change, as data. Always executed in this order: find (404) → may (403) → input (422) → free words (422) → prepare → run → audit →
 * listeners → jobs, the last four in one transaction.
 */
export interface Command<R, I, O> {
  find: Finder<R>
  may: (actor: Actor, found: NoInfer<R>, ctx: Ctx) => Decision
  /** Whether somebody may do it who only prepares for another (C15): it signs, decides and sends nothing. Refused unless said. */
  prepares?: true
  /** Parser of the body, made for the record found; left out where the button itself is the input. */
  input?: (found: NoInfer<R>, ctx: Ctx) => InputParser<I> | Promise<InputParser<I>>
  /** What was written freely in it: the identifier guard reads it before anything is kept (docs/guard.md). */
  free?: (input: NoInfer<I>, found: NoInfer<R>, ctx: Ctx) => FreeWords | Promise<FreeWords>
  /** Slow work (hashing, images, files) before the transaction opens; its result is handed to run. */
  prepare?: (input: I, found: NoInfer<R>, ctx: Ctx) => Promise<I>
  run: (ctx: WriteCtx, found: NoInfer<R>, input: I) => Promise<O>
  audit: (result: NoInfer<O>, found: NoInfer<R>, input: I, ctx: Ctx) => AuditEntry | AuditEntry[]
  jobs?: (result: NoInfer<O>, found: NoInfer<R>, input: I, ctx: Ctx) => Job[]
}

/** Declares a command; only there so that types are inferred. */
export function command<R, I, O>(definition: Command<R, I, O>): Command<R, I, O> {
  return definition
}

export interface Executed<R, I, O> {
  found: R
  input: I
  result: O
}

async function parseWith<I>(parser: InputParser<I>, body: Record<string, unknown>): Promise<I> {
  if ('safeParseAsync' in parser) {
    const parsed = await parser.safeParseAsync(body, { error: plainWords })
    if (parsed.success) return parsed.data
    throw new Invalid(problemsOf(parsed.error.issues))
  }
  const parsed = parser.parse(body)
  if (parsed.ok) return parsed.values
  throw new Invalid(parsed.problems)
}

/** Zod issues as one sentence per field (the first of each). */
export function problemsOf(issues: readonly { path: PropertyKey[]; message: string }[]): Problems {
  const problems: Problems = {}
  for (const issue of issues) {
    const key = issue.path.map(String).join('.')
    problems[key] ??= issue.message
  }
  return problems
}

/**
 * Runs a command. Throws NotFound, Forbidden, Invalid or Conflict; anything thrown leaves nothing half-saved.
 * @param body what was typed, as parsed from the request
 * @param seen what the caller has found already, so that the first look is not taken twice
 * @param inTransaction further writes of the caller within the same transaction (e.g. remembering a submission key)
 */
export async function execute<R, I, O>(
  definition: Command<R, I, O>,
  ctx: Ctx,
  body: Record<string, unknown>,
  listeners: readonly Listener[],
  inTransaction?: (tx: Tx, executed: Executed<R, I, O>) => Promise<void>,
  seen?: { found: R },
): Promise<Executed<R, I, O>> {
  // Reading the body (and whatever takes long) is done on a first look, before the transaction opens.
  const { input, confirmed } = await prepared(definition, ctx, body, seen)
  try {
    return await (ctx.db as Db).$transaction(
      async (tx) => {
        const inside: WriteCtx = { ...ctx, db: tx }
        const found = await check(definition, inside)
        const result = await definition.run(inside, found, input)
        const executed = { found, input, result }
        await record(inside, definition, executed, listeners, confirmed)
        await inTransaction?.(tx, executed)
        return executed
      },
      { maxWait: 10_000, timeout: 15_000 },
    )
  } catch (error) {
    throw translated(error)
  }
}

async function prepared<R, I, O>(
  definition: Command<R, I, O>,
  ctx: Ctx,
  body: Record<string, unknown>,
  seen: { found: R } | undefined,
): Promise<{ input: I; confirmed: AuditEntry['data'] | null }> {
  if (!definition.input && !definition.prepare) return { input: body as I, confirmed: null }
  const early = seen ? allowed(definition, seen.found, ctx) : await check(definition, ctx)
  const parser = definition.input ? await definition.input(early, ctx) : null
  const input = (parser ? await parseWith(parser, body) : body) as I
  const confirmed = definition.free ? guarded(await definition.free(input, early, ctx), ctx, body) : null
  return { input: definition.prepare ? await definition.prepare(input, early, ctx) : input, confirmed }
}

/**
 * What was confirmed of free words, for the audit trail: kinds and counts, never the words.
 * @throws Invalid where something in them is yet to be confirmed or taken out
 */
function guarded(words: FreeWords, ctx: Ctx, body: Record<string, unknown>): AuditEntry['data'] | null {
  const judged = ctx.services.guard({ ...words, known: [ctx.actor.name, ...(words.known ?? [])] }, body)
  if (!judged) return null
  ctx.log.info({ kinds: judged.kinds, confirmed: judged.reason }, 'identifiers in free words')
  if (judged.problems) throw new Invalid(judged.problems)
  return { kinds: judged.kinds, reason: judged.reason }
}

async function check<R, I, O>(definition: Command<R, I, O>, ctx: Ctx): Promise<R> {
  const found = await definition.find(ctx)
  if (found === null) throw new NotFound()
  return allowed(definition, found, ctx)
}

function allowed<R, I, O>(definition: Command<R, I, O>, found: R, ctx: Ctx): R {
  const { delegate } = ctx.actor
  if (delegate && !definition.prepares && !isOpen(definition.find)) throw new Forbidden(delegateRefusal(delegate))
  const decision = definition.may(ctx.actor, found, ctx)
  if (decision !== true) throw new Forbidden(decision)
  return found
}

async function record<R, I, O>(
  ctx: WriteCtx,
  definition: Command<R, I, O>,
  { found, input, result }: Executed<R, I, O>,
  listeners: readonly Listener[],
  confirmed: AuditEntry['data'] | null,
): Promise<void> {
  const entries = [definition.audit(result, found, input, ctx)].flat()
  const [first] = entries
  if (confirmed && first) entries.push({ ...first, type: 'words.confirmed', data: confirmed })
  await writeAudit(ctx, entries)
  await hear(ctx, entries, listeners)
  for (const job of definition.jobs?.(result, found, input, ctx) ?? []) await queueJob(ctx.db, job)
}

/** Appends events to the audit trail in the caller's transaction: the same statement for one or thousands of them. */
export async function writeAudit(ctx: Ctx, entries: AuditEntry[]): Promise<void> {
  const rows = entries.map((entry) => ({
    id: newId(),
    at: toJsDate(ctx.now),
    type: entry.type,
    actorId: entry.by?.id ?? (ctx.actor.personId === nobody.personId ? null : ctx.actor.personId),
    actorName: entry.by?.name ?? ctx.actor.name,
    actorRole: entry.by?.role ?? ctx.actor.roleLabel,
    subjectId: entry.subjectId ?? null,
    enrolmentId: entry.enrolmentId ?? null,
    recordId: entry.recordId ?? null,
    data: entry.data ?? {},
    requestId: ctx.requestId,
    sessionId: ctx.actor.sessionId ? ctx.actor.sessionId.slice(0, 8) : null,
    ip: ctx.ip,
    device: ctx.device,
  }))
  await insertAll(ctx.db, 'AuditEvent', rows)
}

/** Queues a job on the transaction's own connection: it exists if and only if the change does. */
export async function queueJob(tx: Tx, job: Job): Promise<void> {
  await tx.$executeRaw`select graphile_worker.add_job(
    ${job.task}, payload := ${JSON.stringify(job.payload)}::json,
    job_key := ${job.key ?? null}::text, run_at := ${job.runAt ?? null}::timestamptz)`
}

/** Constraint violations that a race produced become a Conflict that a person can read. */
function translated(error: unknown): unknown {
  if (isRace(error)) {
    return new Conflict('Somebody else saved a change at the same moment. Look at it as it stands now, then try again.')
  }
  return error
}

/** Of the client's own statements and of those in SQL: a unique constraint was broken, or two transactions met. */
function isRace(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false
  return (
    ['P2002', 'P2034'].includes(error.code) || (error.code === 'P2010' && /`(23505|40001|40P01)`/.test(error.message))
  )
}
