import type { Temporal } from 'temporal-polyfill'
import type { Draft, Prisma } from '../../generated/client.ts'
import { toJsDate } from '../../kit/clock.ts'
import type { Ctx, DbOrTx } from '../../kit/context.ts'
import { Conflict } from '../../kit/errors.ts'
import { isId, newId } from '../../kit/ids.ts'

/** Inputs by name, as a browser sends them. */
export type Typed = Record<string, string | string[]>

export interface SaveDraft {
  personId: string
  key: string
  typed: Typed
  /** The rev that the window last saw; null overwrites (text kept after a session). */
  baseRev: number | null
  /** It is all that the form held: what is not among it (a box no longer ticked) is empty. */
  whole?: boolean
  label?: string
  href?: string
  roleKey?: string
}

export interface DraftSaved {
  rev: number
  savedAt: Temporal.Instant
  /** Inputs that another window changed to something else; what it says is what is kept. */
  conflicts: { name: string; yours: string; theirs: string }[]
}

/** The person's draft under this key, or null. */
export function draftFor(ctx: Pick<Ctx, 'db' | 'actor'>, key: string): Promise<Draft | null> {
  return ctx.db.draft.findUnique({ where: { personId_key: { personId: ctx.actor.personId, key } } })
}

/** By whom, and when, something was filled in for the person who signs it. */
export interface PreparedBy {
  preparedBy: string
  preparedAt: Date
}

const preparedOf = ({ preparedBy, preparedAt }: Pick<Draft, 'preparedBy' | 'preparedAt'>): PreparedBy | null =>
  preparedBy && preparedAt ? { preparedBy, preparedAt } : null

/** Who prepared the actor's draft under this key, where a delegate left it ready: kept in the record that comes of it. */
export async function preparedIn(ctx: Pick<Ctx, 'db' | 'actor'>, key: string): Promise<PreparedBy | null> {
  const draft = await draftFor(ctx, key)
  return draft && preparedOf(draft)
}

/** What was typed into a draft, as a form reads it. */
export function typedIn(draft: Pick<Draft, 'values'> | null): Typed | null {
  return draft ? (draft.values as Typed) : null
}

/**
 * Merges what was typed into the draft: inputs that nobody else changed since `baseRev` are taken, the others are
 * reported and left as they are.
 * @throws Conflict when the record that the draft belongs to is signed by now
 */
export async function saveDraft(ctx: Pick<Ctx, 'db' | 'now'>, save: SaveDraft): Promise<DraftSaved> {
  await refuseSigned(ctx.db, save.key)
  const at = toJsDate(ctx.now)
  const named = {
    ...(save.label ? { label: save.label } : {}),
    ...(save.href ? { href: save.href } : {}),
    ...(save.roleKey ? { roleKey: save.roleKey } : {}),
  }
  const { personId, key } = save
  // Made first, so that two windows that begin together meet in one row, which is then locked.
  await ctx.db.$executeRaw`insert into "Draft" (id, "personId", key, "values", rev, "createdAt", "updatedAt")
    values (${newId()}::uuid, ${personId}::uuid, ${key}, '{}', 0, ${at}, ${at}) on conflict do nothing`
  const [kept] = await ctx.db.$queryRaw<
    { id: string; values: Typed; rev: number; fieldRevs: Record<string, number> }[]
  >`
    select id, "values", rev, "fieldRevs" from "Draft" where "personId" = ${personId}::uuid and key = ${key} for update`
  const typed = save.whole ? { ...emptied(kept!.values), ...save.typed } : save.typed
  const merged = merge(kept!, typed, save.baseRev)
  await ctx.db.draft.update({
    where: { id: kept!.id },
    data: {
      ...named,
      values: merged.values as Prisma.InputJsonObject,
      fieldRevs: merged.fieldRevs,
      rev: merged.rev,
      updatedAt: at,
    },
  })
  return { rev: merged.rev, savedAt: ctx.now, conflicts: merged.conflicts }
}

const emptied = (values: Typed): Typed => Object.fromEntries(Object.keys(values).map((name) => [name, '']))

interface Kept {
  values: Typed
  rev: number
  fieldRevs: Record<string, number>
}

/** Pure: what becomes of a draft when a window sends inputs that it changed since `baseRev`. */
export function merge(kept: Kept, typed: Typed, baseRev: number | null): Kept & Pick<DraftSaved, 'conflicts'> {
  const rev = kept.rev + 1
  const result: Kept & Pick<DraftSaved, 'conflicts'> = {
    values: { ...kept.values },
    fieldRevs: { ...kept.fieldRevs },
    rev,
    conflicts: [],
  }
  for (const [name, value] of Object.entries(typed)) {
    const theirs = Object.hasOwn(kept.values, name) ? kept.values[name] : undefined
    if (same(theirs, value)) continue
    const changedAt = Object.hasOwn(kept.fieldRevs, name) ? kept.fieldRevs[name]! : 0
    if (baseRev !== null && changedAt > baseRev) {
      result.conflicts.push({ name, yours: words(value), theirs: words(theirs) })
      continue
    }
    result.values[name] = value
    result.fieldRevs[name] = rev
  }
  return result
}

const words = (value: string | string[] | undefined) => (Array.isArray(value) ? value.join(', ') : (value ?? ''))
const listed = (value: string | string[] | undefined) => [value ?? []].flat().filter((one) => one !== '')
const same = (a: string | string[] | undefined, b: string | string[]) =>
  JSON.stringify(listed(a)) === JSON.stringify(listed(b))

/** A draft whose key ends in a record's id is over when that record is signed. */
async function refuseSigned(db: DbOrTx, key: string): Promise<void> {
  const id = key.split(':').at(-1)
  if (key.startsWith('form:') || !isId(id)) return
  const record = await db.record.findUnique({ where: { id }, select: { status: true } })
  if (record?.status === 'signed' || record?.status === 'disputed')
    throw new Conflict('This is signed by now, so nothing more can be written. What you typed is still in this window.')
}

/** Throws a draft away: it was submitted, or its writer discarded it. */
export async function dropDraft(ctx: Pick<Ctx, 'db'>, personId: string, key: string): Promise<void> {
  await ctx.db.draft.deleteMany({ where: { personId, key } })
}

/** Inputs out of a request's body: nothing whose name starts with an underscore, no files, texts and lists of texts alone. */
export function typedFrom(body: Record<string, unknown>): Typed {
  const typed: Typed = {}
  for (const [name, value] of Object.entries(body)) {
    if (name.startsWith('_') || name.length > 200) continue
    if (typeof value === 'string') typed[name] = clean(value)
    else if (Array.isArray(value))
      typed[name] = value.filter((one): one is string => typeof one === 'string').map(clean)
  }
  return typed
}

/** PostgreSQL takes no NUL in JSON. */
const clean = (text: string) => text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD')
