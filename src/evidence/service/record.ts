import type { FormContext, FormDefinition, Values } from '../../forms/index.ts'
import { occurredOn, readFacts, recordTitle } from '../../forms/index.ts'
import type { Prisma, Record as RecordRow, RecordStatus, SharedState } from '../../generated/client.ts'
import { toJsDate } from '../../kit/clock.ts'
import type { AuditEntry } from '../../kit/command.ts'
import type { WriteCtx } from '../../kit/context.ts'
import { Conflict } from '../../kit/errors.ts'
import { newId } from '../../kit/ids.ts'
import type { PublishedPack } from '../../programmes/index.ts'
import { fileIdsIn, packContext } from '../context.ts'
import type { PreparedBy } from './drafts.ts'
import { type LinkChange, linkEvents, linkRecords } from './links.ts'

/** What a new record is made of. Values have passed the form's check. */
export interface NewRecord {
  id?: string
  form: FormDefinition
  pack: PublishedPack
  enrolment: { id: string; personId: string; programmeId: string; packVersionId: string }
  authorId: string
  assessorId?: string | null
  status: RecordStatus
  values: Values
  /** Private when the form says so, otherwise shared. */
  sharedState?: SharedState
  /** Items to link beside those that the values name (the latter only once the record is complete). */
  links?: readonly string[]
  /** The context the values were checked in, so that titles can name places and people. */
  context?: FormContext
  /** Where the answers alone do not say what it is about (a judgement of one item). */
  title?: string
  /** Who filled it in beforehand, where a delegate did. */
  prepared?: PreparedBy | null
}

export interface Made {
  record: RecordRow
  links: LinkChange[]
}

const complete = (status: RecordStatus) => status === 'submitted' || status === 'signed' || status === 'held'

/**
 * Creates a record with its title, date, facts, files and links, in the caller's transaction.
 * The caller audits it with `createdEvents`.
 */
export async function createRecord(ctx: WriteCtx, made: NewRecord): Promise<Made> {
  const { form, enrolment, values } = made
  const record = await ctx.db.record.create({
    data: {
      id: made.id ?? newId(),
      kind: form.kind,
      section: form.section,
      personId: enrolment.personId,
      enrolmentId: enrolment.id,
      programmeId: enrolment.programmeId,
      packVersionId: enrolment.packVersionId,
      authorId: made.authorId,
      assessorId: made.assessorId ?? null,
      status: made.status,
      sharedState: made.sharedState ?? (form.private ? 'private' : 'shared'),
      formKey: form.key,
      formVersion: form.version,
      createdAt: toJsDate(ctx.now),
      ...made.prepared,
      ...derived(ctx, made),
    },
  })
  await attachFiles(ctx, record.id, values)
  const items = [...(made.links ?? []), ...(linksItself(record) ? itemsIn(form, values) : [])]
  return { record, links: await linkAll(ctx, made.pack, form, record, items) }
}

/** Items named in the answers are linked once the record is complete; never by themselves while it is private. */
const linksItself = ({ status, sharedState }: RecordRow) => complete(status) && sharedState === 'shared'

export interface Completion {
  form: FormDefinition
  pack: PublishedPack
  values: Values
  status: RecordStatus
  context?: FormContext
  links?: readonly string[]
  prepared?: PreparedBy | null
}

/**
 * Replaces a record's values (completion by an assessor, an edit by its author) and derives everything from them again.
 * @throws Conflict when somebody changed the record since `record.rev`
 */
