/** The shape of a programme pack: one version of one programme, as data. Meaning is checked by lint.ts. */
import { z } from 'zod'
import { Confidence, FormDefinition, Option } from '../forms/definition.ts'
import { StatusKind } from '../generated/enums.ts'
import { Applications } from './applications.ts'
import {
  Curriculum,
  type CurriculumNode,
  EvidenceTarget,
  type Expectation,
  Key,
  Presentations,
  Procedures,
  Prose,
  Scales,
  Words,
} from './curriculum.ts'
import { Requirements } from './requirements.ts'
import { Relation, Rights } from './rights.ts'
import { Rounds } from './rounds.ts'

/** Option lists that the product fills in at run time; forms may name them beside the pack's own lists. */
export const RUNTIME_LISTS = ['sites'] as const

/** Where a fact comes from, and how sure it is. */
const Sourced = z.strictObject({ source: z.string().min(1), confidence: Confidence })

export const PackInfo = z.strictObject({
  key: Key,
  version: z.string().regex(/^\d{4}\.\d+$/, 'must be a year, a dot and a number'),
  title: Words,
  shortTitle: Words,
  college: z.strictObject({ key: Key, title: Words }),
  status: z.enum(['illustrative', 'confirmed']),
  notice: Prose,
  /** In force from this day, until (not including) that. */
  activeFrom: z.iso.date(),
  activeTo: z.iso.date().optional(),
  timeZone: z.string().min(1),
  /** Domains of the addresses that workplaces give: a link sent to one is surer proof than one to any address (D9). */
  workDomains: z
    .array(z.string().regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, 'must be a domain in small letters, such as nhs.net'))
    .optional(),
  stages: z
    .array(
      z.strictObject({
        key: Key,
        title: Words,
        short: Words,
        order: z.int().min(1),
        months: z.int().min(1),
        summary: Prose.optional(),
      }),
    )
    .min(1),
  progressionPoints: z.array(z.strictObject({ key: Key, title: Words, atEndOf: Key, text: Prose })),
  exitRoutes: z.array(z.strictObject({ key: Key, title: Words, stages: z.array(Key).min(1), text: Prose })),
  review: z.strictObject({ name: Words, title: Words, evidenceDueDaysBefore: z.int().min(0) }),
  /** The field's own words for things that are called otherwise elsewhere. */
  words: z.strictObject({ item: Words, items: Words, stage: Words, ready: Words }),
  links: z.strictObject({ max: z.int().min(1) }),
  evidence: z.strictObject({ target: EvidenceTarget, text: Prose }),
  selfAssessment: z.strictObject({ minLength: z.int().min(0) }),
  session: z.strictObject({ idleMinutes: z.int().min(5), warnMinutes: z.int().min(1) }),
  /**
   * From which numbers on the page that asks for assessments says so: open requests of an assessor, requests of a trainee in
   * 30 days, and a trainee's open ones; 8, 12 and 10 unless set.
   */
  requests: z.strictObject({ busyFrom: z.int().min(1), perMonth: z.int().min(1), open: z.int().min(1) }).optional(),
  graceDays: z.int().min(0),
  /** R21: whether a fee is due from whoever is accepted. It is noted here, not paid; none is due unless said. */
  enrolmentFee: z.strictObject({ due: z.boolean(), source: z.string().min(1), confidence: Confidence }).optional(),
  /** Which statuses of training time the programme knows, in the order in which they are offered; all, unless said. */
  time: z.strictObject({ statuses: z.array(z.enum(StatusKind)).min(1) }).optional(),
  /** Days away, in whole working days, and from how many of them in how many months a review is wanted (decision 56). */
  absence: z
    .strictObject({
      review: z.strictObject({ days: z.int().min(1).max(366), months: z.int().min(1).max(36) }),
      /** What is entered day by day: key, label, and whether it counts towards the review. */
      kinds: z.array(z.strictObject({ key: Key, label: Words, counts: z.boolean() })).min(1),
      /** Statuses of training time whose working days count without being entered again, each as one of the kinds. */
      statuses: z.partialRecord(z.enum(StatusKind), Key),
      source: z.string().min(1),
      confidence: Confidence,
    })
    .optional(),
  /**
   * What becomes of days in training without a post, and of those at a hospital that was not accredited (domain 3.6, 7.5):
   * they count like any other, or they count until somebody of the programme rules otherwise, and are flagged for that.
   * `between` is how many days between two posts are no gap. Both are for a ruling, and a week is none, unless said.
   */
  unplaced: z
    .strictObject({
      siteless: z.enum(['counts', 'ruling']),
      unaccredited: z.enum(['counts', 'ruling']),
      between: z.int().min(0).max(60),
      source: z.string().min(1),
      confidence: Confidence,
    })
    .optional(),
  /**
   * What the clock does until an accepted trainee has enrolled, counted from the first day (R23, R24): weeks in which they are
   * reminded, the day on which the office is told, the months after which the portfolio is frozen.
   */
  admission: z
    .strictObject({
      remind: Sourced.extend({ weeks: z.array(z.int().min(1).max(104)).max(12) }),
      alert: Sourced.extend({ days: z.int().min(1).max(366) }),
      freeze: Sourced.extend({ months: z.int().min(1).max(24) }),
    })
    .optional(),
  /** Who signs items off, and who may change whom it is. */
  signOffBy: z.array(Relation).min(1),
  roles: z.array(z.strictObject({ relation: Relation, label: Words, short: Words })).min(1),
  /** Who keeps posts on record, and what the programme calls one (R118–R122); the programme office, unless said. */
  posts: z
    .strictObject({
      by: z.enum(['trainee', 'office']),
      words: z.strictObject({ one: Words, apply: Words }),
    })
    .optional(),
  /**
   * Assessments done on paper, entered later with their original date (R101): never, or not before a day, or for so many
   * days; within the whole of training, unless said.
   */
  retrospective: z
    .union([
      z.literal(false),
      z.strictObject({ notBefore: z.iso.date().optional(), days: z.int().min(1).max(3650).optional() }),
    ])
    .optional(),
  /** Lists that forms choose from: grades, registers, specialties, settings. */
  lists: z.record(Key, z.array(Option).min(1)),
  /** Every form of the pack, in the order in which it is offered. */
  forms: z.array(Key).min(1),
  /** Forms that the programme uses and that this version does not carry yet; rules may name them. */
  awaitedForms: z.array(z.strictObject({ key: Key, title: Words })),
  /** Fewer than these, and the pack is not complete. */
  minima: z.strictObject({
    items: z.array(z.strictObject({ under: z.array(Key).min(1), count: z.int().min(1), descriptors: z.int().min(0) })),
    procedures: z.int().min(0),
    forms: z.int().min(1),
  }),
  /** What the keys in `source` mean. */
  sources: z.record(Key, Words),
})
export type PackInfo = z.infer<typeof PackInfo>

