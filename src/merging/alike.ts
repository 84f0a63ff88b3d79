import { foldedName, namesAlike, nameWords } from '../identity/index.ts'

/** Somebody as far as it takes to see whether they are on record twice. */
export interface Known {
  id: string
  givenName: string
  familyName: string
  emails: readonly string[]
  /** Registration numbers, as kind and normalised value. */
  numbers: readonly { kind: string; value: string }[]
}

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

/**
 * Why two may be one: names that may be one person's (short forms, marks, hyphens and order apart), or a family name and an
 * initial with an address at the same place; null where nothing says so.
 */
export function likeness(one: Known, two: Known): string | null {
  if (differentNumbers(one, two).length > 0) return null
  const alike = namesAlike(one, two)
  if (alike) return alike
  if (foldedName(one.familyName) !== foldedName(two.familyName)) return null
  if (foldedName(one.givenName)[0] !== foldedName(two.givenName)[0]) return null
  const domain = (mail: string) => mail.split('@')[1]?.toLowerCase()
  const theirs = new Set(two.emails.map(domain))
  return one.emails.some((mail) => theirs.has(domain(mail)))
    ? 'the same family name and initial, and an address at the same place'
    : null
}

/** Everybody under each word of their family name, and in one piece: nobody else has to be compared with them. */
function byFamily<K extends Known>(people: readonly K[]): Map<string, K[]> {
  const groups = new Map<string, K[]>()
  for (const one of people) for (const key of keysOf(one.familyName)) groups.set(key, [...(groups.get(key) ?? []), one])
  return groups
}

const keysOf = (name: string) => new Set([foldedName(name), ...nameWords(name)])

/** All pairs who may be one, at most so many. */
export function likelyPairs<K extends Known>(people: readonly K[], most: number): { one: K; two: K; why: string }[] {
  const groups = byFamily(people)
  const at = new Map(people.map((one, index) => [one.id, index]))
  const pairs: { one: K; two: K; why: string }[] = []
  for (const one of people) {
    const keys = new Set([...keysOf(one.familyName), foldedName(one.givenName)])
    const others = new Set([...keys].flatMap((key) => groups.get(key) ?? []))
    for (const two of [...others].filter(({ id }) => at.get(id)! > at.get(one.id)!)) {
      const why = likeness(one, two)
      if (why) pairs.push({ one, two, why })
      if (pairs.length === most) return pairs
    }
  }
  return pairs
}
