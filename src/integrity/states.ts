/** Where a dispute over a signature can stand, and what each outcome makes of the record. Pages and rules read it here. */
export type DisputeState = 'open' | 'upheld' | 'voided'

export interface Outcome {
  from: DisputeState
  to: DisputeState
  /** What becomes of the record. */
  record: 'signed' | 'void'
  label: string
  /** What is told of it, after a name. */
  verb: string
  event: string
}

export const outcomes = {
  uphold: {
    from: 'open',
    to: 'upheld',
    record: 'signed',
    label: 'Uphold: the assessor signed it',
    verb: 'upheld the signature of',
    event: 'record.upheld',
  },
  void: {
    from: 'open',
    to: 'voided',
    record: 'void',
    label: 'Void: it was not signed by them',
    verb: 'took out of the record',
    event: 'record.voided',
  },
} as const satisfies Record<string, Outcome>

export type Ending = keyof typeof outcomes

/** A state in words, for lists. */
export const stateWords: Record<DisputeState, { words: string; tone: 'stop' | 'ok' | 'plain' }> = {
  open: { words: 'Disputed', tone: 'stop' },
  upheld: { words: 'Upheld', tone: 'ok' },
  voided: { words: 'Taken out', tone: 'plain' },
}

/** What happened, said to whoever comes too late. */
export function overWords(state: DisputeState, by: string | null): string {
  const who = by ?? 'Somebody else'
  if (state === 'upheld') return `${who} has upheld this signature already.`
  if (state === 'voided') return `${who} has taken this out of the record already.`
  return 'This stands differently by now. Look at it again.'
}
