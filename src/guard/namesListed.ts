import type { Found } from './kinds.ts'
import { publicNames } from './nameLists.ts'
import {
  bare,
  isCited,
  isDoubtful,
  isEponym,
  isGiven,
  isGivenAnyCase,
  isListedAnyCase,
  isOrdinary,
  isPersonVerb,
  isPlace,
  isPlaceAfter,
  isSurname,
  NAME,
} from './nameWords.ts'

interface Word {
  text: string
  at: number
  end: number
}

const capital = new RegExp(`(?<![\\p{L}\\p{N}’'–-])${NAME}(?![\\p{L}\\p{N}])`, 'gu')
/** Before these a given name belongs to a place or a saint. */
const exalted =
  /(?:\bSt\.?|\bSaint|\bQueen|\bKing|\bPrince|\bPrincess|\bRoyal|\bPort|\bLake|\bFort|\bMount|\bCape|\bGreat|\bDuke of|\bDuchess of) $/

/** Names that stand by themselves: a known given name, alone or with what follows; two words that end in a known surname. */
export function listedNames(text: string): Found[] {
  const all = [...text.matchAll(capital)].map(({ 0: word, index }) => ({
    text: word,
    at: index,
    end: index + word.length,
  }))
  const found: Found[] = []
  let over = 0
  for (let index = 0; index < all.length; index++) {
    const first = all[index]!
    const known = first.at >= over && publicNames.exec(text.slice(first.at, first.at + 40))
    if (known) over = first.at + known[0].length
    const taken = first.at < over ? 0 : nameAt(text, all, index)
    if (!taken) continue
    const last = all[index + taken - 1]!
    found.push({ kind: 'name', at: first.at, text: bare(text.slice(first.at, last.end)) })
    index += taken - 1
  }
  return [...found, ...initialled(text)]
}

const initials = new RegExp(`(?<![\\p{L}.])(?:\\p{Lu}\\. ?){1,3}(?<name>${NAME})(?![\\p{L}])`, 'gu')

/** "J. Okonkwo": initials before a known surname, unless they sign a paper. */
function initialled(text: string): Found[] {
  return [...text.matchAll(initials)].flatMap((match) => {
    const rest = text.slice(match.index + match[0].length, match.index + match[0].length + 40)
    const taken = isSurname(match.groups!.name!) && !isCited(rest) && !isEponym(rest)
    return taken ? [{ kind: 'name' as const, at: match.index, text: bare(match[0]) }] : []
  })
}

/** How many words from here on are a name; 0 where none is. */
function nameAt(text: string, all: readonly Word[], index: number): number {
  const first = all[index]!
  const second = adjoining(text, first, all[index + 1])
  const before = text.slice(Math.max(0, first.at - 12), first.at)
  if (exalted.test(before)) return 0
  const follows = second !== null && !isOrdinary(second.text) && !/[’']s?$/.test(first.text)
  if (second && inCapitals(first.text, second.text)) return 2
  const rest = (last: Word) => text.slice(last.end, last.end + 40)
  if (follows && isPair(first.text, second.text, startsSentence(before))) {
    const third = adjoining(text, second, all[index + 2])
    const last = third && isSurname(third.text) && !isOrdinary(third.text) ? third : second
    const free = !isEponym(rest(last)) && !isPlaceAfter(rest(last)) && !isCited(rest(last))
    return free ? (last === third ? 3 : 2) : 0
  }
  const after = rest(first)
  if (isDoubtful(first.text) && isPersonVerb(after)) return 1
  if (!isGiven(first.text)) return 0
  const things = isPlaceAfter(after) || isCited(after) || isThing(after)
  if (/\b[Tt]he $/.test(before)) return 0
  return things || /^-/.test(after) ? 0 : 1
}

function adjoining(text: string, first: Word, second: Word | undefined): Word | null {
  if (!second || second.at - first.end > 4) return null
  return /^(?: | {2}| \p{Lu}\.? )$/u.test(text.slice(first.end, second.at)) ? second : null
}

/** Given names that often begin a sentence as another word. */
const verbs =
  /^(?:Will|May|June|April|Hope|Mark|Grant|Sue|Max|Pat|Miles|Art|Autumn|Summer|Christmas|Christian|Dean|Mercy|Harmony|Crystal|Gene|Pearl|Rose|Guy|Skip|Bill|Frank|Jack|Grace|Patience|Faith|Joy|Dawn|Ash|Heath|Opal|Iris|Basil|Ray|Earl)$/
/** "Bruce protocol", "Alice ward", "Patrick’s test": with a genitive only what is said of no person. */
const isThing = (after: string): boolean =>
  (/^ /.test(after) && isEponym(after)) ||
  /^[’']s? (?:sign|syndrome|test|law|triad|criteria|phenomenon|manoeuvre|apple|angina|rule|classification|score)\b/.test(
    after,
  ) ||
  /^ (?:ward|unit|theatre|suite|wing|building|house|clinic|hospital|hospice|centre|pill)\b/.test(after)
const startsSentence = (before: string): boolean => /(?:^|[.!?:\n]\s*)$/.test(before)

/** Whether two words with capitals are given name and surname. */
function isPair(first: string, second: string, starts: boolean): boolean {
  if (isGiven(first)) return true
  if (isPlace(first)) return isSurname(second)
  if (isDoubtful(first)) return isSurname(second) || !starts || !verbs.test(first)
  return isSurname(second) && !isOrdinary(first) && !/[’']s?$/.test(second)
}

const inCapitals = (first: string, second: string): boolean =>
  first.length > 2 &&
  first === first.toUpperCase() &&
  second === second.toUpperCase() &&
  isGivenAnyCase(first) &&
  isListedAnyCase(second)
