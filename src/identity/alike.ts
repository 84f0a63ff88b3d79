import { shortNames } from './shortNames.ts'

/** A name as it is compared. */
export interface Named {
  givenName: string
  familyName: string
}

/** Letters that are no letter with a mark, as people without them type them. */
const plainLetters: Record<string, string> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
}

/** A name without case and marks, its parts as words: “Núñez-O’Brien” → nunez, obrien. */
export function nameWords(text: string): string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[øłđðþßæœı]/g, (letter) => plainLetters[letter]!)
    .replace(/[’'ʼ`.]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
}

/** The same in one piece: hyphens and blanks make no difference. */
export const foldedName = (text: string): string => nameWords(text).join('')

const lines = new Map<string, Set<number>>()
for (const [index, line] of shortNames.entries())
  for (const name of line.split(' ')) lines.set(name, (lines.get(name) ?? new Set()).add(index))

/** Whether two given names are usual forms of one: Thomas and Tom, Katherine and Kate. */
function formsOfOne(one: string, two: string): boolean {
  const theirs = lines.get(two)
  return theirs !== undefined && [...(lines.get(one) ?? [])].some((line) => theirs.has(line))
}

/** Whether family names may be one person's: the same, or one of the two of a double name. */
function sameFamily(one: string, two: string): boolean {
  if (foldedName(one) === foldedName(two)) return true
  const [first, second] = [nameWords(one), nameWords(two)]
  const [short, long] = first.length < second.length ? [first, second] : [second, first]
  return short.length === 1 && long.length > 1 && short[0]!.length > 2 && long.includes(short[0]!)
}

/**
 * Why two names may be one person's, in words; null where nothing says so. Marks, hyphens and case make no difference. It
 * is a reason to ask, never to make two people one.
 */
export function namesAlike(one: Named, two: Named): string | null {
  const [given, other] = [foldedName(one.givenName), foldedName(two.givenName)]
  if (!foldedName(one.familyName) || !foldedName(two.familyName) || !given || !other) return null
  if (given === foldedName(two.familyName) && foldedName(one.familyName) === other)
    return 'the same names the other way round'
  if (!sameFamily(one.familyName, two.familyName)) return null
  const same = foldedName(one.familyName) === foldedName(two.familyName)
  const family = same ? 'the same family name' : 'one family name of a double one'
  if (given === other) return same ? 'the same name' : `the same given name, and ${family}`
  const [first, second] = [nameWords(one.givenName)[0]!, nameWords(two.givenName)[0]!]
  const short = first === second || first.startsWith(second) || second.startsWith(first) || formsOfOne(first, second)
  return short ? `${family}, and a short given name` : null
}
