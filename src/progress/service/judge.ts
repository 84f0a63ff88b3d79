import type { Values } from '../../forms/index.ts'
import type { JudgementKind } from '../../generated/client.ts'
import { toJsDate } from '../../kit/clock.ts'
import type { AuditEntry } from '../../kit/command.ts'
import type { WriteCtx } from '../../kit/context.ts'
import type { CurriculumNode } from '../../programmes/index.ts'
import type { PortfolioBase } from '../../training/index.ts'

export interface NewJudgement {
  recordId: string
  portfolio: Pick<PortfolioBase, 'id' | 'personId' | 'stageKey'>
  item: CurriculumNode
  kind: JudgementKind
  /** Null when more evidence is asked for. */
  level: number | null
  comment: string | null
  reason?: string | null
}

/** Keeps a judgement beside all earlier ones: none is ever overwritten. */
export async function addJudgement(ctx: WriteCtx, made: NewJudgement): Promise<void> {
  const { recordId, portfolio, item, kind, level, comment, reason } = made
  await ctx.db.judgement.create({
    data: {
      recordId,
      enrolmentId: portfolio.id,
      itemKey: item.key,
      kind,
      outcome: level === null ? 'moreEvidence' : 'level',
      level,
      stageKey: portfolio.stageKey,
      byId: ctx.actor.personId,
      byName: ctx.actor.name,
      byRole: ctx.actor.roleLabel,
      comment,
      reason: reason ?? null,
      at: toJsDate(ctx.now),
    },
  })
}

/** What to audit of a judgement: the item, never the words. */
export function judgementEvent(
  type: 'judgement.self' | 'judgement.signed' | 'judgement.moreEvidence',
  portfolio: Pick<PortfolioBase, 'id' | 'personId'>,
  item: CurriculumNode,
  recordId: string,
): AuditEntry {
  return { type, subjectId: portfolio.personId, enrolmentId: portfolio.id, recordId, data: { itemKey: item.key } }
}

/** A text answer, or null. */
export const textIn = (values: Values, field: string): string | null => {
  const value = values[field]
  return typeof value === 'string' && value.trim() ? value : null
}

/** A level, or null where none was chosen. */
export const levelIn = (values: Values, field: string): number | null => {
  const value = values[field]
  return typeof value === 'number' ? value : null
}
