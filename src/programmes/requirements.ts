/**
 * The shape of requirement rules: a closed union of named kinds (domain: "Rule vocabulary"), never an expression
 * language. The evaluator of each kind lives elsewhere; a kind without one is shown as "not computed yet".
 */
import { z } from 'zod'
import { Key, Level, Prose, provenance, Words } from './curriculum.ts'
import { Relation } from './rights.ts'

const FactName = z.string().regex(/^[a-z][A-Za-z0-9]{0,59}$/, 'must be camelCase')
const Value = z.union([z.string(), z.number(), z.boolean()])
const Target = z.number().positive()

/** Facts that every record has without its form declaring them. */
export const RECORD_FACTS = ['occurredOn', 'completedOn', 'assessorId', 'confirmed', 'collegeLoaded'] as const

/**
 * One thing asked of a record's facts; `is` and `in` look into lists. `why` is what a person reads when the record fails it (D13).
 */
const why = { why: Words }
export const FactCondition = z.union([
  z.strictObject({ fact: FactName, is: Value, ...why }),
  z.strictObject({ fact: FactName, isNot: Value, ...why }),
  z.strictObject({ fact: FactName, in: z.array(Value).min(1), ...why }),
  z.strictObject({ fact: FactName, atLeast: Value, ...why }),
  z.strictObject({ fact: FactName, atMost: Value, ...why }),
  z.strictObject({ fact: FactName, filled: z.boolean(), ...why }),
])
export type FactCondition = z.infer<typeof FactCondition>

/**
 * Records that a rule looks at. Each counts as one, or as much as the fact named by `measure`; all conditions of the
 * filter must hold. A summary row over a period overlapping single rows counts as the larger of the two when
 * `summaryOf` names the forms of those single rows.
 */
export const RuleSource = z.strictObject({
  forms: z.array(Key).min(1),
  measure: FactName.optional(),
  filter: z.array(FactCondition).optional(),
  summaryOf: z.array(Key).optional(),
  /** The two facts that bound a summary row's period. */
  period: z.tuple([FactName, FactName]).optional(),
  /** Running totals: of the records that count, the latest alone stands for all before it. */
  take: z.literal('latest').optional(),
})
export type RuleSource = z.infer<typeof RuleSource>

/** Items of the curriculum: everything below these nodes, or these nodes themselves where they are items. */
export const ItemSelector = z.strictObject({ under: z.array(Key).min(1) })
export type ItemSelector = z.infer<typeof ItemSelector>

const from = z.array(RuleSource).min(1)
const perStage = z.record(Key, Target)
/** A part of the whole: the records that also pass this filter, or another number of the same records. */
const quotas = z.array(
  z
    .strictObject({
      title: Words,
      min: Target,
      filter: z.array(FactCondition).min(1).optional(),
      measure: FactName.optional(),
    })
    .refine(({ filter, measure }) => filter || measure, 'says neither which records nor which number'),
)

/** What every rule says, whatever its kind. */
const common = {
  id: Key,
  title: Words,
  /** For the trainee, in plain words. */
  text: Prose,
  group: Key,
  severity: z.enum(['gate', 'expected', 'recommended']),
  scope: z.enum(['trainingYear', 'stage', 'programme', 'placement', 'window', 'date']),
  proRata: z.enum(['none', 'calendar', 'accredited']),
  /** Applies in these stages only; in all when absent. */
  stages: z.array(Key).min(1).optional(),
  /** The stage at whose end it must be met; the end of the stage one is in when absent. */
  byEndOf: Key.optional(),
  /** Who may waive it, always with a reason; nobody when absent. */
  waivable: z
    .array(z.union([Relation, z.literal('panel')]))
    .min(1)
    .optional(),
  unit: z.strictObject({ one: Words, many: Words }).optional(),
  note: Prose.optional(),
  effectiveFrom: z.iso.date().optional(),
  effectiveTo: z.iso.date().optional(),
  ...provenance,
}
const rule = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.strictObject({ kind: z.literal(kind), ...common, ...shape })

