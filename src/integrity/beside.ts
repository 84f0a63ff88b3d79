import type { Beside, BesideService } from '../evidence/index.ts'
import type { DisputeState } from '../generated/client.ts'
import type { Ctx } from '../kit/context.ts'
import { date } from '../kit/ui.ts'
import { wrong } from './checks.ts'
import { answersFor } from './policy.ts'

interface Doubt {
  dispute: {
    id: string
    state: DisputeState
    raisedByName: string
    raisedAt: string
    resolvedByName: string | null
    resolvedAt: string | null
  } | null
  /** What the last check of its portfolio's signatures found about this record. */
  fault: { checkId: string; what: string; at: string } | null
}

type Judged = Parameters<BesideService>[1]['record']

/** What puts a signature in doubt, said beside its record to everybody who reads it: a dispute, or a check that found it changed. */
export const besideDoubts: BesideService = async (ctx, { record }) => {
  const { dispute, fault } = await doubtsAbout(ctx, record)
  const looks = answersFor(ctx.actor)?.includes(record.programmeId) ?? false
  const remarks = [...(fault ? [faultRemark(fault, looks)] : []), ...(dispute ? [disputeRemark(dispute, looks)] : [])]
  return { remarks, actions: [] }
}

async function doubtsAbout(ctx: Ctx, { id, personId, programmeId }: Judged): Promise<Doubt> {
  const [row] = await ctx.db.$queryRaw<Doubt[]>`
    select
      (select row_to_json(d) from "Dispute" d where d."recordId" = ${id}::uuid) as dispute,
      (select json_build_object('checkId', f."checkId", 'what', f.what, 'at', last."endedAt")
        from (select c.id, c."endedAt" from "ChainCheck" c where c.state = 'done'
          and (c."portfolioId" = ${personId}::uuid or (c."portfolioId" is null and ${programmeId}::uuid = any(c."programmeIds")))
          order by c."endedAt" desc, c.id desc limit 1) last
          join "ChainCheckFault" f on f."checkId" = last.id and f."recordId" = ${id}::uuid limit 1) as fault`
  return row ?? { dispute: null, fault: null }
}

function faultRemark({ checkId, what, at }: NonNullable<Doubt['fault']>, looks: boolean): Beside['remarks'][number] {
  const words = `Not as it was signed: a check on ${date(at)} found that ${wrong(what)}. Do not rely on it until the programme has looked into it.`
  return { words, tone: 'stop', link: looks ? { label: 'See the check', href: `/integrity/checks/${checkId}` } : null }
}

function disputeRemark(dispute: NonNullable<Doubt['dispute']>, looks: boolean): Beside['remarks'][number] {
  const { id, state, raisedByName, raisedAt, resolvedByName, resolvedAt } = dispute
  const link = looks ? { label: 'Look into it', href: `/integrity/disputes/${id}` } : null
  const words = {
    open: `Disputed: on ${date(raisedAt)} ${raisedByName} said that they did not sign this. It is locked, and counts for nothing, until the programme has looked into it.`,
    upheld: `Disputed on ${date(raisedAt)} and upheld by ${resolvedByName} on ${date(resolvedAt)}.`,
    voided: `Disputed on ${date(raisedAt)} and taken out of the record by ${resolvedByName} on ${date(resolvedAt)}.`,
  }[state]
  return { words, tone: state === 'open' ? 'stop' : 'info', link }
}
