import { date } from '../../kit/ui.ts'
import type { RuleSource } from '../../programmes/index.ts'
import { failing } from './conditions.ts'
import type { Candidate, Facts, IsoDay, Span, Uncounted } from './facts.ts'
import { overlapping } from './overlap.ts'
import { running } from './running.ts'
import { awayOn, countsWhenever } from './time.ts'
import { inside } from './windows.ts'

/** A record that counts, and for how much. */
export interface Weighed {
  record: Candidate
  weight: number
  source: RuleSource
}

export interface Sifted {
  counted: Weighed[]
  notCounted: Uncounted[]
}

const OPEN_WORDS: Record<string, string> = {
  requested: 'Asked for, but not completed yet',
  declined: 'Declined by the person asked',
  withdrawn: 'Withdrawn',
  expired: 'The request expired before it was completed',
  void: 'Marked as void',
  disputed: 'Disputed: its assessor says that they did not sign it',
}

/** Why a record in this state cannot count; null when it can. */
export function notFinished(status: string): string | null {
  if (status === 'submitted' || status === 'signed') return null
  return OPEN_WORDS[status] ?? 'Not completed yet'
}

/** Records of the rule's forms, in the order of their days. */
export function candidatesOf(from: readonly RuleSource[], facts: Facts): Candidate[] {
  const forms = new Set(from.flatMap((source) => source.forms))
  return facts.records
    .filter(({ formKey }) => forms.has(formKey))
    .sort((a, b) => (a.occurredOn === b.occurredOn ? (a.id < b.id ? -1 : 1) : a.occurredOn < b.occurredOn ? -1 : 1))
}

/**
 * Parts what counts from what does not. Every candidate lands on exactly one side, and whatever does not count has its
 * reasons: its state alone, else all of the rule's conditions that fail and its date, else the summary rows that overlap
 * it. A running total
 * weighs what it adds to the one before, so that the sum is the latest.
 */
export function sift(from: readonly RuleSource[], facts: Facts, window: Span | null): Sifted {
  const sifted: Sifted = { counted: [], notCounted: [] }
  const outside = outsideOf(window, facts)
  for (const record of candidatesOf(from, facts)) {
    const source = from.find(({ forms }) => forms.includes(record.formKey))!
    const weight = weightOf(record, source)
    const unmeasured = weight === null ? `It says nothing about ${words(source.measure ?? '')}` : null
    const why =
      notFinished(record.status) ??
      together([
        ...failing(source.filter ?? [], record),
        unmeasured,
        outside(record.occurredOn),
        inTimeAway(record, facts),
      ])
    if (why !== null) sifted.notCounted.push({ id: record.id, why })
    else sifted.counted.push({ record, weight: weight ?? 0, source })
  }
  return running(overlapping(sifted))
}

/** Decision 59: evidence dated in time away does not count, unless the programme allows it. */
function inTimeAway(record: Candidate, facts: Facts): string | null {
  const away = facts.allowed?.has(record.id) ? null : awayOn(facts, record.occurredOn)
  if (!away || countsWhenever(facts.pack.forms.find(({ key }) => key === record.formKey)?.kind)) return null
  return `Dated in time away (${away.words.charAt(0).toLowerCase()}${away.words.slice(1)}): it counts only if your coordinator allows it`
}

const together = (reasons: readonly (string | null)[]) => reasons.filter((one) => one !== null).join('. ') || null

function weightOf(record: Candidate, source: RuleSource): number | null {
  if (!source.measure) return 1
  const value = record.facts[source.measure]
  return typeof value === 'number' ? value : null
}

/** Why a day lies outside a window, in words; null for those that lie inside. */
export function outsideOf(window: Span | null, facts: Facts): (day: IsoDay) => string | null {
  if (!window) return () => 'There is no post today that it could belong to'
  const within = inside(window)
  const begun = facts.startsOn.toString()
  const words = `Outside ${date(window.from)} to ${date(window.until.subtract({ days: 1 }))}`
  return (day) => (within(day) ? null : day < begun ? 'From before the programme began' : words)
}

/** "raterGrade" → "rater grade". */
export function words(fact: string): string {
  return fact.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(/ id$/, '')
}

/** The sum of what counts. */
export function total(counted: readonly Weighed[]): number {
  return Math.round(counted.reduce((sum, { weight }) => sum + weight, 0) * 100) / 100
}
