import { Temporal } from 'temporal-polyfill'
import type { Party } from './definition.ts'

const QUESTION =
  /^(how|what|when|where|which|who|whom|whose|why|is|are|was|were|did|do|does|has|have|had|can|could|will|would|should)\b/i
const DETERMINED = /^(the|a|an|your|any|my|our|their|this|these|at|in)\b/i

/** A label inside a sentence: "Date of the encounter" → "the date of the encounter"; names and abbreviations stay. */
export function inSentence(label: string): string {
  const words = label.replace(/[\s:.]+$/, '')
  if (words.endsWith('?') || QUESTION.test(words)) return `“${words}”`
  const first = words.split(/\s/)[0] ?? ''
  const lower = /^[A-Z][a-z’'-]*$/.test(first) && first !== 'I' ? words[0]?.toLowerCase() + words.slice(1) : words
  return DETERMINED.test(lower) ? lower : `the ${lower}`
}

/** A label as it stands, in quotes: for ratings and yes-or-no, whose labels are seldom nouns. */
export const quoted = (label: string): string => `“${label.replace(/[\s:.]+$/, '')}”`

const isQuestion = (label: string): boolean => inSentence(label).startsWith('“')

/** "Enter the date of the encounter", "Answer “What went well?”". */
export const enter = (label: string): string => `${isQuestion(label) ? 'Answer' : 'Enter'} ${inSentence(label)}`
/** "Choose the setting". */
export const choose = (label: string): string => `${isQuestion(label) ? 'Answer' : 'Choose'} ${inSentence(label)}`

/** "3,000". */
export function count(value: number): string {
  return value.toLocaleString('en-GB', { maximumFractionDigits: 6 })
}

/** "1 case", "3 cases". */
export const plural = (amount: number, one: string, many = `${one}s`): string =>
  `${count(amount)} ${amount === 1 ? one : many}`

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** "4 Aug 2026"; what is no date stays as it was typed. */
export function dateWords(iso: string): string {
  const date = toDate(iso)
  return date ? `${date.day} ${MONTHS[date.month - 1]} ${date.year}` : iso
}

/** The calendar date, or null for what is none, such as 31 February. */
export function toDate(iso: unknown): Temporal.PlainDate | null {
  if (typeof iso !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(iso)) return null
  try {
    return Temporal.PlainDate.from(iso)
  } catch {
    return null
  }
}

const PARTIES: Record<Party, string> = {
  trainee: 'the trainee',
  assessor: 'the assessor',
  supervisor: 'the supervisor',
  director: 'the programme’s director',
  office: 'the programme office',
  panel: 'the panel',
}

/** "the assessor". */
export const partyWords = (party: Party): string => PARTIES[party]

export const NOT_ANSWERED = 'Not answered'
export const ANONYMITY = 'Write nothing that identifies a patient or a colleague.'
