import { toJsDate } from '../../kit/clock.ts'
import { command } from '../../kit/command.ts'
import { Conflict } from '../../kit/errors.ts'
import { recordPolicy } from '../policy.ts'
import { findRecord } from '../queries/detail.ts'
import { recordEvent } from './record.ts'
import { ownSignature, signRecord } from './sign.ts'

/** A supervisor has seen the certificate or the result: signed by their account, and the trainee is told (R83). */
export const confirmRecord = command({
  find: findRecord,
  may: (actor, { judged }) => recordPolicy.actions.confirm(actor, judged),
  run: async (ctx, { record, reads, title }) => {
    const signature = ownSignature(ctx)
    const version = await signRecord(ctx, record, { ...signature, rendered: reads! })
    await ctx.services.notices.notify(ctx, {
      personId: record.personId,
      roleKey: `own:${record.enrolmentId}`,
      kind: 'record.confirmed',
      text: `${signature.signerName} confirmed ${title}`,
      href: `/records/${record.id}`,
      subjectId: record.personId,
      recordId: record.id,
    })
    return version
  },
  audit: (_version, { record }) => recordEvent('record.confirmed', record),
})

/** Takes a record out of the portfolio. It is kept, and can be put back. */
export const withdrawRecord = command({
  find: findRecord,
  may: (actor, { judged }) => recordPolicy.actions.withdraw(actor, judged),
  run: async (ctx, { record }) => {
    const { count } = await ctx.db.record.updateMany({
      where: { id: record.id, status: 'submitted', rev: record.rev },
      data: { status: 'void', rev: { increment: 1 }, updatedAt: toJsDate(ctx.now) },
    })
    if (count === 0) throw new Conflict('This was changed meanwhile. Look at it as it stands now.')
    return record
  },
  audit: (record) => recordEvent('record.withdrawn', record),
})

/** Puts a withdrawn record back. */
export const restoreRecord = command({
  find: findRecord,
  may: (actor, { judged }) => recordPolicy.actions.restore(actor, judged),
  run: async (ctx, { record }) => {
    const { count } = await ctx.db.record.updateMany({
      where: { id: record.id, status: 'void', rev: record.rev },
      data: { status: 'submitted', rev: { increment: 1 }, updatedAt: toJsDate(ctx.now) },
    })
    if (count === 0) throw new Conflict('This was changed meanwhile. Look at it as it stands now.')
    return record
  },
  audit: (record) => recordEvent('record.restored', record),
})
