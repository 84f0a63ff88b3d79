/**
 * The shape of what is to be learnt: the curriculum tree, level scales with the level expected of each item at the
 * end of each stage, procedures, and the presentations that evidence may be tagged with.
 */
import { z } from 'zod'
import { Confidence } from '../forms/definition.ts'

/** Stable keys: letters, digits and hyphens. Links, judgements and rules hold them, so they never change meaning. */
export const Key = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,79}$/, 'must be letters, digits and hyphens only')
export const Words = z.string().trim().min(1).max(300)
export const Prose = z.string().trim().min(1).max(2000)

/** Where a statement comes from (a key of the pack's `sources`) and how sure we are of it. */
export const provenance = { source: Key, confidence: Confidence }

/** A pair of "usual" and "enough": below the first a supervisor must say why one piece suffices. */
export const EvidenceTarget = z.tuple([z.int().min(1), z.int().min(1)])

/** One sentence of what an item means in practice. Not signed off by itself. */
export const Descriptor = z.strictObject({ key: Key, text: Prose })
export type Descriptor = z.infer<typeof Descriptor>

/** A heading of the curriculum, or an item that evidence is linked to and that is judged. */
export const CurriculumNode = z.strictObject({
  key: Key,
  kind: z.enum(['group', 'item']),
  code: z.string().trim().min(1).max(12).optional(),
  title: Words,
  summary: Prose.optional(),
  /** The scale on which the item is judged. */
  scale: Key.optional(),
  /** A supervisor signs it off. */
  signOff: z.boolean().optional(),
  /** False where rating oneself makes no sense, such as an examination passed. */
  selfAssessment: z.boolean().optional(),
  /** Differs from the programme's own target. */
  evidenceTarget: EvidenceTarget.optional(),
  /** What is appropriate evidence, in words (R106). */
  evidenceKinds: z.array(Prose).optional(),
  /** Forms to offer first when asking for an assessment of this item. */
  suggestedForms: z.array(Key).optional(),
  descriptors: z.array(Descriptor).optional(),
  /**
   * How a group is read. `cases`: index cases, each ticked by evidence and never judged (R92). `maintenance`: items that
   * keep a sign-off of an earlier stage alive and are signed by themselves (R114).
   */
  style: z.enum(['cases', 'maintenance']).optional(),
  /** A group that is there in these stages only. */
  stages: z.array(Key).min(1).optional(),
  /** Forms whose evidence ticks a case of the group. */
  tickedBy: z.array(Key).min(1).optional(),
  /** Kinds of cases in the group that quotas speak of … */
  marks: z
    .array(z.strictObject({ key: Key, title: Words }))
    .min(1)
    .optional(),
  /** … and those that this case is of. */
  marked: z.array(Key).min(1).optional(),
  /** The item whose earlier sign-off this one keeps alive. */
  maintains: Key.optional(),
  source: Key,
  confidence: Confidence,
  get children(): z.ZodOptional<z.ZodArray<typeof CurriculumNode>> {
    return z.array(CurriculumNode).optional()
  },
})
export type CurriculumNode = z.infer<typeof CurriculumNode>

export const Curriculum = z.strictObject({
  key: Key,
  title: Words,
  summary: Prose.optional(),
  nodes: z.array(CurriculumNode).min(1),
})
export type Curriculum = z.infer<typeof Curriculum>

/** A step of a scale: a whole number, so that levels can be compared. What it means is said by its label. */
export const Level = z.int().min(0).max(99)

/** A named scale, its values in rising order. */
export const Scale = z.strictObject({
  key: Key,
  title: Words,
  /** Who decides on it, and what it is for. */
  summary: Prose.optional(),
  /** People say the number: "level 3". */
  numbered: z.literal(true).optional(),
  /** The level expected at every stage, on scales that are relative to the stage. */
  expected: Level.optional(),
  values: z
    .array(
      z.strictObject({
        value: Level,
        label: Words,
        meaning: Prose,
        /** The meaning aspect by aspect, where one sentence does not hold it: the task, the knowledge, the patient. */
        descriptors: z
          .array(z.strictObject({ aspect: Words, text: Prose }))
          .min(1)
          .optional(),
        /** The rule-of-thumb mark (R107), in words: "Ready for ST3". */
        readyMark: Words.optional(),
      }),
    )
    .min(1),
  ...provenance,
})
export type Scale = z.infer<typeof Scale>

/** The level that an item should have reached at the end of each stage; null where nothing is asked yet. */
export const Expectation = z.strictObject({
  item: Key,
  levels: z.record(Key, Level.nullable()),
  /** The level that means "ready for what follows" in this item, where it is not the scale's own mark. */
  ready: Level.optional(),
  /** May be judged from related items when no post gave the chance: a remark instead of a shortfall. */
  inferable: z.strictObject({ from: z.array(Key).min(1), text: Prose }).optional(),
  note: Prose.optional(),
  ...provenance,
})
export type Expectation = z.infer<typeof Expectation>

export const Scales = z.strictObject({ scales: z.array(Scale).min(1), expected: z.array(Expectation) })
export type Scales = z.infer<typeof Scales>

/**
 * A practical procedure. Where it is signed off by itself it names its curriculum item, and its state per stage is that
 * item's expectation once more in words; otherwise it is only logged, and the state is a guide.
 */
export const Procedure = z.strictObject({
  key: Key,
  title: Words,
  item: Key.optional(),
  lifeThreatening: z.boolean(),
  perStage: z.record(Key, Prose),
  /** Summative assessments that make independence, by how many different assessors, by the end of which stage. */
  summative: z.strictObject({ count: z.int().min(1), assessors: z.int().min(1), byEndOf: Key }).optional(),
  note: Prose.optional(),
  ...provenance,
})
export type Procedure = z.infer<typeof Procedure>
export const Procedures = z.strictObject({ procedures: z.array(Procedure) })

/** Sets of tags. They show breadth and are never signed off. */
export const TagSet = z.strictObject({
  key: Key,
  title: Words,
  summary: Prose.optional(),
  groups: z
    .array(
      z.strictObject({
        key: Key,
        title: Words,
        tags: z.array(z.strictObject({ key: Key, title: Words })).min(1),
        ...provenance,
      }),
    )
    .min(1),
})
export type TagSet = z.infer<typeof TagSet>
export const Presentations = z.strictObject({ sets: z.array(TagSet) })
