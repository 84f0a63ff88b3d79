import type { Counting, CountingService } from '../../evidence/index.ts'
import { formsOf } from '../rules/index.ts'
import { type Reading, readingsOf } from './readings.ts'

/**
 * What becomes of a record (R89): it counts if any rule counts it; if none does, the first rule that read it says why.
 * Null for records that no rule reads.
 */
export function countingIn(readings: readonly Reading[]): (record: { id: string }) => Counting | null {
  const counted = new Map<string, string[]>()
  const why = new Map<string, string>()
  for (const { rule, evaluation } of readings) {
    for (const id of evaluation.counted) counted.set(id, [...(counted.get(id) ?? []), rule.title])
    for (const one of evaluation.notCounted) if (!why.has(one.id)) why.set(one.id, one.why)
  }
  return ({ id }) => {
    const towards = counted.get(id)
    if (towards) return { counts: true, towards: [...new Set(towards)] }
    const reason = why.get(id)
    return reason === undefined ? null : { counts: false, why: reason }
  }
}

/** Whether one entry of a log counts: a query where a rule reads its form, else none. */
export const counting: CountingService = async (ctx, record) => {
  if (record.kind !== 'log' || (record.status !== 'submitted' && record.status !== 'signed')) return null
  const pack = await ctx.services.packs.get(record.packVersionId)
  const readings = await readingsOf(ctx, record.enrolmentId, pack, (rule) => formsOf(rule).includes(record.formKey))
  return countingIn(readings)(record)
}
