import type { Actor } from './actor.ts'
import { type Refusal, refuse } from './decision.ts'

/** What a delegate reads whatever they try to sign, decide or send (C15): the one sentence for all rooms. */
export function delegateRefusal({ of }: NonNullable<Actor['delegate']>): Refusal {
  return refuse('delegate.prepares', `As a delegate of ${of} you prepare; you never sign, decide or send.`, of, {
    label: `Leave it ready for ${of}`,
    href: '/delegates',
  })
}

/** The grant in which somebody acts, their own or that of the director for whom they prepare; null for other roles. */
export function actingGrant({ roleKey, delegate }: Pick<Actor, 'roleKey' | 'delegate'>): string | null {
  const key = delegate?.roleKey ?? roleKey
  return key.startsWith('grant:') ? key.slice('grant:'.length) : null
}
