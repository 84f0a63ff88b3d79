import type { AuditEntry } from '../../kit/command.ts'
import type { One } from '../queries/one.ts'

/** What happened to a round, for the trail of the portfolio. No event of an answer names anybody: see `answered`. */
export const roundEvent = (type: string, { round }: Pick<One, 'round'>, data: AuditEntry['data'] = {}): AuditEntry => ({
  type,
  subjectId: round.personId,
  enrolmentId: round.enrolmentId,
  ...(round.recordId ? { recordId: round.recordId } : {}),
  data: { round: round.kind, ...data },
})

/** That an answer came in: without a portfolio, so that no page of one tells when. */
export const answered = ({ round }: Pick<One, 'round'>, type = 'round.answered'): AuditEntry => ({
  type,
  data: { roundId: round.id },
})
