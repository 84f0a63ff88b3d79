/**
 * The shape of a form. A form is data in a programme pack; this file is the only place that says which data.
 * Everything is strict: an unknown word in a pack is a mistake, not a wish. Nothing here has a default value,
 * so that the bytes of a published definition are the bytes that were written.
 */
import { z } from 'zod'

// ── Words ────────────────────────────────────────────────────────────────────

/** A field, section, row or fact: camelCase, because it becomes part of an input's name (which uses dots). */
const FieldKey = z.string().regex(/^[a-z][A-Za-z0-9]{0,59}$/, 'must be camelCase, letters and digits only')
/** A form, scale, list or option: letters, digits and hyphens. */
const Slug = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,79}$/, 'must be letters, digits and hyphens only')
/** A field, or a part of one: `overall`, `ratings.history`, `period.from`, `cases.count`. */
const Path = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)?$/, 'must be a field, or a field, a dot and its part')
const Label = z.string().trim().min(1).max(300)
const Prose = z.string().trim().min(1).max(2000)
const Count = z.int().min(0).max(10_000)

/** Who fills in a part of a form, or signs it. Relations and grades are finer and belong to the pack's rights. */
export const Party = z.enum(['trainee', 'assessor', 'supervisor', 'director', 'office', 'panel'])
export type Party = z.infer<typeof Party>

/** How sure we are of a statement: seen in a public source, or recalled with high, medium or low confidence. */
export const Confidence = z.enum(['seen', 'high', 'med', 'low'])
export type Confidence = z.infer<typeof Confidence>

/** What becomes of a form when it is filled in. */
export const RecordKind = z.enum([
  'assessment',
  'log',
  'reflection',
  'upload',
  'certificate',
  'exam',
  'appraisal',
  'selfAssessment',
  'signoff',
  'objective',
  'declaration',
  'note',
  /** One of many answers in a round: it is added to the others and is never a record. */
  'answer',
])
export type RecordKind = z.infer<typeof RecordKind>

/** A choice: what is stored, what is read, and a line of help under it if it needs one. */
export const Option = z.union([z.tuple([Slug, Label]), z.tuple([Slug, Label, Prose])])
export type Option = z.infer<typeof Option>

// ── Conditions ───────────────────────────────────────────────────────────────

const Answer = z.union([z.string(), z.number(), z.boolean()])

/**
 * One thing to ask of an earlier answer. `is` and `in` look into lists of ticks, too; on a rating grid without a row,
 * `below` is true when any row is below, and `atLeast` when every rated row is at least that.
 */
export const SimpleCondition = z.union([
  z.strictObject({ field: Path, is: Answer }),
  z.strictObject({ field: Path, isNot: Answer }),
  z.strictObject({ field: Path, in: z.array(Answer).min(1) }),
  z.strictObject({ field: Path, atLeast: z.union([z.number(), z.literal('stageExpectation')]) }),
  z.strictObject({ field: Path, below: z.union([z.number(), z.literal('stageExpectation')]) }),
  z.strictObject({ field: Path, filled: z.boolean() }),
])
export type SimpleCondition = z.infer<typeof SimpleCondition>

/** A condition, or several that must hold together (`all`) or of which one is enough (`any`). */
export const Condition = z.union([
  SimpleCondition,
  z.strictObject({ all: z.array(SimpleCondition).min(1) }),
  z.strictObject({ any: z.array(SimpleCondition).min(1) }),
])
export type Condition = z.infer<typeof Condition>

// ── Fields ───────────────────────────────────────────────────────────────────

