import type { Temporal } from 'temporal-polyfill'
import type { Option, Party, PrefillSource } from './definition.ts'
import type { Value, Values } from './values.ts'

/** Draft: never refused. Final: never incomplete. */
export type Strictness = 'draft' | 'final'

export interface ScaleLevel {
  value: number
  label: string
  descriptor?: string | undefined
  /** The descriptor aspect by aspect: the task, the knowledge, the patient. */
  aspects?: readonly { aspect: string; text: string }[] | undefined
}

/** Levels in their order. Values are numbers that can be compared; what they mean is said by labels. */
export interface Scale {
  title: string
  /** People say the number ("level 3"); otherwise values only order the levels. */
  numbered?: boolean | undefined
  levels: readonly ScaleLevel[]
}

/** Something to choose from: a curriculum item, a procedure, a tag. Grouped where `group` is given. */
export interface Choosable {
  key: string
  title: string
  code?: string | undefined
  group?: string | undefined
}

export interface KnownPerson {
  id: string
  name: string
  /** "consultant in geriatric medicine, St Anne's" */
  detail?: string | undefined
  email?: string | undefined
  /** The relation to the trainee, as in a person field's `relations`. */
  relation?: string | undefined
}

export interface KnownFile {
  name: string
  /** "240 kB" */
  size: string
  href?: string | undefined
}

/** What a `figures` field shows; `note` says where the figures come from or what did not count. */
export interface Figures {
  rows: readonly { label: string; text: string }[]
  note?: string | undefined
}

/** Whose pen it is, and whether the form is signed already (then only sections written after signing are open). */
export interface Writer {
  by: Party
  afterSigning?: boolean | undefined
}

/** All that a form needs to know of the world. Plain data: the engine asks nobody. */
export interface FormContext {
  today: Temporal.PlainDate
  scales: Readonly<Record<string, Scale>>
  /** By scale: the level expected at this stage … */
  expected?: Readonly<Record<string, number>> | undefined
  /** … and what the stage is called in "expected for year 2". */
  stage?: string | undefined
  curriculum?: readonly Choosable[] | undefined
  procedures?: readonly Choosable[] | undefined
  tagSets?: Readonly<Record<string, readonly Choosable[]>> | undefined
  /** Lists that choices name in `optionsFrom`. */
  lists?: Readonly<Record<string, readonly Option[]>> | undefined
  people?: readonly KnownPerson[] | undefined
  files?: Readonly<Record<string, KnownFile>> | undefined
  figures?: Readonly<Record<string, Figures>> | undefined
  /** What fields may be prefilled with. */
  known?: Partial<Record<Exclude<PrefillSource, 'today' | 'lastUsed' | 'daysAway'>, Value>> | undefined
  /** Whole days away: `total`, and by kind under the key of a field ("careerBreak" of the kind "career-break"). */
  daysAway?: Readonly<Record<string, number>> | undefined
  /** The last form of this kind, for `lastUsed` and for copying. */
  last?: Values | undefined
  /** Absent: everything may be written (imports, tests). Null: nothing may. */
  writer?: Writer | null | undefined
  /** What is kept already: fields that this writer may not write come from here, whatever was sent. */
  stored?: Values | undefined
}
