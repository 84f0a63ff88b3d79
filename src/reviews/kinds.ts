import type { AuditEntry } from '../kit/command.ts'

/** What a change is, to whoever reads the portfolio. One deed is one change, however many events it writes. */
export const changeKinds = {
  entered: { one: 'new record', many: 'new records' },
  changed: { one: 'changed record', many: 'changed records' },
  completed: { one: 'completed assessment', many: 'completed assessments' },
  selfAssessed: { one: 'new self-assessment', many: 'new self-assessments' },
  linked: { one: 'record linked', many: 'records linked' },
  unlinked: { one: 'link taken away', many: 'links taken away' },
  shared: { one: 'record shared', many: 'records shared' },
  confirmed: { one: 'entry confirmed', many: 'entries confirmed' },
  signedOff: { one: 'item signed off', many: 'items signed off' },
  moreEvidence: { one: 'call for more evidence', many: 'calls for more evidence' },
  released: { one: 'released appraisal', many: 'released appraisals' },
  replied: { one: 'reply', many: 'replies' },
  withdrawn: { one: 'withdrawn record', many: 'withdrawn records' },
  restored: { one: 'record put back', many: 'records put back' },
} as const

export type ChangeKind = keyof typeof changeKinds

const byEvent: Record<string, ChangeKind> = {
  'record.entered': 'entered',
  'record.edited': 'changed',
  'record.shared': 'shared',
  'record.linked': 'linked',
  'record.unlinked': 'unlinked',
  'record.confirmed': 'confirmed',
  'record.withdrawn': 'withdrawn',
  'record.restored': 'restored',
  'record.replied': 'replied',
  'assessment.completed': 'completed',
  'assessment.reflected': 'replied',
  'appraisal.released': 'released',
  'appraisal.commented': 'replied',
  'judgement.self': 'selfAssessed',
  'judgement.signed': 'signedOff',
  'judgement.moreEvidence': 'moreEvidence',
}

/** What an event changes for readers; null where it changes nothing, or where another event of the same deed says it. */
export function kindOfChange({ type, data }: AuditEntry): ChangeKind | null {
  if (type === 'record.submitted') return data?.kind === 'selfAssessment' ? null : 'entered'
  return byEvent[type] ?? null
}

/** Whether a text is one of the kinds: the database keeps them as texts. */
export const isChangeKind = (text: string): text is ChangeKind => Object.hasOwn(changeKinds, text)
