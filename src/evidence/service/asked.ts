import type { FormContext, FormDefinition, Values } from '../../forms/index.ts'
import type { Prisma, Record as RecordRow, RecordStatus } from '../../generated/client.ts'
import { toJsDate } from '../../kit/clock.ts'
import type { WriteCtx } from '../../kit/context.ts'
import { Conflict } from '../../kit/errors.ts'
import type { PublishedPack } from '../../programmes/index.ts'
import { derivedFrom } from './record.ts'

const changed = 'This was changed meanwhile. Look at it as it stands now, then try again.'

/**
 * Moves a record that somebody was asked to complete to where nobody completes it (declined, withdrawn, expired), back
 * to where it is asked for, or to somebody else. A signed record stays what it is.
 */
export async function setStatus(
  ctx: WriteCtx,
  record: Pick<RecordRow, 'id'>,
  status: Exclude<RecordStatus, 'signed' | 'disputed'>,
  assessorId?: string,
): Promise<void> {
  const { count } = await ctx.db.record.updateMany({
    where: { id: record.id, status: { notIn: ['signed', 'disputed'] } },
    data: { status, rev: { increment: 1 }, updatedAt: toJsDate(ctx.now), ...(assessorId ? { assessorId } : {}) },
  })
  if (count === 0) throw new Conflict(changed)
}

/** Adds to a signed record what its form leaves for afterwards. The caller signs it with appendVersion. */
export async function amendSigned(
  ctx: WriteCtx,
  record: Pick<RecordRow, 'id' | 'rev'>,
  values: Values,
): Promise<RecordRow> {
  const { count } = await ctx.db.record.updateMany({
    where: { id: record.id, rev: record.rev, status: 'signed' },
    data: { values: values as Prisma.InputJsonObject, rev: { increment: 1 }, updatedAt: toJsDate(ctx.now) },
  })
  if (count === 0) throw new Conflict(changed)
  return ctx.db.record.findUniqueOrThrow({ where: { id: record.id } })
}

/**
 * Puts right the answers of a record that can no longer be changed directly, with everything that follows from them; its
 * state, its links and the day of its completion stay. The caller signs what was signed before with appendVersion.
 * @throws Conflict when somebody changed the record meanwhile
 */
export async function correctRecord(
  ctx: WriteCtx,
  record: Pick<RecordRow, 'id' | 'rev'>,
  right: { form: FormDefinition; pack: PublishedPack; values: Values; context: FormContext },
): Promise<RecordRow> {
  const { count } = await ctx.db.record.updateMany({
    where: { id: record.id, rev: record.rev, status: { in: ['signed', 'submitted'] } },
    data: { ...derivedFrom(ctx, right), rev: { increment: 1 } },
  })
  if (count === 0) throw new Conflict(changed)
  return ctx.db.record.findUniqueOrThrow({ where: { id: record.id } })
}

/**
 * Locks what was signed while its signature is disputed, or ends that: signed again, or no longer part of the record.
 * @throws Conflict when it stands otherwise by now
 */
export async function moveDisputed(
  ctx: WriteCtx,
  { id }: Pick<RecordRow, 'id'>,
  from: 'signed' | 'disputed',
  to: 'disputed' | 'signed' | 'void',
): Promise<RecordRow> {
  const { count } = await ctx.db.record.updateMany({
    where: { id, status: from },
    data: { status: to, rev: { increment: 1 }, updatedAt: toJsDate(ctx.now) },
  })
  if (count === 0) throw new Conflict(changed)
  return ctx.db.record.findUniqueOrThrow({ where: { id } })
}
