import type { Actor } from './actor.ts'

/**
 * Packs speak to the trainee ("Only your educational supervisor …", "Your clinic log"); everybody else reads whose it is.
 */
export function toReader({ relation }: Pick<Actor, 'relation'>, words: string): string {
  if (relation === 'trainee') return words
  return words.replace(/\bYour\b/g, 'The trainee’s').replace(/\byour\b/g, 'the trainee’s')
}
