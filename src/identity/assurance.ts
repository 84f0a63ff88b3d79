import type { Ctx } from '../kit/context.ts'

/**
 * How sure we are that a signer is who they say, strongest first (D9): by their account with a second factor in this
 * session; by their account; by the link sent to an address of a workplace that the programme knows; by a link to any
 * address; on the trainee's own device, confirmed by a mailed code or a PIN.
 */
export const assurances = ['account-2fa', 'account', 'work-link', 'any-link', 'device'] as const
export type Assurance = (typeof assurances)[number]

const words: Record<string, string> = {
  'account-2fa': 'signed in with a second factor',
  account: 'signed in with their account',
  'work-link': 'by a link or code mailed to their work address',
  'any-link': 'by a link or code mailed to their address',
  device: 'on the trainee’s device, confirmed by a code or PIN',
  // Signatures of before kinds of addresses were told apart.
  link: 'by a link mailed to their address',
}

/**
 * How somebody signed, in words that stand after a name. A value that is not known reads as it is.
 * @param whose 'your' where the words are said to the signer
 */
export function assuranceWords(assurance: string, whose: 'their' | 'your' = 'their'): string {
  return (words[assurance] ?? assurance).replace('their', whose)
}

/** What lists add in short: nothing where somebody signed in. */
export function assuranceNote(assurance: string): string | null {
  if (assurance === 'device') return 'on the trainee’s device'
  return assurance.endsWith('link') ? 'by a link or code mailed to them' : null
}

/** The level of what is signed in this session. */
export function sessionAssurance(ctx: Pick<Ctx, 'actor'>): Assurance {
  return ctx.actor.secondFactor ? 'account-2fa' : 'account'
}

/**
 * The level of what is signed by a link that was sent to an address.
 * @param workDomains domains of workplaces (`workDomains` of the pack); what lies below one of them counts as well
 */
export function linkAssurance(email: string, workDomains: readonly string[] = []): Assurance {
  const domain = email.trim().toLowerCase().split('@').at(-1) ?? ''
  const ofWork = workDomains.some((one) => domain === one || domain.endsWith(`.${one}`))
  return ofWork ? 'work-link' : 'any-link'
}
