/** What a piece of text may be that tells who somebody is (R41, decision 68). */
export type Kind = 'nhs' | 'chi' | 'nhi' | 'hospital' | 'birth' | 'email' | 'phone' | 'postcode' | 'name'

/** A piece of a text that may tell who a patient or a colleague is. */
export interface Hit {
  kind: Kind
  /** As it was typed. */
  text: string
  /** In words: "an NHS number". */
  what: string
}

interface Rule {
  kind: Kind
  what: string
  pattern: RegExp
  holds?: (match: string) => boolean
}

const digitsOf = (text: string) => [...text.replace(/\D/g, '')].map(Number)

/** Modulus 11 over ten digits, as NHS and CHI numbers carry it. */
function elevenHolds(text: string): boolean {
  const digits = digitsOf(text)
  const sum = digits.slice(0, 9).reduce((total, digit, index) => total + digit * (10 - index), 0)
  return digits.length === 10 && (11 - (sum % 11)) % 11 === digits[9]
}

/** CHI numbers begin with a date of birth; old ones are taken without their check digit. */
function beginsWithDate(text: string): boolean {
  const [d1 = 0, d2 = 0, m1 = 0, m2 = 0] = digitsOf(text)
  const [day, month] = [d1 * 10 + d2, m1 * 10 + m2]
  return day >= 1 && day <= 31 && month >= 1 && month <= 12
}

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ'

/** New Zealand's NHI: three letters, three digits, a check digit modulo 11. */
function nhiHolds(text: string): boolean {
  const values = [...text].map((one) => (/\d/.test(one) ? Number(one) : letters.indexOf(one) + 1))
  const sum = values.slice(0, 6).reduce((total, value, index) => total + value * (7 - index), 0)
  return sum % 11 !== 0 && (11 - (sum % 11)) % 10 === values[6]! % 10
}

const rules: Rule[] = [
  {
    kind: 'nhs',
    what: 'an NHS number',
    pattern: /(?<![\d.])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d.]\d|\d)/g,
    holds: elevenHolds,
  },
  { kind: 'chi', what: 'a CHI number', pattern: /(?<![\d.])\d{6}[ -]?\d{4}(?!\d)/g, holds: beginsWithDate },
  { kind: 'nhi', what: 'an NHI number', pattern: /\b[A-HJ-NP-Z]{3}\d{4}\b/g, holds: nhiHolds },
  { kind: 'nhi', what: 'an NHI number', pattern: /\b[A-HJ-NP-Z]{3}\d{2}[A-HJ-NP-Z]{2}\b/g },
  {
    kind: 'hospital',
    what: 'a hospital, case or incident number',
    pattern:
      /\b(?:mrn|hosp(?:ital)?\.? ?(?:no|number)|patient (?:no|number|id)|case (?:no|number)|incident(?: (?:no|number))?|datix(?: (?:no|number))?|unit (?:no|number))\b\.?[ :#-]{0,3}[a-z]{0,4}-?\d{3,}/gi,
  },
  { kind: 'hospital', what: 'a hospital number', pattern: /\b[A-Z]{1,2}\d{6,8}\b/g },
  {
    kind: 'birth',
    what: 'a date of birth',
    pattern:
      /\b(?:dob|d\.o\.b\.?|date of birth|born(?: on)?)\b[ :,-]{0,3}(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}(?:st|nd|rd|th)? [a-z]{3,9}\.? \d{4}|\d{4}-\d{2}-\d{2})/gi,
  },
  { kind: 'email', what: 'an e-mail address', pattern: /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g },
  {
    kind: 'phone',
    what: 'a telephone number',
    pattern: /(?<![\d+])(?:\+\d{1,3}[ -]?|0)\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}(?!\d)/g,
  },
  { kind: 'postcode', what: 'a postcode', pattern: /\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b/g },
  {
    kind: 'name',
    what: 'somebody’s name',
    pattern:
      /\b(?:Mr|Mrs|Ms|Miss|Mx|Master|Dr|Prof|Professor|Sister|Nurse)\.? (?:\p{Lu}[\p{L}’'-]+)(?: \p{Lu}[\p{L}’'-]+)?/gu,
  },
]

/**
 * What a text may give away of patients and colleagues, each piece once (D18). Pure; nothing leaves the machine.
 * @param known names that may stand there: the writer's own, and whomever the text is about or to anyway
 */
export function identifiersIn(text: string, known: readonly string[] = []): Hit[] {
  const own = known.flatMap((name) => name.toLowerCase().split(/\s+/))
  const found = new Map<string, Hit>()
  for (const { kind, what, pattern, holds } of rules) {
    for (const [match] of text.matchAll(pattern)) {
      const words = match.toLowerCase().split(/\s+/).slice(1)
      const isKnown = kind === 'name' && words.every((word) => own.includes(word))
      const earlier = [...found.keys()].some((piece) => piece.includes(match))
      if (!isKnown && !earlier && (holds?.(match) ?? true)) found.set(match, { kind, text: match, what })
    }
  }
  return [...found.values()]
}
