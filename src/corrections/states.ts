/** Where a request for a correction can stand, and who may move it where. Policy, buttons and words come from here. */
export type CorrectionState = 'asked' | 'accepted' | 'refused' | 'withdrawn'

export type Deed = 'accept' | 'refuse' | 'withdraw'

export interface Step {
  by: 'decider' | 'asker'
  from: readonly CorrectionState[]
  to: CorrectionState
  label: string
}

export const steps: Record<Deed, Step> = {
  accept: { by: 'decider', from: ['asked'], to: 'accepted', label: 'Accept and sign' },
  refuse: { by: 'decider', from: ['asked'], to: 'refused', label: 'Refuse' },
  withdraw: { by: 'asker', from: ['asked'], to: 'withdrawn', label: 'Take it back' },
}

/** Whether a deed is possible in a state. */
export const possible = (deed: Deed, state: CorrectionState): boolean => steps[deed].from.includes(state)

type Tone = 'plain' | 'ok' | 'warn' | 'stop' | 'info'

/** A state in a word, for lists. */
export const stateWords: Record<CorrectionState, { words: string; tone: Tone }> = {
  asked: { words: 'Waiting', tone: 'info' },
  accepted: { words: 'Accepted', tone: 'ok' },
  refused: { words: 'Refused', tone: 'warn' },
  withdrawn: { words: 'Taken back', tone: 'plain' },
}

/** What happened, said to whoever comes too late. */
export function overWords(state: CorrectionState, by: { decider: string | null; asker: string }): string {
  const decider = by.decider ?? 'Somebody else'
  switch (state) {
    case 'accepted':
      return `${decider} has accepted this correction already. The record shows both versions.`
    case 'refused':
      return `${decider} has refused this correction already. The record stays as it was signed.`
    case 'withdrawn':
      return `${by.asker} has taken this request back. Nothing more is needed.`
    default:
      return 'This request stands differently by now. Look at it again.'
  }
}
