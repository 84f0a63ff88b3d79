import type { Dice } from './random.ts'

/** Texts in a shuffled order, each dealt once: nothing repeats within one portfolio. */
export interface Deck<T> {
  /** The next one, or undefined when all are dealt. */
  deal(): T | undefined
  /** The next one that suits. */
  dealWhere(suits: (one: T) => boolean): T | undefined
}

/** Shuffles a bank of texts. */
export function deck<T>(bank: readonly T[], random: Dice): Deck<T> {
  const left = [...bank]
  for (let index = left.length - 1; index > 0; index--) {
    const other = random.whole(0, index)
    ;[left[index], left[other]] = [left[other]!, left[index]!]
  }
  return {
    deal: () => left.shift(),
    dealWhere(suits) {
      const at = left.findIndex(suits)
      return at < 0 ? undefined : left.splice(at, 1)[0]
    },
  }
}
