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

/** What a supervisor is told of a self-assessment, until somebody has answered it. */
export const signOffNotice = {
  kind: 'signoff.waiting',
  waiting: 'It waits for your sign-off.',
  href: (enrolmentId: string, itemKey: string) => `/portfolios/${enrolmentId}/sign-off/${itemKey}`,
} as const

/** News of self-assessments that are answered by now says so, for every supervisor who was told. */
export async function settleNotices(
  ctx: WriteCtx,
  portfolio: Pick<PortfolioBase, 'id' | 'personId'>,
  item: Pick<CurriculumNode, 'key'>,
  level: number | null,
): Promise<void> {
  await ctx.db.notice.updateMany({
    where: {
      kind: signOffNotice.kind,
      subjectId: portfolio.personId,
      href: signOffNotice.href(portfolio.id, item.key),
      detail: signOffNotice.waiting,
    },
    data: {
      detail: level === null ? 'Answered: more evidence was asked for.' : 'Signed off since.',
      readAt: toJsDate(ctx.now),
    },
  })
}