/** What the product may know before anybody types. Always editable; nothing is guessed beyond these. */
export const PrefillSource = z.enum([
  'lastUsed',
  'today',
  'currentSite',
  'currentPost',
  'currentSpecialty',
  'currentSupervisor',
  'ownName',
  'ownEmail',
  /** The first registration number on record, with its register. */
  'ownRegistration',
  /** From the trainee's own details, where the trainee writes: for a date, and for a text. */
  'ownBirthday',
  'ownGender',
  /** What the college is called, and the stage of today. */
  'ownCollege',
  'ownStage',
  /** What the programme is called. */
  'ownProgramme',
  /** First and expected last day of the programme, for a date; the present share of full time in per cent, for a number. */
  'programmeStart',
  'programmeEnd',
  'ownFraction',
  /** For a range: from the day after the last review, else the start of training, to the coming review, else today. */
  'sinceReview',
  /** Whole days away that count, for a number: those of the kind of the field's own key, else of all kinds. */
  'daysAway',
  /** Posts since the last review, and of the last twelve months at least, for a list: in its columns "site", "role", "from" and "to". */
  'pastPosts',
])
export type PrefillSource = z.infer<typeof PrefillSource>

/** What every field may say. A field must be answered unless `optional`, or `requiredIf` and its condition is false. */
const common = {
  key: FieldKey,
  label: Label,
  help: Prose.optional(),
  optional: z.literal(true).optional(),
  /** What is said when it was left out; otherwise made of the label: "Enter the date of the encounter". */
  missing: Label.optional(),
  showIf: Condition.optional(),
  requiredIf: Condition.optional(),
  /** Narrower readers than the rest of the form; never in lists, mails or exports of figures. */
  sensitive: z.literal(true).optional(),
  /** The value of the HTML attribute of that name. */
  autocomplete: z.string().max(60).optional(),
  prefill: PrefillSource.optional(),
  /** Taken over by "copy the last one". */
  copyable: z.literal(true).optional(),
}

const text = z.strictObject({
  ...common,
  type: z.literal('text'),
  min: Count.optional(),
  max: z.int().min(1).max(500).optional(),
  anonymityReminder: z.boolean().optional(),
})

const longText = z.strictObject({
  ...common,
  type: z.literal('longText'),
  min: Count.optional(),
  max: z.int().min(1).max(50_000).optional(),
  rows: z.int().min(2).max(30).optional(),
  /** Shown unless false. */
  anonymityReminder: z.boolean().optional(),
})

const number = z.strictObject({
  ...common,
  type: z.literal('number'),
  min: z.number().optional(),
  max: z.number().optional(),
  step: z.number().positive().optional(),
  /** Whole numbers only, unless false. */
  integer: z.boolean().optional(),
  unit: z.string().trim().min(1).max(30).optional(),
  /** Earlier numbers of the form of which it is the sum: anything else is refused, with the sum in words. */
  sumOf: z.array(FieldKey).min(2).optional(),
})

/** "today", an earlier date field of the form, or a fixed ISO date. */
const DateLimit = z.union([z.literal('today'), z.iso.date(), Path])

const date = z.strictObject({
  ...common,
  type: z.literal('date'),
  notAfter: DateLimit.optional(),
  notBefore: DateLimit.optional(),
})

const dateRange = z.strictObject({
  ...common,
  type: z.literal('dateRange'),
  fromLabel: Label.optional(),
  toLabel: Label.optional(),
  notAfter: DateLimit.optional(),
  notBefore: DateLimit.optional(),
  /** The last day may be left empty: "still going on". */
  openEnded: z.literal(true).optional(),
})

const time = z.strictObject({ ...common, type: z.literal('time') })

const duration = z.strictObject({
  ...common,
  type: z.literal('duration'),
  unit: z.enum(['minutes', 'hours']),
  min: z.number().min(0).optional(),
  max: z.number().positive().optional(),
})

const yesNo = z.strictObject({
  ...common,
  type: z.literal('yesNo'),
  yes: Label.optional(),
  no: Label.optional(),
})

/** Where a choice comes from: written here, or one of the lists handed in at run time (sites, specialties …). */
const listed = { options: z.array(Option).min(1).max(200).optional(), optionsFrom: Slug.optional() }

const choice = z.strictObject({
  ...common,
  ...listed,
  type: z.literal('choice'),
  /** Radios up to six options and a list beyond, unless said. */
  as: z.enum(['radio', 'select']).optional(),
})

