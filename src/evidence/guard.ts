import type { AnswerField, FormDefinition } from '../forms/definition.ts'
import type { Value, Values } from '../forms/index.ts'

/** Something in a text that may tell who a patient or a colleague is (R41). */
export interface Hit {
  /** The path of the field: `learnt`, `cases.2.problem`. */
  field: string
  /** As it was typed. */
  text: string
  /** "an NHS number" */
  what: string
}

interface Rule {
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
  { what: 'an NHS number', pattern: /(?<![\d.])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d.]\d|\d)/g, holds: elevenHolds },
  { what: 'a CHI number', pattern: /(?<![\d.])\d{6}[ -]?\d{4}(?!\d)/g, holds: beginsWithDate },
  { what: 'an NHI number', pattern: /\b[A-HJ-NP-Z]{3}\d{4}\b/g, holds: nhiHolds },
  { what: 'an NHI number', pattern: /\b[A-HJ-NP-Z]{3}\d{2}[A-HJ-NP-Z]{2}\b/g },
  {
    what: 'a hospital, case or incident number',
    pattern:
      /\b(?:mrn|hosp(?:ital)?\.? ?(?:no|number)|patient (?:no|number|id)|case (?:no|number)|incident(?: (?:no|number))?|datix(?: (?:no|number))?|unit (?:no|number))\b\.?[ :#-]{0,3}[a-z]{0,4}-?\d{3,}/gi,
  },
  { what: 'a hospital number', pattern: /\b[A-Z]{1,2}\d{6,8}\b/g },
  {
    what: 'a date of birth',
    pattern:
      /\b(?:dob|d\.o\.b\.?|date of birth|born(?: on)?)\b[ :,-]{0,3}(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}(?:st|nd|rd|th)? [a-z]{3,9}\.? \d{4}|\d{4}-\d{2}-\d{2})/gi,
  },
  { what: 'an e-mail address', pattern: /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g },
  { what: 'a telephone number', pattern: /(?<![\d+])(?:\+\d{1,3}[ -]?|0)\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}(?!\d)/g },
  { what: 'a postcode', pattern: /\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b/g },
  {
    what: 'somebody’s name',
    pattern:
      /\b(?:Mr|Mrs|Ms|Miss|Mx|Master|Dr|Prof|Professor|Sister|Nurse)\.? (?:\p{Lu}[\p{L}’'-]+)(?: \p{Lu}[\p{L}’'-]+)?/gu,
  },
]

/**
 * Finds what may identify a patient or a colleague in the free text of a form. Nothing is refused for it: the writer is
 * asked to take it out, or to say that it identifies nobody. The writer's own name is fine.
 */
export function identifiersIn(form: FormDefinition, values: Values, ownName: string): Hit[] {
  return form.sections
    .flatMap((section) => section.fields)
    .flatMap((field) => textsIn(field as AnswerField, values[field.key]))
    .flatMap(({ field, text }) => hitsIn(text, ownName).map((hit) => ({ field, ...hit })))
}

function textsIn(field: AnswerField, value: Value | undefined): { field: string; text: string }[] {
  if (field.type === 'list' && Array.isArray(value)) {
    return value.flatMap((row, index) =>
      field.fields.flatMap((inner) =>
        textsIn(inner as AnswerField, (row as Values)[inner.key]).map(({ text }) => ({
          field: `${field.key}.${index}.${inner.key}`,
          text,
        })),
      ),
    )
  }
  const free = (field.type === 'text' || field.type === 'longText') && field.anonymityReminder !== false
  return free && typeof value === 'string' ? [{ field: field.key, text: value }] : []
}

/** What one text gives away, each piece once. */
export function hitsIn(text: string, ownName: string): Omit<Hit, 'field'>[] {
  const own = ownName.toLowerCase().split(/\s+/)
  const found = new Map<string, string>()
  for (const { what, pattern, holds } of rules) {
    for (const [match] of text.matchAll(pattern)) {
      const words = match.toLowerCase().split(/\s+/).slice(1)
      const isOwn = what === 'somebody’s name' && words.every((word) => own.includes(word))
      const known = [...found.keys()].some((earlier) => earlier.includes(match))
      if (!isOwn && !known && (holds?.(match) ?? true)) found.set(match, what)
    }
  }
  return [...found].map(([piece, what]) => ({ text: piece, what }))
}

/** One sentence for a field's hits. */
export function hitSentence(hits: readonly Omit<Hit, 'field'>[]): string {
  const pieces = hits.map(({ text, what }) => `“${text}” looks like ${what}`)
  return `${pieces.join(', ')}. Take it out, or tick below that it identifies nobody`
}
