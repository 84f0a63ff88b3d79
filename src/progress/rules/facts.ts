import type { Temporal } from 'temporal-polyfill'
import type { Pack, Requirement } from '../../programmes/index.ts'
import type { AbsenceSpan, StatusSpan, Stretch } from '../../training/index.ts'

type Day = Temporal.PlainDate

export type FactValue = number | string | boolean | string[] | null

/** A day of a record as `2026-08-04`: rules compare thousands of them, and such texts compare as they are. */
export type IsoDay = string

/** A record as rules see it: never its text, only what its form declares as facts. */
export interface Candidate {
  id: string
  formKey: string
  status: string
  occurredOn: IsoDay
  completedOn: IsoDay | null
  assessorId: string | null
  /** Entered by somebody else than the trainee, that is, loaded by the college. */
  collegeLoaded: boolean
  facts: Readonly<Record<string, FactValue>>
}

export interface LinkFact {
  recordId: string
  formKey: string
  itemKey: string
  status: string
  occurredOn: IsoDay
}

export interface JudgementFact {
  recordId: string
  itemKey: string
  kind: 'self' | 'supervisor' | 'panel'
  outcome: string
  level: number | null
  on: IsoDay
  /** Rising with time, so that two judgements of one day have their order. */
  order: number
}

/** A post, whether it has begun or not. Split posts run side by side. */
export interface PostFact {
  from: Day
  /** Exclusive; null while its end is open. */
  until: Day | null
  title: string
  specialty: string | null
  siteId: string
  site: string
}

export interface Span {
  from: Day
  /** Exclusive. */
  until: Day
}

/** All that evaluators know. They read nothing else, so the same facts always give the same figures. */
export interface Facts {
  today: Day
  startsOn: Day
  endsOn: Day
  /** The share of full time of today. */
  ftePercent: number
  /** How training went and will go; absent where the share never changed and nobody was away. */
  time?: readonly Stretch[]
  /** Days away as they were entered, statuses of training time, and the day of the last review by a panel. */
  away?: { absences: readonly AbsenceSpan[]; statuses: readonly StatusSpan[]; reviewedOn: Day | null }
  /** Records that count although they are dated in time away (decision 59). */
  allowed?: ReadonlySet<string>
  evidenceDueOn: Day | null
  reviewOn: Day | null
  pack: Pack
  periods: readonly { stageKey: string; from: Day; until: Day | null }[]
  /** The main post of today. */
  placement: { from: Day; until: Day | null } | null
  /** All posts in the order of their first days. */
  posts: readonly PostFact[]
  records: readonly Candidate[]
  links: readonly LinkFact[]
  judgements: readonly JudgementFact[]
}

export type Status = 'met' | 'short' | 'notDue' | 'overdue' | 'waived' | 'review' | 'notComputed'

export interface Uncounted {
  id: string
  why: string
}

/** A line within a rule: a year of a total, a quota, an item of the curriculum, a kind of setting. */
export interface Part {
  title: string
  have: number
  need: number | null
  pace: number | null
  note: string | null
  /** The curriculum item, or the value of a fact, that the line stands for. */
  key: string | null
}

/** What a rule comes to: the same for everybody who reads it. */
export interface Evaluation {
  status: Status
  have: number
  need: number
  /** What would be usual by today; null where pace has no meaning. Never rounded. */
  pace: number | null
  /** The last day on which it can be met in time. */
  dueOn: Day | null
  counted: string[]
  notCounted: Uncounted[]
  parts: Part[]
  /** Remarks that change no figure: variety, recommended mixes. */
  remarks: string[]
  because: string
}

export type Evaluator<R extends Requirement> = (rule: R, facts: Facts) => Evaluation
