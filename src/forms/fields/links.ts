import type { Choosable } from '../context.ts'
import type { Value } from '../values.ts'
import { textsOf } from './kind.ts'
import { groupsOf, titleFor } from './options.ts'

const OPEN_AT_MOST = 8

/** Ticks in groups: folded where they are many, with the titles ticked so far in sight. */
export function ticksView(items: readonly Choosable[], path: string, value: Value | undefined) {
  const ticked = textsOf(value)
  return {
    groups: groupsOf(items, path, (key) => ticked.includes(key)),
    folded: items.length > OPEN_AT_MOST,
    chosen: ticked.map((key) => titleFor(items, key)),
  }
}

/** The titles ticked. */
export function ticksPrinted(items: readonly Choosable[], value: Value) {
  const titles = textsOf(value).map((key) => titleFor(items, key))
  return { answer: titles.join(', '), items: titles }
}
