import type { Config } from '../kit/config.ts'
import { type Actor, signedIn } from '../policy/index.ts'

/**
 * Who may read the mailbox: only in a demo. One that listens on this machine alone shows it to whoever sits there;
 * one that the world can reach shows it to those who have signed in.
 */
export function mayReadMailbox(actor: Actor, config: Pick<Config, 'demo'>): boolean {
  return config.demo === 'on' || (config.demo === 'public' && signedIn(actor))
}
