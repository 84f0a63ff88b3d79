import type { Found } from './kinds.ts'
import { publicNames } from './nameLists.ts'
import {
  bare,
  isCited,
  isEponym,
  isListed,
  isListedAnyCase,
  isOrdinary,
  isPlaceAfter,
  NAME,
  NAMES,
  nextWord,
} from './nameWords.ts'

/** Titles that only a person has; what follows is a name whatever it looks like. */
const sure = 'Mr|Mrs|Ms|Mx|Dr|Prof|MRS|DR|PROF|Mister|Missus'
/** Titles that are other words as well. */
const perhaps =
  'Miss|Master|Doctor|Professor|Sir|Dame|Lady|Lord|Staff Nurse|Charge Nurse|Sister|Nurse|Matron|Midwife|Rev|Reverend|Father|Fr|Canon|Rabbi|Imam|Pastor|Sr|Whaea|Matua|Councillor|Constable|Sergeant|Inspector|PC|MR|MS|MISS'

const titled = new RegExp(
  `(?<![\\p{L}\\p{N}])(?<title>${sure}|${perhaps})(?:\\.|(?:s)?)(?: (?:and|&) (?:Mr|Mrs|Ms|Dr)\\.?)? {1,2}(?<name>${NAMES})`,
  'gu',
)
const small = /(?<![\p{L}\p{N}])(?<title>mrs|mr|dr|prof|miss|ms|sister|nurse)\.? (?<name>\p{L}[\p{L}’'-]+)/gu
const sureTitle = new RegExp(`^(?:${sure})$`)
/** Eponyms that keep a title, and people who are none. */
const nobody =
  /^(?:Foster|Google|Who|Pepper|Seuss|Men|Bean|Doubtfire|Livingstone|Watson|No|Frankenstein|Strangelove|Death|House|Right|Motivator|Potato)$/
const signs = new Set([
  'sign',
  'syndrome',
  'triad',
  'law',
  'criteria',
  'classification',
  'phenomenon',
  'manoeuvre',
  'rule',
  'method',
])
const notNames = new Set(
  'said saw was is has had will would did does came went to and or in on at of with for from who that then asked told called reviewed agreed advised showed scan the a an he she they not can could may might should if as but by out off up so also round rounds clinic list team staff'.split(
    ' ',
  ),
)

/** “Mr Jones”, “Sister Mary Okoro”, “mrs patel”, “DR KHAN”. */
export function titledNames(text: string): Found[] {
  const found = [...text.matchAll(titled)].flatMap((match) => {
    const { title, name } = match.groups as { title: string; name: string }
    const piece = nameIn(title, name, text.slice(match.index + match[0].length, match.index + match[0].length + 60))
    if (!piece) return []
    const until = match[0].length - name.length + piece.length
    return [{ kind: 'name' as const, at: match.index, text: match[0].slice(0, until) }]
  })
  return [...found, ...smallNames(text)]
}

/** The part of the words after a title that is a name; null where none is. */
function nameIn(title: string, name: string, rest: string): string | null {
  const said = name.split(/ +/)
  const starts = said.findIndex((word) => new RegExp(`^${NAME}$`, 'u').test(word) && bare(word).length > 1)
  if (starts < 0) return null
  const first = said[starts]!
  const sureOne = sureTitle.test(title)
  if (nobody.test(bare(first))) return null
  if (/^(?:MR|MS|MISS)$/.test(title) && !isListedAnyCase(bare(first))) return null
  if (!sureOne && !isListed(first) && isOrdinary(first) && !/^[A-Z]{3,}$/.test(first)) return null
  if (sureOne && first === first.toUpperCase() && bare(first).length < 3) return null
  let ends = starts + 1
  while (ends < said.length && !isOrdinary(said[ends]!) && !/[’']s?$/.test(said[ends - 1]!)) ends++
  const left = said.slice(ends).join(' ')
  const after = left ? ` ${left}${rest}` : rest
  const piece = said.slice(0, ends).join(' ')
  if (isPlaceAfter(after) && !(sureOne && /[’']s?$/.test(piece) && !/^ (?:Hospital|House|Hospice)/.test(after)))
    return null
  if (signs.has(nextWord(after)) && /[’']s?$/.test(piece)) return null
  if (!sureOne && isEponym(after)) return null
  if (!sureOne && /^ (?:ward|unit|wing|building|hospital|hospice|suite|theatre|house|lecture|prize)\b/.test(after))
    return null
  if (!/^M/.test(title) && publicNames.test(name)) return null
  if (!sureOne && isCited(after)) return null
  return bare(piece)
}

/** Typed in a hurry: a title in small letters before a name that is known, or that has its capital. */
function smallNames(text: string): Found[] {
  return [...text.matchAll(small)].flatMap((match) => {
    const { title, name } = match.groups as { title: string; name: string }
    const word = bare(name)
    const capital = /^\p{Lu}\p{Ll}/u.test(word)
    const known = isListedAnyCase(word)
    const loose = title === 'mrs' && !capital && word.length > 2 && !notNames.has(word)
    const taken = capital
      ? known || (/^(?:mrs?|dr|prof)$/.test(title) && !isOrdinary(word))
      : loose || (known && /^(?:mrs?|dr|prof|nurse)$/.test(title) && !notNames.has(word))
    if (
      !taken ||
      nobody.test(word) ||
      (/[’']s?$/.test(name) &&
        signs.has(nextWord(text.slice(match.index + match[0].length, match.index + match[0].length + 30))))
    )
      return []
    return [{ kind: 'name' as const, at: match.index, text: bare(match[0]) }]
  })
}
