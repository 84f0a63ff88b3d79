import type { ApplicationState } from '../generated/client.ts'
import type { Tone } from '../kit/ui.ts'

export type { ApplicationState }

export type Deed = 'send' | 'approve' | 'return' | 'reject' | 'withdraw'

interface Step {
  by: 'applicant' | 'approver'
  from: readonly ApplicationState[]
  to: ApplicationState
  /** What was done, as the history says it. */
  done: string
  /** Whether a reason has to be given. */
  reasoned: boolean
}

/** Where an application can stand, and who may move it where (domain.md 6.10). Policy, buttons and words come from here. */
export const steps: Record<Deed, Step> = {
  send: { by: 'applicant', from: ['draft', 'returned'], to: 'submitted', done: 'sent it', reasoned: false },
  /** Of the last who decides; until then it stays where it is and goes on to the next. */
  approve: { by: 'approver', from: ['submitted'], to: 'approved', done: 'approved it', reasoned: false },
  return: { by: 'approver', from: ['submitted'], to: 'returned', done: 'sent it back for changes', reasoned: true },
  reject: { by: 'approver', from: ['submitted'], to: 'rejected', done: 'rejected it', reasoned: true },
  withdraw: {
    by: 'applicant',
    from: ['draft', 'returned', 'submitted'],
    to: 'withdrawn',
    done: 'withdrew it',
    reasoned: true,
  },
}

export const possible = (deed: Deed, state: ApplicationState): boolean => steps[deed].from.includes(state)

/** A state in a word, for lists. */
export const stateWords: Record<ApplicationState, { words: string; tone: Tone }> = {
  draft: { words: 'Draft', tone: 'plain' },
  submitted: { words: 'Waiting', tone: 'info' },
  returned: { words: 'To be changed', tone: 'warn' },
  approved: { words: 'Approved', tone: 'ok' },
  rejected: { words: 'Rejected', tone: 'stop' },
  withdrawn: { words: 'Withdrawn', tone: 'plain' },
}

/** What happened, said to whoever comes too late. */
export function overWords(state: ApplicationState, by: string | null): string {
  const who = by ?? 'Somebody else'
  switch (state) {
    case 'draft':
      return 'This has not been sent yet.'
    case 'submitted':
      return 'This was sent already and waits to be decided. Withdraw it, or ask for it to be sent back.'
    case 'returned':
      return `${who} has sent this back for changes. It waits for the trainee.`
    case 'approved':
      return `${who} has approved this already. Training time has changed as it says.`
    case 'rejected':
      return `${who} has rejected this already. Training time stays as it was.`
    case 'withdrawn':
      return `${who} has withdrawn this application. Nothing more is needed.`
  }
}

export const urls = {
  list: '/applications',
  /** Those of one trainee. */
  of: (enrolmentId: string) => `/applications?of=${enrolmentId}`,
  apply: '/applications/new',
  one: (id: string) => `/applications/${id}`,
  edit: (id: string) => `/applications/${id}/edit`,
  deed: (id: string, deed: Deed) => `/applications/${id}/${deed}`,
}
