import { contacts } from './contacts.ts'
import { birthDates } from './dates.ts'
import type { Found, Hit } from './kinds.ts'
import { words } from './kinds.ts'
import { names } from './names.ts'
import { codedNumbers, groupedNumbers } from './numbers.ts'

/** Earlier ones win where two find the same piece: what is checked goes before what only has a shape. */
const detectors: readonly ((text: string) => Found[])[] = [groupedNumbers, codedNumbers, birthDates, contacts, names]

/**
 * What a text may give away of patients and colleagues, in the order in which it stands there, each piece once (D18).
 * Pure; nothing leaves the machine. Every detector passes over the text a fixed number of times.
 * @param known names that may stand there: the writer's own, and whomever the text is about or to anyway
 */
export function identifiersIn(text: string, known: readonly string[] = []): Hit[] {
  const own = new Set(known.flatMap(wordsOf))
  const plain = plainly(text)
  const found = detectors.flatMap((detect) => detect(plain)).filter((one) => !isKnown(one, own))
  const hits = new Map<string, Hit>()
  for (const { kind, at, text: seen } of apart(found).toSorted((a, b) => a.at - b.at)) {
    const piece = text.slice(at, at + seen.length)
    if (!hits.has(piece)) hits.set(piece, { kind, text: piece, what: words[kind], at })
  }
  return [...hits.values()]
}

/**
 * The text with one plain sign for each that only looks otherwise (spaces that do not break, figures of full width, long
 * hyphens), so that pasted words are read as typed ones. Every sign keeps its place.
 */
function plainly(text: string): string {
  return text
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .replace(/[\u2010-\u2012]/g, '-')
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
}

const wordsOf = (name: string): string[] => name.toLowerCase().match(/\p{L}[\p{L}’'-]*/gu) ?? []
const titles = new Set(['mr', 'mrs', 'ms', 'miss', 'mx', 'dr', 'prof', 'professor', 'sir', 'dame', 'sister', 'nurse'])

/** A name all of whose words are those of people who may be named here. */
function isKnown({ kind, text }: Found, own: ReadonlySet<string>): boolean {
  if (kind !== 'name' || own.size === 0) return false
  const said = wordsOf(text).map((word) => word.replace(/[’']s?$/, ''))
  return said.every((word) => own.has(word) || titles.has(word))
}

/** Takes out what overlaps something found before it. Sorted once, so that long texts stay cheap. */
function apart(found: readonly Found[]): Found[] {
  const ranked = found.map((one, rank) => ({ ...one, rank, end: one.at + one.text.length }))
  const kept: typeof ranked = []
  for (const one of ranked.toSorted((a, b) => a.at - b.at || a.rank - b.rank)) {
    const last = kept.at(-1)
    if (!last || one.at >= last.end) kept.push(one)
    else if (one.rank < last.rank && (kept.at(-2)?.end ?? 0) <= one.at) kept[kept.length - 1] = one
  }
  return kept
}
