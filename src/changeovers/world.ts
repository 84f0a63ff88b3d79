import type { Temporal } from 'temporal-polyfill'
import type { SupervisionKind } from '../generated/client.ts'
import type { Period } from '../kit/periods.ts'
import type { Guest, Limit } from '../places/index.ts'
import type { RecordedPost, Span } from '../training/index.ts'
import type { Begun } from './begun.ts'

/** What a sheet is read against: a programme as it stands, as plain data. */
export interface World {
  programmeId: string
  today: Temporal.PlainDate
  trainees: Trainee[]
  sites: SiteHere[]
  /** Hospitals of other colleges, by name alone: to say so where a sheet names one. */
  elsewhere: { name: string; college: string }[]
  /** People who may be put on record as supervisors. */
  supervisors: Candidate[]
  /** How everybody is called who supervises these trainees now, by id. */
  names: ReadonlyMap<string, string>
  /** Supervisors that the programme puts on record. */
  kinds: readonly SupervisionKind[]
  /** What a post is called where nothing else is said. */
  postWord: string
}

export interface Trainee {
  enrolmentId: string
  personId: string
  name: string
  /** Normalised, of every kind. */
  emails: string[]
  numbers: string[]
  startsOn: Temporal.PlainDate
  /** First day after training (exclusive). */
  endsOn: Temporal.PlainDate
  ftePercent: number
}

export interface SiteHere {
  id: string
  name: string
  town: string | null
  network: string
  /** Whether it lies in the programme's own network. */
  own: boolean
}

export interface Candidate {
  id: string
  name: string
  emails: string[]
  numbers: string[]
}

/** A supervision as it is on record, whole, so that it can be put back. */
export interface RecordedSpan extends Span {
  enrolmentId: string
  kind: SupervisionKind
  track: string
  reason: string | null
  createdAt: string
}

/** What is on record of the trainees that a sheet names. */
export interface OnRecord {
  posts: ReadonlyMap<string, RecordedPost[]>
  spans: ReadonlyMap<string, RecordedSpan[]>
  /** Posts on which appraisals rest, so that they cannot go. */
  rested: ReadonlySet<string>
  /** Supervisors who have begun a report about one of these trainees. */
  begun: readonly Begun[]
  /** When the hospitals of the sheet are accredited for the programme, the earliest first; none where nobody has said. */
  accredited: ReadonlyMap<string, Period[]>
  /** How many trainees there is room for at the hospitals of the sheet. */
  limits: readonly Limit[]
  /** Everybody else's days there. */
  others: readonly Guest[]
}