const choices = z.strictObject({
  ...common,
  ...listed,
  type: z.literal('choices'),
  min: Count.optional(),
  max: Count.optional(),
})

const level = z.strictObject({
  ...common,
  type: z.literal('level'),
  scale: Slug,
  /** Offers "Not observed", or these words instead. */
  notObserved: z.union([z.literal(true), Label]).optional(),
})

const ratingGrid = z.strictObject({
  ...common,
  type: z.literal('ratingGrid'),
  scale: Slug,
  rows: z
    .array(
      z.strictObject({ key: FieldKey, label: Label, help: Prose.optional(), optional: z.literal(true).optional() }),
    )
    .min(1)
    .max(60),
  /** Offers "Unable to comment", or these words instead. */
  unableToComment: z.union([z.literal(true), Label]).optional(),
})

const curriculumLinks = z.strictObject({
  ...common,
  type: z.literal('curriculumLinks'),
  min: Count.optional(),
  max: Count.optional(),
})

/** Words out of one of the pack's tag sets, such as presentations and conditions. */
const tags = z.strictObject({
  ...common,
  type: z.literal('tags'),
  set: Slug,
  min: Count.optional(),
  max: Count.optional(),
})

/** One of the pack's procedures. */
const procedure = z.strictObject({ ...common, type: z.literal('procedure') })

/** A person out of the trainee's circle (of these relations, if said), or somebody else by name and address. */
const person = z.strictObject({
  ...common,
  type: z.literal('person'),
  relations: z.array(Slug).min(1).optional(),
  /** Only people out of the circle, no typed name. */
  knownOnly: z.literal(true).optional(),
  /** The typed address must be there. */
  emailRequired: z.literal(true).optional(),
})

const email = z.strictObject({ ...common, type: z.literal('email') })

const file = z.strictObject({
  ...common,
  type: z.literal('file'),
  min: Count.optional(),
  max: z.int().min(1).max(20).optional(),
  /** Extensions with their dot, for the browser's picker. The store decides for itself what a file is. */
  accept: z.array(z.string().regex(/^\.[a-z0-9]+$/)).optional(),
})

/** Words to read, with a link if there is more of them. Never an answer. */
const note = z.strictObject({
  key: FieldKey,
  type: z.literal('note'),
  label: Label.optional(),
  text: Prose,
  tone: z.enum(['plain', 'info', 'warn']).optional(),
  link: z.strictObject({ href: z.string().regex(/^(https:\/\/|\/)/), label: Label }).optional(),
  showIf: Condition.optional(),
})

/** Figures that the product knows (counts, totals, ratings so far), shown while writing and frozen with the signature. */
const figures = z.strictObject({
  key: FieldKey,
  type: z.literal('figures'),
  label: Label,
  help: Prose.optional(),
  source: Slug,
  showIf: Condition.optional(),
})

/** A statement to accept, beside the one that ends the form. */
const declaration = z.strictObject({ ...common, type: z.literal('declaration'), text: Prose })

const leaves = [
  text,
  longText,
  number,
  date,
  dateRange,
  time,
  duration,
  yesNo,
  choice,
  choices,
  level,
  curriculumLinks,
  tags,
  procedure,
  person,
  email,
] as const

/** A field that may stand in a row of a list. */
export const RowField = z.discriminatedUnion('type', leaves)
export type RowField = z.infer<typeof RowField>

/** Rows of the same questions: patients of a take, objectives, posts. Conditions in a row ask its own fields first. */
const list = z.strictObject({
  ...common,
  type: z.literal('list'),
  /** What one row is called, in the singular: "case". */
  item: Label,
  fields: z.array(RowField).min(1).max(20),
  min: Count.optional(),
  max: z.int().min(1).max(100).optional(),
})

export const Field = z.discriminatedUnion('type', [...leaves, ratingGrid, file, note, figures, declaration, list])
export type Field = z.infer<typeof Field>
export type FieldType = Field['type']
export type FieldOf<T extends FieldType> = Extract<Field, { type: T }>
/** A field that a person answers. */
export type AnswerField = Exclude<Field, { type: 'note' | 'figures' }>

