import { list } from '../kit/ui.ts'
import type { PublishedPack, RoundKind } from '../programmes/index.ts'
import { merged, type Pile } from './summing.ts'

/** How many answers there are of each group. */
export type Counts = Readonly<Record<string, number>>

/** The question under which the answers themselves are counted. */
export const EVERY = '*'

export const kindsOf = ({ pack }: PublishedPack): readonly RoundKind[] => pack.rounds?.kinds ?? []

export const kindOf = (pack: PublishedPack, key: string | undefined): RoundKind | undefined =>
  kindsOf(pack).find((kind) => kind.key === key)

/** The group that a grade belongs to; a round for anybody has only one. */
export function groupOf(kind: RoundKind, grade: string | null): string {
  const found = kind.groups.find(({ grades }) => grade !== null && grades?.includes(grade))
  return (found ?? kind.groups.at(-1)!).key
}

export const sum = (counts: Counts, groups: readonly string[] = Object.keys(counts)): number =>
  groups.reduce((total, key) => total + (counts[key] ?? 0), 0)

export interface Need {
  words: string
  have: number
  min: number
}

/** What a round asks for, and how much of it is there: of answers, or of people on the list. */
export function needsOf(kind: RoundKind, counts: Counts, all: string): Need[] {
  const mix = kind.mix.map(({ words, groups, min }) => ({ words, have: sum(counts, groups), min }))
  return [{ words: all, have: sum(counts), min: kind.min }, ...mix]
}

export const isEnough = (kind: RoundKind, counts: Counts): boolean =>
  needsOf(kind, counts, '').every(({ have, min }) => have >= min)

/** "Consultants", "Consultants and other doctors together". */
export function titleOf(kind: RoundKind, groups: readonly string[]): string {
  const titles = kind.groups.filter(({ key }) => groups.includes(key)).map(({ title }) => title)
  if (titles.length === kind.groups.length && titles.length > 1) return 'Everybody'
  if (titles.length < 2) return titles[0] ?? ''
  const [first, ...rest] = titles
  return `${list([first!, ...rest.map((title) => title.charAt(0).toLowerCase() + title.slice(1))])} together`
}

/** The groups as they may be named: small ones merged. */
export function shownGroups(kind: RoundKind, counts: Counts): Pile[] {
  const piles = kind.groups.map(({ key }): Pile => ({ groups: [key], counts: { 1: counts[key] ?? 0 } }))
  return merged(piles, kind.hideGroupsUnder)
}