export const Help = z.strictObject({
  articles: z.array(
    z.strictObject({
      key: Key,
      title: Words,
      summary: Prose,
      /** For whom; for everybody when absent. */
      relations: z.array(Relation).min(1).optional(),
      /** Shown first beside these sections of the portfolio. */
      sections: z.array(z.string()).optional(),
      paragraphs: z.array(Prose).min(1),
      links: z.array(z.strictObject({ title: Words, href: z.url() })).optional(),
    }),
  ),
})
export type Help = z.infer<typeof Help>

/** The files of a pack folder and what each must look like. */
export const PACK_FILES = {
  pack: PackInfo,
  curriculum: Curriculum,
  scales: Scales,
  procedures: Procedures,
  presentations: Presentations,
  rights: Rights,
  requirements: Requirements,
  help: Help,
  rounds: Rounds,
  applications: Applications,
} as const

/** Files that a pack may do without. */
export const OPTIONAL_FILES: readonly string[] = ['help', 'rounds', 'applications']

export const Pack = z.strictObject({
  ...PACK_FILES,
  help: Help.optional(),
  rounds: Rounds.optional(),
  applications: Applications.optional(),
  forms: z.array(FormDefinition),
})
export type Pack = z.infer<typeof Pack>

// ── Looking things up ────────────────────────────────────────────────────────

/** A node of the tree with the keys of the groups above it, outermost first. */
export interface PlacedNode {
  node: CurriculumNode
  above: readonly string[]
}