// ── The form ─────────────────────────────────────────────────────────────────

export const Section = z.strictObject({
  key: FieldKey,
  title: Label,
  help: Prose.optional(),
  /** Who writes it; otherwise whoever fills in the form. Everybody else reads it. */
  by: Party.optional(),
  /** Written after the signature, such as the trainee's reflection on the feedback. */
  afterSigning: z.literal(true).optional(),
  showIf: Condition.optional(),
  fields: z.array(Field).min(1).max(60),
})
export type Section = z.infer<typeof Section>

/** What requirements, lists and boards may know of a record without reading it. */
export const Fact = z.union([
  z.strictObject({
    name: FieldKey,
    type: z.enum(['number', 'text', 'boolean', 'date', 'level', 'choice', 'list']),
    path: Path,
  }),
  /** Several numbers added (new and follow-up patients) … */
  z.strictObject({ name: FieldKey, type: z.literal('number'), sum: z.array(Path).min(2) }),
  /** … or multiplied (takes a month, patients a take, months). */
  z.strictObject({ name: FieldKey, type: z.literal('number'), product: z.array(Path).min(2) }),
])
export type Fact = z.infer<typeof Fact>

export const FormDefinition = z.strictObject({
  $schema: z.string().optional(),
  key: Slug,
  version: z.int().min(1),
  title: Label,
  /** The abbreviation that doctors use: "mini-CEX", "CbD". */
  short: z.string().trim().min(1).max(40),
  help: Prose.optional(),
  /** The section of the portfolio whose rights apply: assessments, logs, reflections … */
  section: FieldKey,
  kind: RecordKind,
  filledBy: Party,
  signedBy: z.array(Party).min(1),
  /** Who may be asked to fill it in; anybody when absent. */
  assessor: z
    .strictObject({
      /** Grades of the pack; any grade when absent. */
      grades: z.array(Slug).min(1).optional(),
      exceptOwnGrade: z.literal(true).optional(),
      /** Only people in one of these relations to the trainee … */
      relations: z.array(Slug).min(1).optional(),
      /** … and nobody in one of these. */
      notRelations: z.array(Slug).min(1).optional(),
      /** By their own sign-in, never by a link. */
      accountRequired: z.literal(true).optional(),
    })
    .optional(),
  expiresAfterDays: z.int().min(1).max(365).optional(),
  /** Days after the request on which the assessor is reminded. */
  reminderDays: z.array(z.int().min(1).max(365)).optional(),
  /** Links to curriculum items: how many at most, and which are likely. */
  links: z.strictObject({ max: z.int().min(0).max(50), suggested: z.array(Slug).optional() }).optional(),
  /** The record's title: a field key, or words with field keys in braces: "{procedure} ({use})". */
  titleFrom: z.string().min(1).max(200),
  /** The field that dates the record; a range dates it by `key.from` or `key.to`. */
  occurredOn: Path.optional(),
  /** What the trainee may fill in before sending. Words in a trainee's section stay the trainee's own (R96). */
  prefill: z.array(FieldKey).optional(),
  /** Every form ends with what its signer states (R43). */
  declaration: z.strictObject({ key: FieldKey, text: Prose }),
  facts: z.array(Fact).optional(),
  /** What answers are called in the form's JSON where other systems expect names of their own: field (or list.column) → dotted name. */
  exportAs: z
    .record(Path, z.string().regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)*$/, 'must be names with dots between'))
    .optional(),
  /** Invisible to others until it is shared or linked. */
  private: z.literal(true).optional(),
  sensitive: z.literal(true).optional(),
  /** Every submission is signed into the portfolio's chain, and whoever takes one back to change it says why (domain.md 6.10). */
  submissionsKept: z.literal(true).optional(),
  source: z.string().min(1).max(300),
  confidence: Confidence,
  sections: z.array(Section).min(1).max(30),
})
export type FormDefinition = z.infer<typeof FormDefinition>
