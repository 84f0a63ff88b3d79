/** Somebody as far as it takes to see whether they are on record twice. */
export interface Known {
  id: string
  givenName: string
  familyName: string
  emails: readonly string[]
  /** Registration numbers, as kind and normalised value. */
  numbers: readonly { kind: string; value: string }[]
}

const folded = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')

/** Two numbers of one register are two people, or a mistake that is to be cleared up first. */
export function differentNumbers(one: Pick<Known, 'numbers'>, two: Pick<Known, 'numbers'>): string[] {
  const kinds = new Set(one.numbers.map(({ kind }) => kind).filter((kind) => kind !== 'memberId'))
  const values = ({ numbers }: Pick<Known, 'numbers'>, kind: string) =>
    numbers.filter((number) => number.kind === kind).map(({ value }) => value)
  return [...kinds].filter((kind) => {
    const theirs = values(two, kind)
    return theirs.length > 0 && !values(one, kind).some((value) => theirs.includes(value))
  })
}

/** Why two may be one: the same name, or an initial of it with an address at the same place; null where nothing says so. */
export function likeness(one: Known, two: Known): string | null {
  if (folded(one.familyName) !== folded(two.familyName) || differentNumbers(one, two).length > 0) return null
  const [first, second] = [folded(one.givenName), folded(two.givenName)]
  if (first === second) return 'the same name'
  if (first[0] !== second[0]) return null
  const domain = (mail: string) => mail.split('@')[1]?.toLowerCase()
  if (first.startsWith(second) || second.startsWith(first)) return 'the same family name, and a short given name'
  const theirs = new Set(two.emails.map(domain))
  return one.emails.some((mail) => theirs.has(domain(mail)))
    ? 'the same family name and initial, and an address at the same place'
    : null
}

/** All pairs who may be one, family name by family name, at most so many. */
export function likelyPairs<K extends Known>(people: readonly K[], most: number): { one: K; two: K; why: string }[] {
  const groups = new Map<string, K[]>()
  for (const one of people) {
    const key = folded(one.familyName)
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  const pairs: { one: K; two: K; why: string }[] = []
  for (const group of groups.values())
    for (const [at, one] of group.entries())
      for (const two of group.slice(at + 1)) {
        const why = likeness(one, two)
        if (why) pairs.push({ one, two, why })
        if (pairs.length === most) return pairs
      }
  return pairs
}
