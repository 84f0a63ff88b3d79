/** What a piece of text may be that tells who somebody is (R41, decision 68). */
export type Kind =
  | 'nhs'
  | 'chi'
  | 'ihi'
  | 'pps'
  | 'medicare'
  | 'dva'
  | 'nhi'
  | 'hospital'
  | 'birth'
  | 'email'
  | 'phone'
  | 'postcode'
  | 'name'

/** How each kind is called where it is quoted: “…” looks like … */
export const words: Record<Kind, string> = {
  nhs: 'an NHS number',
  chi: 'a CHI number',
  ihi: 'an individual health identifier',
  pps: 'a PPS number',
  medicare: 'a Medicare number',
  dva: 'a veteran’s file number',
  nhi: 'an NHI number',
  hospital: 'a hospital, case or incident number',
  birth: 'a date of birth',
  email: 'an e-mail address',
  phone: 'a telephone number',
  postcode: 'a postcode',
  name: 'somebody’s name',
}

/** Kinds that tell of patients alone; names and other numbers are asked for in some fields. */
export const ofPatients: ReadonlySet<Kind> = new Set(['nhs', 'chi', 'ihi', 'pps', 'medicare', 'dva', 'nhi', 'birth'])

/** A piece and where it stands. */
export interface Found {
  kind: Kind
  /** As it was typed. */
  text: string
  at: number
}

/** A piece that may tell who a patient or a colleague is, with its kind in words. */
export interface Hit extends Found {
  what: string
}

/** All that a pattern finds; with groups, the one called `piece` is the identifier. */
export function matches(text: string, pattern: RegExp, kind: Kind, holds?: (piece: string, at: number) => boolean) {
  const found: Found[] = []
  for (const match of text.matchAll(pattern)) {
    const piece = match.groups?.piece ?? match[0]
    const at = match.index + (match.groups?.piece ? match[0].lastIndexOf(piece) : 0)
    if (!holds || holds(piece, at)) found.push({ kind, text: piece, at })
  }
  return found
}

/** The words right before a place, in small letters: what a number is called. */
export const before = (text: string, at: number, length = 40): string =>
  text.slice(Math.max(0, at - length), at).toLowerCase()
