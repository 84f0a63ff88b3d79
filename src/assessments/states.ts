/**
 * Where a request can stand, and who may move it where. Policy, buttons and the words on pages all come from here. What
 * became of its mail is another machine (mail.ts). What is not sent yet is a draft, and no request.
 */
export type RequestState = 'sent' | 'started' | 'completed' | 'declined' | 'expired' | 'withdrawn'

export type Deed = 'start' | 'complete' | 'decline' | 'withdraw' | 'resend' | 'readdress' | 'revive' | 'expire'

export interface Step {
  by: 'assessor' | 'trainee' | 'clock'
  from: readonly RequestState[]
  to: RequestState
  /** What becomes of the record; null leaves it as it is. */
  record: 'requested' | 'signed' | 'declined' | 'withdrawn' | 'expired' | null
  label: string
}

/** States in which the assessor may still write. */
export const openStates = ['sent', 'started'] as const satisfies readonly RequestState[]

export const steps: Record<Deed, Step> = {
  start: { by: 'assessor', from: ['sent'], to: 'started', record: null, label: 'Save draft' },
  complete: { by: 'assessor', from: openStates, to: 'completed', record: 'signed', label: 'Complete and sign' },
  decline: { by: 'assessor', from: openStates, to: 'declined', record: 'declined', label: 'Decline' },
  withdraw: { by: 'trainee', from: openStates, to: 'withdrawn', record: 'withdrawn', label: 'Withdraw' },
  resend: { by: 'trainee', from: openStates, to: 'sent', record: null, label: 'Send again' },
  readdress: { by: 'trainee', from: ['sent'], to: 'sent', record: null, label: 'Send to another address' },
  revive: { by: 'trainee', from: ['expired', 'withdrawn'], to: 'sent', record: 'requested', label: 'Ask again' },
  expire: { by: 'clock', from: openStates, to: 'expired', record: 'expired', label: 'Expire' },
}

/** Whether a deed is possible in a state. */
export const possible = (deed: Deed, state: RequestState): boolean => steps[deed].from.includes(state)

export type Tone = 'plain' | 'ok' | 'warn' | 'stop' | 'info'

/** A state in a word, for lists. */
export function stateWords(state: RequestState): { words: string; tone: Tone } {
  switch (state) {
    case 'sent':
      return { words: 'Sent', tone: 'info' }
    case 'started':
      return { words: 'Started', tone: 'info' }
    case 'completed':
      return { words: 'Completed', tone: 'ok' }
    case 'declined':
      return { words: 'Declined', tone: 'warn' }
    case 'expired':
      return { words: 'Expired', tone: 'warn' }
    case 'withdrawn':
      return { words: 'Withdrawn', tone: 'plain' }
  }
}

/** What happened, said to whoever comes too late. */
export function overWords(state: RequestState, names: { trainee: string; assessor: string }): string {
  switch (state) {
    case 'completed':
      return `${names.assessor} has completed this assessment, so it can no longer be changed.`
    case 'declined':
      return `${names.assessor} has declined this request.`
    case 'withdrawn':
      return `${names.trainee} has withdrawn this request. Nothing more is needed.`
    case 'expired':
      return 'The time for this request has run out.'
    case 'started':
      return `${names.assessor} has begun to write.`
    default:
      return 'This request stands differently by now.'
  }
}
