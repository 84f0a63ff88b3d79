export * from './actor.ts'
export * from './decision.ts'
export * from './delegate.ts'
export * from './holds.ts'
export * from './roles.ts'
export * from './sentences.ts'
export * from './words.ts'

import type { Actor } from './actor.ts'
import type { Decision } from './decision.ts'

// biome-ignore lint/suspicious/noExplicitAny: a policy's rules differ in the record they judge
type Rule = (actor: Actor, record: any, ...rest: any[]) => Decision

/**
 * A room's policy: which rows exist for an actor (`visible`) and what may be done to a row it can see (`actions`).
 * Typed so that naming an action that does not exist fails to compile.
 */
export function definePolicy<V, A extends Record<string, Rule>>(policy: {
  visible: (actor: Actor) => V
  actions: A
}): {
  visible: (actor: Actor) => V
  actions: A
} {
  return policy
}
