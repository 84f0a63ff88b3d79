/**
 * The shape of feedback rounds: several people answer the same short form about a trainee, and a supervisor releases what
 * they said together (domain.md 5.4 and 5.6). Which rounds there are, who is asked and what stays hidden is pack data.
 */
import { z } from 'zod'
import { Confidence } from '../forms/definition.ts'
import { Key, Prose, Words } from './curriculum.ts'
import { Relation } from './rights.ts'

const FieldKey = z.string().regex(/^[a-z][A-Za-z0-9]{0,59}$/, 'must be the key of a field')

/** Who answers is reported by group, never by name. */
export const RoundGroup = z.strictObject({
  key: Key,
  /** In the plural: "Consultants". */
  title: Words,
  /** The grades that belong to it; a round whose link is open to anybody has one group without any. */
  grades: z.array(Key).min(1).optional(),
})

/** So many answers of some groups, and the field of the summary that states how many there were. */
export const RoundMix = z.strictObject({
  /** "consultants", "colleagues who are not doctors". */
  words: Words,
  groups: z.array(Key).min(1),
  min: z.int().min(1),
  fills: FieldKey.optional(),
})

export const RoundKind = z.strictObject({
  key: Key,
  title: Words,
  short: Words,
  help: Prose,
  /** Each of a list of people by a link of their own, or anybody who is handed the one link (patients), with paper copies. */
  asks: z.enum(['raters', 'anybody']),
  /** What the trainee says of themselves, first of all. */
  selfForm: Key.optional(),
  raterForm: Key,
  /** What becomes part of the portfolio once it is released. */
  summaryForm: Key,
  groups: z.array(RoundGroup).min(1).max(12),
  /** Answers below which a round is not valid. */
  min: z.int().min(1),
  mix: z.array(RoundMix).max(6),
  /** Groups with fewer answers are merged, before anything is added up (decision 53). */
  hideGroupsUnder: z.int().min(3).max(20),
  windowDays: z.int().min(1).max(365),
  /** By how much a round that falls short may be extended. */
  extendDays: z.int().min(1).max(365),
  /** Days after the request on which those are reminded who have not answered. */
  reminderDays: z.array(z.int().min(1).max(365)),
  releasedBy: z.array(Relation).min(1),
  /** Who may not be asked, in words for the trainee. */
  whoMayNot: Prose,
  /** Fields of the summary that the product fills in. */
  fills: z.strictObject({ answers: FieldKey, releasedOn: FieldKey }),
  source: z.string().min(1).max(300),
  confidence: Confidence,
})
export type RoundKind = z.infer<typeof RoundKind>

/**
 * Trainees rate the hospital where they train, in confidence: nobody of that hospital reads a single rating, whatever else
 * they are; its people see sums of many (domain.md 3.3, 4.2).
 */
export const SiteRatings = z.strictObject({
  title: Words,
  help: Prose,
  /** What is asked. */
  form: Key,
  /** The record that it was done, without anything of what was said; rules count it. */
  recordForm: Key,
  everyMonths: z.int().min(1).max(24),
  /** Relations of the college or the network that read single ratings … */
  readBy: z.array(Relation).min(1),
  /** … and those that see sums, of ratings by at least so many trainees at a time. */
  sumsFor: z.array(Relation),
  least: z.int().min(5).max(50),
  source: z.string().min(1).max(300),
  confidence: Confidence,
})
export type SiteRatings = z.infer<typeof SiteRatings>

export const Rounds = z.strictObject({ kinds: z.array(RoundKind), sites: SiteRatings.optional() })
export type Rounds = z.infer<typeof Rounds>

/** Sources of the summary's `figures`: how many answered, how they rated, what they wrote, what the trainee said. */
export const ROUND_FIGURES = ['round-answers', 'round-ratings', 'round-comments', 'round-self'] as const

/** The one among them in which each row is a comment, with its own right of reply. */
export const COMMENT_FIGURES = 'round-comments' satisfies (typeof ROUND_FIGURES)[number]

/** The fact by which a rater says what they are: it decides the group and is not kept. */
export const RATER_GRADE = 'raterGrade'
