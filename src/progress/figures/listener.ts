import type { AuditEntry, Heard, Listener } from '../../kit/command.ts'
import type { WriteCtx } from '../../kit/context.ts'
import { formsReadBy, readsAbsences, readsJudgements, readsLinks, readsPosts } from '../rules/index.ts'
import { refresh, refreshMany, type Which } from './store.ts'

/** Of a trainee's time and place: every rule may read them. */
const EVERYTHING = /^(enrolment|stage|training)\./

/** Of a record: its own form's rules, and what is linked. */
const RECORDS = /^(record|assessment|appraisal)\./

/** Changes that no figure reads. */
const NEVER = new Set([
  'record.shared',
  'record.unshared',
  'assessment.opened',
  'judgement.self',
  'supervision.changed',
])

/**
 * Keeps the prepared figures right: in the same transaction, for the rules that the event can change, reading only
 * records of those rules' forms (decision 15).
 */
const one = async (ctx: WriteCtx, event: AuditEntry): Promise<void> => {
  if (!event.enrolmentId || NEVER.has(event.type)) return
  const which = await rulesTouched(ctx, event)
  if (which) await refresh(ctx, event.enrolmentId, which)
}

/** Many posts, or many new portfolios, at once are read and written together; everything else as it comes. */
async function many(ctx: WriteCtx, events: readonly AuditEntry[], heard: Heard): Promise<void> {
  const together = [
    { touched: (type: string) => EVERYTHING.test(type), which: () => true },
    { touched: (type: string) => type.startsWith('post.'), which: readsPosts },
  ]
  const batched = together.map(({ touched, which }) => ({
    which,
    events: events.filter(({ type, enrolmentId }) => enrolmentId && !NEVER.has(type) && touched(type)),
  }))
  for (const { which, events: ours } of batched)
    await refreshMany(ctx, [...new Set(ours.map(({ enrolmentId }) => enrolmentId!))], which, heard)
  const done = new Set(batched.flatMap(({ events: ours }) => ours))
  for (const event of events) if (!done.has(event)) await one(ctx, event)
}

export const progressListener: Listener = Object.assign(one, { many })

async function rulesTouched(ctx: WriteCtx, event: AuditEntry): Promise<Which | null> {
  const { type } = event
  if (EVERYTHING.test(type)) return () => true
  if (type.startsWith('post.')) return readsPosts
  if (type.startsWith('absence.')) return readsAbsences
  if (type === 'record.linked' || type === 'record.unlinked') return readsLinks
  if (type.startsWith('judgement.')) return readsJudgements
  if (!RECORDS.test(type)) return null
  const formKey = event.data?.formKey ?? (await formOfRecord(ctx, event))
  if (typeof formKey !== 'string') return null
  const linked = await isLinked(ctx, event)
  return (rule, pack) => formsReadBy(rule, pack).includes(formKey) || (linked && readsLinks(rule, pack))
}

/** A record without links changes no coverage; whoever links it says so in an event of its own. */
async function isLinked(ctx: WriteCtx, { recordId }: AuditEntry): Promise<boolean> {
  return recordId ? (await ctx.db.link.findFirst({ where: { recordId }, select: { id: true } })) !== null : true
}

async function formOfRecord(ctx: WriteCtx, { recordId }: AuditEntry): Promise<string | null> {
  if (!recordId) return null
  const record = await ctx.db.record.findUnique({ where: { id: recordId }, select: { formKey: true } })
  return record?.formKey ?? null
}
