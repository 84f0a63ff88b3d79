import type { Rendered } from '../../forms/index.ts'
import type { RecordVersion } from '../../generated/client.ts'
import { scoped } from '../../kit/scope.ts'
import { recordPolicy } from '../policy.ts'
import { confided } from './confided.ts'
import { type RecordDetail, recordDetail } from './detail.ts'

/** A record as one of its signatures says it. */
export interface Signed {
  detail: RecordDetail
  version: RecordVersion
  /** Questions and answers as they were signed, for this reader. */
  reads: Rendered
}

/** What was signed under this place of the chain (`:seq`), for whoever reads the record in full. */
export const findSigned = scoped(recordPolicy, async (visible, ctx): Promise<Signed | null> => {
  const seq = /^\d{1,9}$/.test(ctx.params.seq ?? '') ? Number(ctx.params.seq) : 0
  const detail = await recordDetail(visible, ctx, ctx.params.id)
  if (detail?.depth !== 'full') return null
  const version = await ctx.db.recordVersion.findFirst({ where: { recordId: detail.record.id, seq } })
  if (!version) return null
  const reads = confided(version.rendered as unknown as Rendered, detail.record, ctx.actor)
  return { detail, version, reads }
})

/** The bytes themselves, for the owner of the portfolio alone: they hold every answer. */
export const findSignedBytes = scoped(recordPolicy, async (_visible, ctx) => {
  const signed = await findSigned(ctx)
  return signed && signed.detail.record.personId === ctx.actor.personId ? signed.version : null
})