export async function completeRecord(
  ctx: WriteCtx,
  record: Pick<RecordRow, 'id' | 'rev'>,
  done: Completion,
): Promise<Made> {
  const { count } = await ctx.db.record.updateMany({
    where: { id: record.id, rev: record.rev, status: { notIn: ['signed', 'disputed'] } },
    data: { status: done.status, rev: { increment: 1 }, ...done.prepared, ...derived(ctx, done) },
  })
  if (count === 0) throw new Conflict('This was changed meanwhile. Look at it as it stands now, then try again.')
  await ctx.db.recordFile.deleteMany({ where: { recordId: record.id } })
  await attachFiles(ctx, record.id, done.values)
  const fresh = await ctx.db.record.findUniqueOrThrow({ where: { id: record.id } })
  const items = [...(done.links ?? []), ...(linksItself(fresh) ? itemsIn(done.form, done.values) : [])]
  return { record: fresh, links: await linkAll(ctx, done.pack, done.form, fresh, items) }
}

/** What follows from a record's answers: its title, its day, its facts. */
export function derivedFrom(ctx: WriteCtx, made: Pick<NewRecord, 'form' | 'pack' | 'values' | 'context' | 'title'>) {
  const { form, values } = made
  const context = made.context ?? packContext(made.pack, ctx.today)
  const on = occurredOn(form, values) ?? ctx.today.toString()
  return {
    title: made.title ?? recordTitle(form, values, context),
    occurredOn: new Date(`${on}T00:00:00Z`),
    values: values as Prisma.InputJsonObject,
    facts: readFacts(form, values) as Prisma.InputJsonObject,
    updatedAt: toJsDate(ctx.now),
  }
}

function derived(ctx: WriteCtx, made: Pick<NewRecord, 'form' | 'pack' | 'values' | 'status' | 'context' | 'title'>) {
  return {
    ...derivedFrom(ctx, made),
    completedAt: complete(made.status) ? toJsDate(ctx.now) : null,
  }
}

/** The curriculum items that the values themselves name. */
export function itemsIn(form: FormDefinition, values: Values): string[] {
  return form.sections
    .flatMap((section) => section.fields)
    .filter((field) => field.type === 'curriculumLinks')
    .flatMap((field) => values[field.key] ?? [])
    .filter((key): key is string => typeof key === 'string')
}

async function linkAll(ctx: WriteCtx, pack: PublishedPack, form: FormDefinition, record: RecordRow, items: string[]) {
  const itemKeys = [...new Set(items)].filter((key) => pack.items.has(key))
  if (itemKeys.length === 0) return []
  return linkRecords(ctx, { records: [record], itemKeys, pack, enrolmentId: record.enrolmentId, forms: [form] })
}

/** Ties the files that the values name to the record. Only files of the writer or the portfolio's owner can be named. */
async function attachFiles(ctx: WriteCtx, recordId: string, values: Values): Promise<void> {
  const named = new Map(
    Object.entries(values).flatMap(([field, value]) => fileIdsIn({ [field]: value }).map((id) => [id, field])),
  )
  if (named.size === 0) return
  const { personId } = await ctx.db.record.findUniqueOrThrow({ where: { id: recordId }, select: { personId: true } })
  const files = await ctx.db.storedFile.findMany({
    where: { id: { in: [...named.keys()] }, ownerId: { in: [ctx.actor.personId, personId] } },
    select: { id: true },
  })
  await ctx.db.recordFile.createMany({
    data: files.map(({ id }) => ({ recordId, fileId: id, field: named.get(id)! })),
  })
}

type Told = Pick<RecordRow, 'id' | 'personId' | 'enrolmentId' | 'formKey' | 'section' | 'kind'>

/** An audit entry about a record: names things, never their text. */
export function recordEvent(type: string, record: Told, data: AuditEntry['data'] = {}): AuditEntry {
  return {
    type,
    subjectId: record.personId,
    enrolmentId: record.enrolmentId,
    recordId: record.id,
    data: { formKey: record.formKey, section: record.section, kind: record.kind, ...data },
  }
}

/** What to audit after createRecord or completeRecord. */
export function madeEvents(type: string, { record, links }: Made, data: AuditEntry['data'] = {}): AuditEntry[] {
  return [recordEvent(type, record, data), ...linkEvents('record.linked', links)]
}