export const Requirement = z.discriminatedUnion('kind', [
  rule('count', { from, min: Target, max: Target.optional() }),
  rule('pooledCount', {
    from,
    min: Target,
    recommended: z.array(z.strictObject({ forms: z.array(Key).min(1), min: Target, text: Words })).optional(),
  }),
  rule('countDistinct', { from, min: Target, max: Target.optional(), distinct: FactName }),
  rule('subQuota', {
    from,
    min: Target,
    quotas,
    /** Whether one record may fill several quotas; it may when absent. */
    quotasOverlap: z.boolean().optional(),
  }),
  rule('cumulative', { from, by: perStage }),
  rule('perYearAndCumulative', {
    from,
    perYear: perStage,
    by: perStage,
    /** Variety: the fact whose values should not be all alike, and the share above which it is said (R90). */
    variety: z.strictObject({ fact: FactName, mostlyAbove: z.number().min(0.1).max(1), text: Prose }).optional(),
  }),
  rule('levelByStage', { items: ItemSelector, judgedBy: z.enum(['supervisor', 'panel']) }),
  rule('levelAndCount', {
    from,
    min: Target,
    fact: FactName,
    atLeast: Level,
    /** Records whose latest has the level, where those that are counted say none. */
    levelFrom: from.optional(),
  }),
  rule('deadlineFromStart', { from, months: z.int().min(1), min: Target }),
  rule('validAt', { from, expiry: FactName, at: z.enum(['review', 'stageEnd', 'today']) }),
  rule('gateBefore', { first: Key, before: Words }),
  rule('rate', { from, min: Target, per: z.enum(['month', 'quarter', 'halfYear']) }),
  rule('dayHours', { from, min: Target, in: z.enum(['hours', 'days']), quotas: quotas.optional() }),
  rule('timeInPost', {
    where: z.union([
      z.strictObject({ attribute: z.enum(['specialty', 'setting', 'site']), in: z.array(Key).min(1) }),
      /** At any site but the home site: the one where most of the training is done. */
      z.strictObject({ attribute: z.literal('site'), other: z.literal('home') }),
    ]),
    min: z.int().min(1),
    in: z.enum(['weeks', 'months']),
    maxBlocks: z.int().min(1).optional(),
    toleranceDays: z.int().min(0).optional(),
  }),
  rule('declaration', {
    form: Key,
    every: z.enum(['trainingYear', 'twelveMonths', 'review', 'once']),
    /** Due within so many days from the first; by the review, or the end of the period, where absent. */
    withinDays: z.int().min(1).optional(),
  }),
  rule('evidenceCoverage', {
    items: ItemSelector,
    /** Pieces of evidence for each item. */
    min: Target,
    /** How many of the items by the end of a stage; all of them when absent. */
    by: perStage.optional(),
    /** Among them so many with a mark. */
    marked: z
      .array(z.strictObject({ title: Words, mark: Key, by: perStage }))
      .min(1)
      .optional(),
  }),
  rule('opportunityCounter', {
    from,
    startEvent: Words,
    limit: z.int().min(1),
    perExamLimit: z.int().min(1).optional(),
    missedCounts: z.boolean(),
    /** The sittings that there are, by name and day: one without a record counts as missed where those count. */
    sittings: z
      .array(z.strictObject({ name: Words, on: z.iso.date() }))
      .min(1)
      .optional(),
    /** From when on sittings are counted: the start of training, or the first one sat; the latter, unless said. */
    countFrom: z.enum(['training', 'firstSitting']).optional(),
    /** The rule that is met once no more sittings are needed. */
    doneBy: Key.optional(),
  }),
  rule('attributeOverStage', { from, min: Target }),
  rule('threshold', {
    measure: Key,
    over: Target,
    unitOf: z.enum(['days', 'weeks', 'months', 'count']),
    effect: Prose,
  }),
])
export type Requirement = z.infer<typeof Requirement>
export type RequirementKind = Requirement['kind']
export type RequirementOf<K extends RequirementKind> = Extract<Requirement, { kind: K }>

export const Requirements = z.strictObject({
  groups: z.array(z.strictObject({ key: Key, title: Words })).min(1),
  rules: z.array(Requirement).min(1),
})
export type Requirements = z.infer<typeof Requirements>
