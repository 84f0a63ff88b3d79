import type { BesideService } from '../evidence/index.ts'
import { date } from '../kit/ui.ts'
import { answersFor } from './policy.ts'

/** What is said of a disputed signature beside its record, to everybody who reads the record. */
export const besideDisputes: BesideService = async (ctx, { record }) => {
  const dispute =
    record.kind === 'assessment' ? await ctx.db.dispute.findUnique({ where: { recordId: record.id } }) : null
  if (!dispute) return { remarks: [], actions: [] }
  const { id, state, raisedByName, raisedAt, resolvedByName, resolvedAt } = dispute
  const day = (at: Date | null) => date(at ? at.toISOString() : null)
  const looks = answersFor(ctx.actor)?.includes(record.programmeId) ?? false
  const link = looks ? { label: 'Look into it', href: `/integrity/disputes/${id}` } : null
  const words = {
    open: `Disputed: on ${day(raisedAt)} ${raisedByName} said that they did not sign this. It is locked, and counts for nothing, until the programme has looked into it.`,
    upheld: `Disputed on ${day(raisedAt)} and upheld by ${resolvedByName} on ${day(resolvedAt)}.`,
    voided: `Disputed on ${day(raisedAt)} and taken out of the record by ${resolvedByName} on ${day(resolvedAt)}.`,
  }[state]
  return { remarks: [{ words, tone: state === 'open' ? 'stop' : 'info', link }], actions: [] }
}