/** Every node of the tree, in the order in which it is read. */
export const nodesOf = (pack: Pack): PlacedNode[] => {
  const walk = (nodes: readonly CurriculumNode[], above: readonly string[]): PlacedNode[] =>
    nodes.flatMap((node) => [{ node, above }, ...walk(node.children ?? [], [...above, node.key])])
  return walk(pack.curriculum.nodes, [])
}

/** Every item that evidence can be linked to. */
export const itemsOf = (pack: Pack) => nodesOf(pack).filter(({ node }) => node.kind === 'item')

/** Whether an item is there in a stage: some groups are there in later stages only (R114). */
export const isThere = (pack: Pack, key: string, stage: string | null): boolean => {
  const placed = nodesOf(pack)
  const above = placed.find(({ node }) => node.key === key)?.above ?? []
  const groups = placed.filter(({ node }) => above.includes(node.key))
  return groups.every(({ node: { stages } }) => !stages || (stage !== null && stages.includes(stage)))
}

/** Every index case with the forms whose evidence ticks it (R92). */
export const casesOf = (pack: Pack): Map<string, readonly string[]> => {
  const lists = nodesOf(pack).filter(({ node }) => node.style === 'cases')
  return new Map(lists.flatMap(({ node }) => (node.children ?? []).map(({ key }) => [key, node.tickedBy ?? []])))
}

/** The items below the nodes that a rule names (or those nodes themselves). */
export const selectItems = (pack: Pack, under: readonly string[]) =>
  itemsOf(pack)
    .filter(({ node, above }) => under.includes(node.key) || above.some((key) => under.includes(key)))
    .map(({ node }) => node)

export const itemOf = (pack: Pack, key: string) => itemsOf(pack).find(({ node }) => node.key === key)?.node
export const scaleOf = (pack: Pack, key: string) => pack.scales.scales.find((scale) => scale.key === key)
export const formOf = (pack: Pack, key: string) => pack.forms.find((form) => form.key === key)
export const expectationOf = (pack: Pack, item: string): Expectation | undefined =>
  pack.scales.expected.find((row) => row.item === item)

/** The level an item should have at the end of a stage; null where nothing is asked yet. */
export const expectedLevel = (pack: Pack, item: string, stage: string) =>
  expectationOf(pack, item)?.levels[stage] ?? null

/** The level that means "ready for what follows": the item's own, or its scale's mark (R107). */
export const readyLevel = (pack: Pack, item: string) => {
  const scale = scaleOf(pack, itemOf(pack, item)?.scale ?? '')
  return expectationOf(pack, item)?.ready ?? scale?.values.find((value) => value.readyMark)?.value ?? null
}

/** Who keeps posts on record in this programme, and what one is called. */
export const postsIn = ({ pack }: Pick<Pack, 'pack'>): NonNullable<PackInfo['posts']> =>
  pack.posts ?? { by: 'office', words: { one: 'Post', apply: 'Add a post' } }

/** What becomes of days without a post and of those at a hospital that was not accredited. */
export const unplacedIn = ({
  pack,
}: Pick<Pack, 'pack'>): Omit<NonNullable<PackInfo['unplaced']>, 'source' | 'confidence'> =>
  pack.unplaced ?? { siteless: 'ruling', unaccredited: 'ruling', between: 7 }

/** What the clock does until somebody has enrolled. */
export interface AdmissionCalendar {
  remindWeeks: readonly number[]
  alertDays: number
  freezeMonths: number
}

/** The calendar of invitations of a programme (R23, R24); that of the rows where it says nothing. */
export const admissionIn = ({ pack: { admission } }: Pick<Pack, 'pack'>): AdmissionCalendar => ({
  remindWeeks: admission?.remind.weeks ?? [4, 8, 10, 12],
  alertDays: admission?.alert.days ?? 60,
  freezeMonths: admission?.freeze.months ?? 3,
})

/** How many pieces of evidence are usual for an item, from and to (R105, R112). */
export const evidenceTargetOf = (pack: Pack, item: string) =>
  itemOf(pack, item)?.evidenceTarget ?? pack.pack.evidence.target
